// On every page: exact times in the reader's own zone, countdowns that count, and the choice of colours.
import { startCountdowns } from "./countdown.js";
import { startPreferences } from "./preferences.js";
import { localizeTimes } from "./times.js";

localizeTimes(document);
startCountdowns();
startPreferences();

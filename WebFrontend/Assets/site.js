// On every page: exact times in the reader's own zone, and countdowns that count.
import { startCountdowns } from "./countdown.js";
import { localizeTimes } from "./times.js";

localizeTimes(document);
startCountdowns();

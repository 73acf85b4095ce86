// On every page: exact times in the reader's own zone, countdowns that count, the choice of colours, the search, and lists that go on.
import { startCountdowns } from "./countdown.js";
import { startEndlessLists } from "./endless.js";
import { startPasswords } from "./password.js";
import { startPreferences } from "./preferences.js";
import { startSearch } from "./search.js";
import { startTimes } from "./times.js";

startTimes();
startCountdowns();
startPreferences();
startPasswords();
startSearch();
startEndlessLists();

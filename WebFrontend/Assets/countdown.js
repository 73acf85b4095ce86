import { n, t } from "./words.js";

const second = 1000;
const units = [
  [(count) => n(count, "{0} day", "{0} days"), 24 * 60 * 60 * second],
  [(count) => n(count, "{0} hour", "{0} hours"), 60 * 60 * second],
  [(count) => n(count, "{0} minute", "{0} minutes"), 60 * second],
  [(count) => n(count, "{0} second", "{0} seconds"), second],
];

/** How long something still takes, in its two greatest units: "6 days 4 hours", "12 seconds". */
export function timeLeft(milliseconds) {
  const first = units.findIndex(([, length]) => milliseconds >= length);
  if (first < 0) return t("a moment");
  let rest = milliseconds;
  const words = [];
  for (const [say, length] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) words.push(say(count));
  }
  return words.join(" ");
}

/** Brings the deadlines below an element up to the second. */
export function countDown(root) {
  for (const time of root.querySelectorAll("time[data-countdown]")) {
    const words = timeLeft(Date.parse(time.dateTime) - Date.now());
    if (time.textContent !== words) time.textContent = words;
  }
}

/** Lets every deadline on the page count down, those that come onto it later too. */
export function startCountdowns() {
  const tick = () => countDown(document);
  if (document.querySelector("main")) setInterval(tick, second);
  tick();
}

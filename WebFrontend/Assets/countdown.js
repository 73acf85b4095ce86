const second = 1000;
const units = [
  ["day", 24 * 60 * 60 * second],
  ["hour", 60 * 60 * second],
  ["minute", 60 * second],
  ["second", second],
];

/** How long something still takes, in its two greatest units: "6 days 4 hours", "12 seconds". */
export function timeLeft(milliseconds) {
  const first = units.findIndex(([, length]) => milliseconds >= length);
  if (first < 0) return "a moment";
  let rest = milliseconds;
  const words = [];
  for (const [unit, length] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) words.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
  }
  return words.join(" ");
}

/** Lets every deadline on the page count down, those that come onto it later too. */
export function startCountdowns() {
  const tick = () => {
    for (const time of document.querySelectorAll("time[data-countdown]")) {
      const words = timeLeft(Date.parse(time.dateTime) - Date.now());
      if (time.textContent !== words) time.textContent = words;
    }
  };
  if (document.querySelector("main")) setInterval(tick, second);
  tick();
}

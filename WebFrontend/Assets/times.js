import { language } from "./words.js";

/** Each time on the page has as its title the exact moment in the reader's own zone, by when somebody points at it. */
export function startTimes() {
  let format;
  document.addEventListener("pointerover", (event) => {
    const time = event.target.closest("time[title]");
    const moment = Date.parse(time?.dateTime);
    if (Number.isNaN(moment)) return;
    format ??= new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
    time.title = format.format(moment);
  });
}

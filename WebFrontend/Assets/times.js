import { language } from "./words.js";

/** Gives each time on the page, as its title, the exact moment in the reader's own zone. */
export function localizeTimes(root) {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
  for (const time of root.querySelectorAll("time[title]")) {
    const moment = Date.parse(time.dateTime);
    if (!Number.isNaN(moment)) time.title = format.format(moment);
  }
}

import { plays } from "./start.js";

/** Times in the texts of the page seek in place; without this they open the page at that time. */
export function followTimes(video) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-seconds]");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || video.readyState === 0 || !video.checkVisibility()) return;
    event.preventDefault();
    video.currentTime = Number(link.dataset.seconds);
    video.scrollIntoView({ block: "nearest" });
    plays(video); // Where that is forbidden the reader has to press play.
  });
}

// The page of one video.
import { Beats } from "./beats.js";
import { Notice } from "./notice.js";
import { PlaybackRefusal } from "./refusal.js";
import { start } from "./start.js";
import { watchStates } from "./states.js";
import { startTrashInPlace } from "./watch-trash.js";

const video = document.querySelector("video[data-playback]");
if (video) {
  const notice = new Notice(document.querySelector("[data-notice]"));
  new Beats(video);
  new PlaybackRefusal(video, notice, () => start(video, notice));
  // It may have failed before this script was here to hear of it.
  if (video.error) video.dispatchEvent(new Event("error"));
}
watchStates(() => location.reload());
startTrashInPlace();

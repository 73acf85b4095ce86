// The page of one video.
import { Beats } from "./beats.js";
import { PlaybackRefusal } from "./refusal.js";
import { watchStates } from "./states.js";

const video = document.querySelector("video[data-playback]");
if (video) {
  new Beats(video);
  new PlaybackRefusal(video);
  // It may have failed before this script was here to hear of it.
  if (video.error) video.dispatchEvent(new Event("error"));
}
watchStates(() => location.reload());

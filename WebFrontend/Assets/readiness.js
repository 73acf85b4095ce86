import { passing } from "./memory.js";
import { watchStates } from "./states.js";

const awaited = "awaited";

/** A page whose video is not ready yet shows it as soon as it is, and plays. */
export function comesToPlay() {
  watchStates(() => {
    passing.remember(awaited, document.querySelector("[data-video-url]").dataset.id);
    location.reload();
  });
}

/** Whether the reader has waited on this page until the video was ready; said once. */
export function wasAwaited(video) {
  const isIt = passing.recall(awaited) === video.dataset.id;
  passing.forget(awaited);
  return isIt;
}

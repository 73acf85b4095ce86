// The page of one video.
import { Comments } from "./comments.js";
import { showKeysOnRequest } from "./keyhelp.js";
import { playback } from "./playback.js";
import { comesToPlay } from "./readiness.js";
import { Share } from "./share.js";
import { followTimes } from "./timelinks.js";
import { startTrashInPlace } from "./watch-trash.js";

const video = document.querySelector("video[data-playback]");
if (video) {
  playback(video);
  followTimes(video);
  new Share(document.querySelector("[data-share]"), video);
  showKeysOnRequest(document.querySelector("[data-keys]"));
}
comesToPlay();
startTrashInPlace();
const comments = document.querySelector("[data-comments]");
if (comments) new Comments(comments);

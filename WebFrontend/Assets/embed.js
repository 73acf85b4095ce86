// The player in a frame of another site.
import { playback } from "./playback.js";
import { comesToPlay } from "./readiness.js";

const video = document.querySelector("video[data-playback]");
if (video) playback(video);
comesToPlay();

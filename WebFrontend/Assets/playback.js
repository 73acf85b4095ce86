import { Beats } from "./beats.js";
import { Notice } from "./notice.js";
import { dressOnceUsed } from "./once-used.js";
import { wasAwaited } from "./readiness.js";
import { PlaybackRefusal } from "./refusal.js";
import { Resume } from "./resume.js";
import { start } from "./start.js";
import { t } from "./words.js";

/** All that goes with a film that plays, on whatever page. */
export function playback(video) {
  const notice = new Notice(document.querySelector("[data-notice]"));
  dressOnceUsed(video);
  new Beats(video);
  new Resume(video, notice);
  new PlaybackRefusal(video, notice, () => start(video, notice, t("It is your turn.")));
  // It may have failed before this script was here to hear of it.
  if (video.error) video.dispatchEvent(new Event("error"));
  if (wasAwaited(video)) start(video, notice, t("The video is ready."));
}

import { t } from "./words.js";

/**
 * Plays without having been touched: a browser that forbids sound then plays silently and has a button for the sound, and
 * one that forbids that too has a button to start.
 * @param why What has happened, in a sentence for the reader.
 */
export async function start(video, notice, why) {
  if (!video.checkVisibility() || (await plays(video))) return;
  video.muted = true;
  if (await plays(video)) {
    const words = `${why} ${t("Your browser plays without sound until you touch the page.")}`;
    notice.say(words, { label: t("Turn on the sound"), act: () => (video.muted = false) });
    clearOnce(video, "volumechange", () => !video.muted, notice, words);
    return;
  }
  video.muted = false;
  if (video.error !== null) return;
  notice.say(why, { label: t("Start"), act: () => plays(video) });
  clearOnce(video, "playing", () => true, notice, why);
}

/** By whatever button: the player has its own. */
function clearOnce(video, event, isSo, notice, words) {
  const look = () => {
    if (!isSo()) return;
    video.removeEventListener(event, look);
    notice.clear(words);
  };
  video.addEventListener(event, look);
}

/** Plays, and gives whether the browser allows that. */
export async function plays(video) {
  try {
    await video.play();
    return true;
  } catch (error) {
    // NotAllowedError: not without a touch. AbortError, NotSupportedError: it failed once more, of which others tell.
    if (!(error instanceof DOMException)) throw error;
    return error.name !== "NotAllowedError";
  }
}

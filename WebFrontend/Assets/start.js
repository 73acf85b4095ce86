import { t } from "./words.js";

/**
 * Plays without having been touched: a browser that forbids sound then plays silently and has a button for the sound, and
 * one that forbids that too has a button to start.
 * @param why What has happened, in a sentence for the reader.
 */
export async function start(video, notice, why) {
  if (await plays(video)) return;
  video.muted = true;
  if (await plays(video)) {
    const sound = () => {
      video.muted = false;
      notice.clear();
    };
    notice.say(`${why} ${t("Your browser plays without sound until you touch the page.")}`, { label: t("Turn on the sound"), act: sound });
    return;
  }
  video.muted = false;
  if (video.error === null) notice.say(why, { label: t("Start"), act: () => video.play().then(() => notice.clear(), () => {}) });
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

import { timeLeft } from "./countdown.js";
import { Broken } from "./send.js";
import { Refused } from "./video-calls.js";
import { t } from "./words.js";

/** What went wrong, for people; what no network and no site can do is thrown on. */
export function wordsOf(error) {
  if (error instanceof Refused) {
    const { status, retryAfter } = error.problem;
    return status === 429 && retryAfter ? `${error.message} ${t("Try again in {0}.", timeLeft(retryAfter * 1000))}` : error.message;
  }
  if (error instanceof Broken || error instanceof TypeError) return t("The connection broke, or the site ended it. Try again.");
  throw error;
}

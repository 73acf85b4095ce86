import { Broken } from "./send.js";
import { Refused } from "./video-calls.js";
import { t } from "./words.js";

/** What went wrong, for people; what no network and no site can do is thrown on. */
export function wordsOf(error) {
  if (error instanceof Refused) return error.message;
  if (error instanceof Broken || error instanceof TypeError) return t("The connection broke, or the site ended it. Try again.");
  throw error;
}

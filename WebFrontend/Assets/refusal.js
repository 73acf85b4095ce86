import { Alarm } from "./alarm.js";
import { readProblem } from "./problem.js";
import { Queue } from "./queue.js";
import { t } from "./words.js";

const shortest = 2;
const longest = 60;

/**
 * A media element tells no reason when it fails. This asks the stream itself, for one byte, and shows the site's words. In
 * a full house it waits in the queue and plays when it is this viewer's turn; where else waiting helps it tries again by
 * itself, less and less often.
 */
export class PlaybackRefusal {
  #video;
  #notice;
  #start;
  #queue;
  #alarm = new Alarm();
  #asking = null;
  #position = 0;
  #wasPlaying = false;
  #isTroubled = false;
  #hasTriedAgain = false;
  #failures = 0;

  constructor(video, notice, start) {
    this.#video = video;
    this.#notice = notice;
    this.#start = start;
    this.#queue = new Queue(video.dataset.queue, {
      place: (position) => this.#notice.say(t("The house is full. You are number {0} in the queue. Playback starts by itself when it is your turn.", position)),
      turn: () => this.#again(true),
      none: () => this.#alarm.set(1, () => this.#explain()),
    });
    video.addEventListener("timeupdate", () => (this.#position = video.currentTime || this.#position));
    video.addEventListener("error", () => this.#fail());
    video.addEventListener("loadeddata", () => this.#settle());
  }

  #fail() {
    this.#wasPlaying ||= !this.#video.paused;
    this.#explain();
  }

  async #explain() {
    this.#stop();
    this.#isTroubled = true;
    const { signal } = (this.#asking = new AbortController());
    try {
      const response = await fetch(this.#video.currentSrc || this.#video.src, { headers: { Range: "bytes=0-0" }, signal });
      const problem = response.ok ? null : await readProblem(response);
      if (signal.aborted) return;
      if (problem === null) this.#letIn();
      else this.#refuse(response.status, problem);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof TypeError)) throw error;
      this.#later(t("The site can't be reached. It is tried again by itself."), 0);
    }
  }

  /** The stream is there by now; but a film that still fails will not play here. */
  #letIn() {
    if (!this.#hasTriedAgain) this.#again(this.#wasPlaying);
    else this.#give(t("The stream broke off, or your browser can't play this format. Try again, or download the file."));
  }

  #refuse(status, { words, code, retryAfter }) {
    this.#hasTriedAgain = false;
    if (code === "streams-exhausted") this.#queue.wait();
    else if (status === 429 || status >= 500) this.#later(`${words} ${t("It is tried again by itself.")}`, retryAfter ?? 0);
    else this.#give(words);
  }

  #give(words) {
    this.#notice.say(words, { isTrouble: true, label: t("Try again"), act: () => this.#again(true) });
  }

  #later(words, atLeast) {
    const seconds = Math.min(shortest * 2 ** this.#failures++, longest);
    this.#notice.say(words, { isTrouble: true, label: t("Try now"), act: () => this.#explain() });
    // Not all who were sent away at one moment come back at one moment.
    this.#alarm.set(Math.max(seconds, atLeast) * (1 + Math.random() / 4), () => this.#explain());
  }

  #again(play) {
    this.#recover();
    this.#hasTriedAgain = true;
    const position = this.#position;
    this.#video.addEventListener("loadedmetadata", () => position > 0 && (this.#video.currentTime = position), { once: true });
    this.#video.load();
    if (play) this.#start();
  }

  /** It plays, or can: by itself, or because the reader pressed the player's own button. */
  #settle() {
    this.#recover();
    [this.#wasPlaying, this.#hasTriedAgain, this.#failures] = [false, false, 0];
  }

  #recover() {
    this.#stop();
    if (this.#isTroubled) this.#notice.clear();
    this.#isTroubled = false;
  }

  #stop() {
    this.#asking?.abort();
    this.#queue.stop();
    this.#alarm.clear();
  }
}

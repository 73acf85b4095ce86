import { readProblem } from "./problem.js";

/**
 * A media element tells no reason when it fails. This asks the stream itself, for one byte, and shows the site's words;
 * where waiting helps it waits in the site's queue, and plays once it is this viewer's turn.
 */
export class PlaybackRefusal {
  #video;
  #box;
  #position = 0;
  #turn = null;

  constructor(video) {
    this.#video = video;
    this.#box = video.parentElement.querySelector("[data-problem]");
    video.addEventListener("timeupdate", () => (this.#position = video.currentTime));
    video.addEventListener("error", () => this.#explain());
    video.addEventListener("playing", () => this.#clear());
    this.#box.querySelector("[data-again]").addEventListener("click", () => this.#again());
  }

  async #explain() {
    try {
      const response = await fetch(this.#video.currentSrc || this.#video.src, { headers: { Range: "bytes=0-0" } });
      if (response.ok) {
        this.#say("The stream broke off, or your browser can't play this format. Try again, or download the file.");
        return;
      }
      const problem = await readProblem(response);
      this.#say(problem.words);
      if (response.status === 429) this.#wait(problem.retryAfter ?? 10);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#say("The site can't be reached. Look at your connection and try again.");
    }
  }

  /** Polling keeps the place; position 0 means go; a site that keeps no queue leaves it to the button. */
  #wait(seconds) {
    clearTimeout(this.#turn);
    this.#turn = setTimeout(async () => {
      const response = await fetch(this.#video.dataset.queue, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!response?.ok) return;
      const { position, retryAfter } = await response.json();
      if (position === 0) this.#again();
      else this.#wait(Math.max(1, retryAfter));
    }, seconds * 1000);
  }

  #again() {
    const position = this.#position;
    this.#clear();
    this.#video.addEventListener("loadedmetadata", () => (this.#video.currentTime = position), { once: true });
    this.#video.load();
    // A browser may refuse to play without a touch; the player's own button remains.
    this.#video.play().catch(() => {});
  }

  #say(words) {
    this.#box.querySelector("[data-problem-words]").textContent = words;
    this.#box.hidden = false;
  }

  #clear() {
    clearTimeout(this.#turn);
    this.#box.hidden = true;
  }
}

import { kept } from "./memory.js";
import { clock } from "./clock.js";
import { timeInHash } from "./time-in-hash.js";
import { t } from "./words.js";

const notBefore = 10;
const notAfter = 0.95;
const every = 5;

/** Begins where the address asks, else where this browser left the film; and remembers how far it got. */
export class Resume {
  #video;
  #notice;
  #key;
  #saved = 0;

  constructor(video, notice) {
    this.#video = video;
    this.#notice = notice;
    this.#key = `position:${video.dataset.id}`;
    if (video.readyState > 0) this.#begin();
    else video.addEventListener("loadedmetadata", () => this.#begin(), { once: true });
    addEventListener("hashchange", () => this.#goTo(timeInHash(location.hash)));
  }

  #begin() {
    const asked = timeInHash(location.hash);
    const left = Number.parseFloat(kept.recall(this.#key) ?? "");
    if (asked !== null) this.#goTo(asked);
    else if (!this.#video.dataset.start && this.#isWorthIt(left) && this.#video.currentTime === 0) this.#resume(left);
    this.#keep();
  }

  #goTo(seconds) {
    if (seconds !== null && seconds < this.#video.duration) this.#video.currentTime = seconds;
  }

  #resume(seconds) {
    const video = this.#video;
    const words = t("Resumed at {0}.", clock(Math.floor(seconds)));
    const again = () => {
      video.currentTime = 0;
      this.#notice.clear();
    };
    video.currentTime = seconds;
    this.#notice.say(words, { isOver: true, label: t("Start over"), act: again });
    const done = () => {
      if (Math.abs(video.currentTime - seconds) < notBefore) return;
      video.removeEventListener("timeupdate", done);
      this.#notice.clear(words);
    };
    video.addEventListener("timeupdate", done);
  }

  #keep() {
    const video = this.#video;
    video.addEventListener("timeupdate", () => Math.abs(video.currentTime - this.#saved) >= every && this.#save());
    for (const event of ["pause", "ended"]) video.addEventListener(event, () => this.#save());
    addEventListener("pagehide", () => this.#save());
  }

  #save() {
    if (this.#video.readyState === 0) return; // Its stream broke off.
    const seconds = this.#video.currentTime;
    this.#saved = seconds;
    if (this.#isWorthIt(seconds)) kept.remember(this.#key, seconds.toFixed(1));
    else kept.forget(this.#key);
  }

  #isWorthIt(seconds) {
    return seconds >= notBefore && seconds <= this.#video.duration * notAfter;
  }
}

const every = 5000;
const pausedCounts = 5 * 60 * 1000;

/**
 * Tells the site that a playback is on, so that it keeps its place however long the browser's buffer lasts, and when it
 * is over. A pause counts for five minutes.
 */
export class Beats {
  #video;
  #url;
  #timer = null;
  #pausedAt = null;

  constructor(video) {
    this.#video = video;
    this.#url = video.dataset.playback;
    video.addEventListener("play", () => this.#start());
    video.addEventListener("pause", () => this.#pause());
    video.addEventListener("ended", () => this.#leave());
    video.addEventListener("error", () => this.#stop());
    addEventListener("pagehide", () => this.#leave());
  }

  #start() {
    this.#pausedAt = null;
    this.#timer ??= setInterval(() => this.#beat(), every);
    this.#send("playing");
  }

  #pause() {
    this.#pausedAt = performance.now();
    if (this.#timer !== null && !this.#video.ended) this.#send("paused");
  }

  #beat() {
    if (!this.#video.paused) this.#send("playing");
    else if (performance.now() - this.#pausedAt < pausedCounts) this.#send("paused");
    else this.#stop();
  }

  #stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  /** A page that goes away may send no ordinary request any more; a beacon outlives it. */
  #leave() {
    this.#stop();
    if (this.#goesToTrash) return;
    navigator.sendBeacon(this.#url, new Blob([this.#body("left")], { type: "application/json" }));
  }

  #send(state) {
    if (!this.#video.checkVisibility()) this.#stop();
    if (this.#goesToTrash) return; // If it does not get there, the next beat counts.
    const headers = { "Content-Type": "application/json" };
    // A lost beat is made good by the next one; the site's patience spans three of them.
    fetch(this.#url, { method: "POST", headers, body: this.#body(state), keepalive: true }).catch(() => {});
  }

  /** It is in the trash, or about to be, and its playback with it. */
  get #goesToTrash() {
    return !this.#video.checkVisibility() || document.querySelector("form[data-act=trash][aria-busy]") !== null;
  }

  #body(state) {
    return JSON.stringify({ state, position: this.#video.currentTime });
  }
}

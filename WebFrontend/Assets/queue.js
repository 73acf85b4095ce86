import { Alarm } from "./alarm.js";

/** A place is kept for ten seconds, unless the site is set up otherwise: three questions, two of which may be lost. */
const longest = 3;
const afterTrouble = 2;

/** A refused viewer's place in the site's queue. Asking keeps it, so this asks until it is told to go, or to stop. */
export class Queue {
  #url;
  #heard;
  #alarm = new Alarm();
  #asking = null;

  /** @param heard What to do with a place (`place`), when it is the viewer's turn (`turn`), and without a place (`none`). */
  constructor(url, heard) {
    this.#url = url;
    this.#heard = heard;
  }

  wait() {
    this.stop();
    this.#ask();
  }

  stop() {
    this.#alarm.clear();
    this.#asking?.abort();
    this.#asking = null;
  }

  async #ask() {
    const asking = (this.#asking = new AbortController());
    try {
      const response = await fetch(this.#url, { headers: { Accept: "application/json" }, signal: asking.signal });
      const seconds = response.ok ? this.#hear(await response.json()) : response.status < 500 ? this.#lose() : afterTrouble;
      if (seconds !== null && !asking.signal.aborted) this.#alarm.set(seconds, () => this.#ask());
    } catch (error) {
      if (asking.signal.aborted) return;
      if (!(error instanceof TypeError)) throw error;
      this.#alarm.set(afterTrouble, () => this.#ask()); // The network is away; the place may survive that.
    }
  }

  #hear({ position, retryAfter }) {
    if (position === 0) this.#heard.turn();
    else this.#heard.place(position);
    return position === 0 ? null : Math.min(Math.max(retryAfter, 1), longest);
  }

  #lose() {
    this.#heard.none();
    return null;
  }
}

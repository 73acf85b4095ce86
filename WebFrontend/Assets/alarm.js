/**
 * A timer that goes off in time in a tab that is out of sight as well: browsers slow the timers of such a page down to one
 * a minute, which no place in a queue outlives, but not those of its workers.
 */
export class Alarm {
  #worker = null;
  #act = null;
  #number = 0;

  set(seconds, act) {
    this.#act = act;
    this.#worker ??= this.#start();
    this.#worker.postMessage({ number: ++this.#number, milliseconds: seconds * 1000 });
  }

  clear() {
    this.#number++;
    this.#act = null;
  }

  /** It is not needed any more. */
  end() {
    this.clear();
    this.#worker?.terminate();
    this.#worker = null;
  }

  #start() {
    const worker = new Worker(new URL("./alarm-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      if (data !== this.#number) return;
      const act = this.#act;
      this.clear();
      act?.();
    });
    return worker;
  }
}

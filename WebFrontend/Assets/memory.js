/** What a browser keeps for the site. One that keeps nothing (in a frame of another site, or forbidden) forgets, and that is all. */
class Memory {
  #open;

  constructor(open) {
    this.#open = open;
  }

  recall(key) {
    return this.#attempt((storage) => storage.getItem(key));
  }

  remember(key, value) {
    this.#attempt((storage) => storage.setItem(key, value));
  }

  forget(key) {
    this.#attempt((storage) => storage.removeItem(key));
  }

  #attempt(act) {
    try {
      return act(this.#open());
    } catch (error) {
      // SecurityError: it is forbidden here. QuotaExceededError: it is full.
      if (!(error instanceof DOMException)) throw error;
      return null;
    }
  }
}

/** Until it is forgotten. */
export const kept = new Memory(() => localStorage);

/** As long as the tab. */
export const passing = new Memory(() => sessionStorage);

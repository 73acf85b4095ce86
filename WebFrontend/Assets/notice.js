/** Words below the player, or for a moment over it, with at most one thing to do about them. Screen readers read them when they change. */
export class Notice {
  #box;
  #words;
  #button;
  #act = null;

  constructor(box) {
    this.#box = box;
    this.#words = box.querySelector("[data-notice-words]");
    this.#button = box.querySelector("[data-notice-button]");
    this.#button.addEventListener("click", () => this.#act?.());
  }

  say(words, { isTrouble = false, isOver = false, label = "", act = null } = {}) {
    // The same words again would be read out again.
    if (this.#words.textContent !== words) this.#words.textContent = words;
    this.#act = act;
    this.#button.textContent = label;
    this.#keepFocus(() => (this.#button.hidden = act === null));
    this.#box.classList.toggle("warning", isTrouble);
    this.#box.classList.toggle("over", isOver);
    this.#box.hidden = false;
  }

  /** @param words Clears only while it says these, if they are given. */
  clear(words = this.#words.textContent) {
    if (this.#words.textContent !== words) return;
    this.#act = null;
    this.#words.textContent = "";
    this.#keepFocus(() => (this.#box.hidden = true));
  }

  /** A button that vanishes under the reader's finger hands its focus on, to the film. */
  #keepFocus(change) {
    const hadFocus = this.#box.contains(document.activeElement);
    change();
    if (hadFocus && !document.activeElement.checkVisibility()) document.querySelector("media-player[tabindex], video")?.focus({ preventScroll: true });
  }
}

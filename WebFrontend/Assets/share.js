import { copy } from "./copy.js";
import { clock } from "./clock.js";
import { t } from "./words.js";

/** Makes a dialog of the piece to open: the link and the code, at the beginning or at the time that is shown. */
export class Share {
  #video;
  #dialog = document.createElement("dialog");
  #time;
  #fields;

  constructor(details, video) {
    this.#video = video;
    const content = details.querySelector("[data-share-content]");
    this.#time = content.querySelector("[data-share-time]");
    this.#fields = [...content.querySelectorAll("input[type=text], textarea")].map((field) => [field, field.value]);
    this.#time.querySelector("input").addEventListener("change", () => this.#fill());
    for (const button of content.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", () => copy(content.querySelector(`#${button.dataset.copy}`), button));
    }
    const open = make("button", { type: "button", className: "secondary", textContent: details.querySelector("summary").textContent });
    open.addEventListener("click", () => this.#open());
    this.#build(open.textContent, content);
    details.replaceChildren();
    details.replaceWith(open, this.#dialog);
    open.setAttribute("aria-haspopup", "dialog");
  }

  #build(title, content) {
    const close = make("button", { type: "button", ariaLabel: t("Close") });
    close.setAttribute("rel", "prev"); // By this Pico knows it.
    close.addEventListener("click", () => this.#dialog.close());
    const header = make("header", {}, close, make("h2", { id: "share-title", textContent: title }));
    this.#dialog.setAttribute("aria-labelledby", "share-title");
    this.#dialog.append(make("article", {}, header, content));
    // Only what begins and ends beside it: who marks the text of a field may end there.
    let began = null;
    this.#dialog.addEventListener("pointerdown", ({ target }) => (began = target));
    this.#dialog.addEventListener("click", ({ target }) => target === this.#dialog && began === target && this.#dialog.close());
  }

  #open() {
    const seconds = Math.floor(this.#video.currentTime);
    this.#time.hidden = seconds === 0;
    this.#time.querySelector("input").checked = false;
    this.#time.querySelector("span").textContent = t("Start at {0}", clock(seconds));
    this.#time.dataset.seconds = seconds;
    this.#fill();
    this.#dialog.showModal();
  }

  #fill() {
    const asked = this.#time.querySelector("input").checked ? `?t=${this.#time.dataset.seconds}` : "";
    for (const [field, value] of this.#fields) field.value = value.replace(/(\/(?:watch|embed)\/[0-9a-f-]+)/, `$1${asked}`);
  }
}

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

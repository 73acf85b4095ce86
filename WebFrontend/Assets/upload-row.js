import { showFieldError } from "./field-error.js";
import { sizeWords } from "./transfer.js";
import { wordsOf } from "./trouble.js";
import { t } from "./words.js";

const typingPause = 700;

/** Which buttons stand in the row in each state. */
const shown = {
  waiting: ["remove"],
  unsure: ["anyway", "remove"],
  refused: ["remove"],
  sending: ["cancel"],
  storing: ["cancel"],
  delayed: ["retry", "cancel"],
  stopped: ["retry", "remove"],
  failed: ["retry", "remove"],
  done: ["done"],
};

/** One upload as the page shows it. */
export class UploadRow {
  #upload;
  #row;
  #actions;
  #typing = null;

  constructor(upload, list, actions) {
    this.#upload = upload;
    this.#actions = actions;
    this.#row = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
    this.#fill();
    this.#row.addEventListener("click", (event) => this.#do(event.target.closest("button")?.dataset.do));
    this.#fields.addEventListener("input", () => this.#saveSoon());
    this.#fields.addEventListener("change", () => this.#save());
    upload.onChange = () => this.#show();
    upload.onLeave = () => this.#leave();
    list.append(this.#row);
  }

  #fill() {
    const { file, texts } = this.#upload;
    this.#part("file-name").textContent = file.name;
    this.#part("file-size").textContent = sizeWords(file.size);
    this.#bar.setAttribute("aria-label", t("Upload of {0}", file.name));
    for (const part of this.#row.querySelectorAll("[data-of]")) part.textContent = `: ${file.name}`;
    if (texts === null) return;
    this.#title.value = texts.title;
    this.#visibility.value = texts.visibility;
  }

  #show() {
    const { state, words, sent, id, texts, problem } = this.#upload;
    this.#row.dataset.state = state;
    this.#bar.value = sent;
    this.#bar.hidden = !["sending", "storing", "waiting"].includes(state);
    if (state === "storing") this.#bar.removeAttribute("value");
    const isTitle = state === "failed" && problem?.code === "title-invalid";
    this.#part("words").textContent = isTitle ? "" : words;
    if (isTitle) this.#sayTitle(words);
    this.#keepFocus(() => {
      for (const button of this.#row.querySelectorAll("[data-do]")) button.hidden = !shown[state].includes(button.dataset.do);
      this.#fields.hidden = texts === null || state === "refused";
      this.#part("watch").hidden = state !== "done";
      this.#part("watch").href = `/watch/${id}`;
    });
  }

  /** A button that vanishes under the reader's finger hands its focus on. */
  #keepFocus(change) {
    const active = document.activeElement;
    change();
    if (this.#row.contains(active) && !active.checkVisibility()) this.#row.querySelector("[data-do]:not([hidden]), a:not([hidden])")?.focus();
  }

  #do(what) {
    if (what === "cancel") this.#upload.cancel();
    else if (what === "retry" && this.#upload.state === "delayed") this.#upload.hurry();
    else if (what === "retry" || what === "anyway") this.#actions.onGo();
    else if (what === "remove" || what === "done") this.#remove();
  }

  async #remove() {
    clearTimeout(this.#typing);
    if (this.#upload.state === "done") {
      await this.#save();
      if (this.#title.hasAttribute("aria-invalid")) return;
    }
    try {
      await this.#actions.onRemove();
    } catch (error) {
      this.#part("words").textContent = wordsOf(error);
      return;
    }
    const next = this.#row.nextElementSibling ?? this.#row.previousElementSibling;
    (next?.querySelector("input, button:not([hidden])") ?? document.querySelector("input[type=file]"))?.focus();
    this.#row.remove();
  }

  /** Makes room for others, unless its title still has to be put right; gives whether it did. */
  #leave() {
    if (this.#title.hasAttribute("aria-invalid")) return false;
    this.#save();
    this.#row.remove();
    return true;
  }

  #saveSoon() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#save(), typingPause);
  }

  async #save() {
    clearTimeout(this.#typing);
    const texts = { title: this.#title.value, visibility: this.#visibility.value };
    const { title, visibility } = this.#upload.texts ?? texts;
    if (texts.title === title && texts.visibility === visibility) return;
    try {
      await this.#upload.edit(texts);
      this.#sayTitle("");
      this.#actions.onEdited();
    } catch (error) {
      this.#sayTitle(wordsOf(error));
    }
  }

  #sayTitle(words) {
    showFieldError(this.#title, this.#row.querySelector("[data-field-error]"), words);
  }

  #part(name) {
    return this.#row.querySelector(`[data-${name}]`);
  }

  get #bar() {
    return this.#row.querySelector("progress");
  }

  get #fields() {
    return this.#part("fields");
  }

  get #title() {
    return this.#row.querySelector("[name=Title]");
  }

  get #visibility() {
    return this.#row.querySelector("[name=Visibility]");
  }
}

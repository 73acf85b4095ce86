import { showFieldError } from "./field-error.js";
import { wordsOf } from "./trouble.js";
import { editVideo, Refused } from "./video-calls.js";

const ofVisibility = ["visibility-invalid", "removed-by-admin"];

/** Makes buttons of the links to the edit page: with scripts a row is edited where it stands. */
export function prepareEditing(lists) {
  for (const link of lists.querySelectorAll("a[data-edit]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "secondary";
    button.dataset.editRow = link.getAttribute("href");
    button.append(...link.childNodes);
    link.replaceWith(button);
  }
}

/** Lets the rows' edit buttons turn their row into a form. */
export function startEditing(onSaved) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-edit-row]");
    if (button) new EditedRow(button.closest("tr"), button.dataset.editRow, onSaved);
  });
}

/** A row while it is a form: Enter saves, Escape takes it back. */
class EditedRow {
  #row;
  #form;
  #onSaved;

  constructor(row, fullPage, onSaved) {
    this.#row = row;
    this.#onSaved = onSaved;
    this.#form = document.getElementById("edit-row").content.firstElementChild.cloneNode(true);
    this.#form.querySelector("[data-full]").href = fullPage;
    this.#title.value = row.querySelector("[data-title]").textContent;
    this.#visibility.value = row.dataset.visibility;
    // What an admin has closed, its owner does not open again.
    const options = [...this.#visibility.options];
    const most = options.findIndex((option) => option.value === row.dataset.visibilityMost);
    for (const option of options.slice(0, Math.max(0, most))) option.disabled = true;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#form.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && this.#end());
    this.#form.querySelector("[data-cancel]").addEventListener("click", () => this.#end());
    row.dataset.editing = "";
    row.querySelector(".title-body").append(this.#form);
    this.#title.focus();
    this.#title.select();
  }

  async #save() {
    if (this.#form.hasAttribute("aria-busy")) return;
    this.#form.setAttribute("aria-busy", "true");
    this.#say("", "title");
    this.#say("", "visibility");
    try {
      const { title, visibility } = await editVideo(this.#row.dataset.videoId, { title: this.#title.value, visibility: this.#visibility.value });
      this.#row.querySelector("[data-title]").textContent = title;
      this.#row.dataset.visibility = visibility;
      this.#end();
      await this.#onSaved();
    } catch (error) {
      this.#say(wordsOf(error), error instanceof Refused && ofVisibility.includes(error.problem.code) ? "visibility" : "title");
    } finally {
      this.#form.removeAttribute("aria-busy");
    }
  }

  #say(words, name) {
    const field = this.#form.querySelector(`[name=${name}]`);
    showFieldError(field, this.#form.querySelector(`[data-field-error=${name}]`), words);
    if (words) field.focus();
  }

  #end() {
    delete this.#row.dataset.editing;
    this.#form.remove();
    this.#row.querySelector("button[data-edit-row]")?.focus();
  }

  get #title() {
    return this.#form.querySelector("[name=title]");
  }

  get #visibility() {
    return this.#form.querySelector("[name=visibility]");
  }
}

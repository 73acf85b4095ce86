import { Refused, hasContent, saveDraft } from "./drafts.js";
import { Broken, Cancelled, sendFile } from "./send.js";
import { Transfer, sizeWords } from "./transfer.js";

/** One form that creates the draft and sends its file, with progress; tried again, it goes on with the same draft. */
export class UploadForm {
  #form;
  #draft;
  #onChange;
  #cancel = null;

  constructor(form, onChange) {
    this.#form = form;
    this.#draft = form.dataset.videoId ?? null;
    this.#onChange = onChange;
    for (const part of form.querySelectorAll("[data-with-script]")) part.hidden = false;
    for (const input of form.querySelectorAll("[data-with-script] input")) input.disabled = false;
    const label = this.#submit.dataset.withScriptLabel;
    if (label) this.#submit.textContent = label;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#run();
    });
    this.#file.addEventListener("change", () => this.#suggestTitle());
    form.querySelector("[data-cancel]").addEventListener("click", () => this.#cancel?.());
    addEventListener("beforeunload", (event) => this.#cancel && event.preventDefault());
  }

  async #run() {
    if (this.#cancel) return;
    const file = this.#file.files[0];
    const refusal = this.#refusalOf(file);
    this.#say(refusal);
    if (refusal) return;
    this.#cancel = () => {};
    this.#show(true);
    try {
      if (this.#texts) this.#draft = await saveDraft(this.#draft, this.#texts);
      await this.#send(file);
      this.#finish();
    } catch (error) {
      this.#say(wordsOf(error));
      if (this.#draft && this.#texts) this.#onChange();
    } finally {
      this.#cancel = null;
      this.#show(false);
    }
  }

  async #send(file) {
    const transfer = new Transfer(performance.now());
    const bar = this.#form.querySelector("progress");
    const words = this.#form.querySelector("[data-progress-words]");
    const sending = sendFile(this.#draft, file, (sent, total) => {
      bar.max = total;
      bar.value = sent;
      words.textContent = sent < total ? transfer.describe(sent, total, performance.now()) : "Sent. The site is storing it…";
    });
    this.#cancel = sending.cancel;
    try {
      await sending.done;
    } catch (error) {
      // The answer may have been lost on its way back, or the file refused before it was sent to its end.
      if (!(error instanceof Broken) || !(await hasContent(this.#draft).catch(() => false))) throw error;
    }
  }

  #finish() {
    if (!this.#texts) {
      this.#cancel = null;
      location.assign("/userhome");
      return;
    }
    this.#draft = null;
    this.#form.reset();
    this.#onChange();
  }

  #refusalOf(file) {
    const max = Number(this.#form.dataset.maxBytes);
    if (!file) return "Choose a file first.";
    if (file.size === 0) return "The file has no bytes.";
    return file.size > max ? `The file has ${sizeWords(file.size)}; there is room for ${sizeWords(max)}.` : "";
  }

  #suggestTitle() {
    const title = this.#form.querySelector("[name$=Title]");
    const name = this.#file.files[0]?.name ?? "";
    if (title && title.value.trim() === "") title.value = name.replace(/\.[^.]+$/, "").replace(/[._]+/g, " ").slice(0, title.maxLength);
  }

  #show(running) {
    const progress = this.#form.querySelector("[data-progress]");
    progress.hidden = !running;
    this.#submit.disabled = running;
    if (running) {
      progress.querySelector("progress").value = 0;
      progress.querySelector("[data-progress-words]").textContent = "Starting…";
    }
  }

  #say(words) {
    const problem = this.#form.querySelector("[data-problem]");
    problem.hidden = !words;
    problem.textContent = words;
  }

  get #file() {
    return this.#form.querySelector("input[type=file]");
  }

  get #submit() {
    return this.#form.querySelector("button[type=submit]");
  }

  /** What the form says of the video; null where it only takes the file. */
  get #texts() {
    const value = (name) => this.#form.querySelector(`[name$=${name}]`)?.value;
    return value("Title") === undefined
      ? null
      : { title: value("Title"), description: value("Description"), visibility: value("Visibility") };
  }
}

function wordsOf(error) {
  if (error instanceof Refused) return error.message;
  if (error instanceof Cancelled) return "Cancelled. The draft is kept; choose Upload to send the file again.";
  if (error instanceof Broken || error instanceof TypeError) {
    return "The connection broke, or the site ended the upload. The draft is kept; try again.";
  }
  throw error;
}

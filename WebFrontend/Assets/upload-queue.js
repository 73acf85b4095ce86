import { looksLikeVideo, refusalOf, titleOf } from "./upload-check.js";
import { Upload } from "./upload.js";
import { UploadRow } from "./upload-row.js";
import { n, t } from "./words.js";

const longestTitle = 120;

/** Files on their way to the site: a few at once, the others wait. */
export class UploadQueue {
  #box;
  #uploads = [];
  #discarded = [];
  #onChange;
  #visibility;

  /** Calls back when the site has a new draft, or a file has come to its end. */
  constructor(box, { visibility = () => "public", onChange }) {
    this.#box = box;
    this.#visibility = visibility;
    this.#onChange = onChange;
    addEventListener("beforeunload", (event) => {
      if (this.#uploads.some((upload) => upload.hasPlace || upload.state === "waiting")) event.preventDefault();
    });
  }

  /** The drafts that stand in the queue, or were taken out of it, so that no list shows them besides. */
  get drafts() {
    return [...this.#discarded, ...this.#uploads].filter((upload) => upload.id !== null && upload.state !== "done").map((upload) => upload.id);
  }

  get isEmpty() {
    return this.#uploads.length === 0;
  }

  /** The site says again how much room there is: that of uploads which run is taken off already. */
  setRoom({ maxBytes, left }) {
    Object.assign(this.#box.dataset, { maxBytes, left });
    for (const upload of this.#uploads) upload.isCounted = upload.isRunning;
  }

  /** Takes files; those of a draft that has its texts already name it. */
  add(files, id = null) {
    this.#clearDone();
    for (const file of files) {
      const texts = id === null ? { title: titleOf(file, longestTitle), visibility: this.#visibility() } : null;
      const upload = new Upload(file, { id, texts });
      this.#uploads.push(upload);
      upload.onDelay = (reason) => this.#delayed(upload, reason);
      new UploadRow(upload, this.#list, {
        onGo: () => this.#go(upload),
        onRemove: () => this.#remove(upload),
        onEdited: () => upload.state === "done" && this.#onChange(upload),
      });
      this.#check(upload);
    }
    this.#list.hidden = this.#uploads.length === 0;
    this.#next();
  }

  /** What is done already stands in the list below. */
  #clearDone() {
    this.#uploads = this.#uploads.filter((upload) => upload.state !== "done" || !upload.onLeave());
  }

  #check(upload) {
    const { maxBytes, left, accept, types } = this.#box.dataset;
    const refusal = refusalOf(upload.file, Number(maxBytes), Number(left) - this.#wanted(upload));
    if (refusal) upload.become("refused", refusal);
    else if (!looksLikeVideo(upload.file, accept)) upload.become("unsure", t("This does not look like a video ({0}).", types));
    else upload.become("waiting", t("Waits for its turn."));
    if (refusal || upload.state === "unsure") this.#say(`${upload.file.name}: ${upload.words}`);
  }

  /** The reader wants it sent, whatever was said of it before. */
  #go(upload) {
    upload.become("waiting", t("Waits for its turn."));
    this.#next();
  }

  #next() {
    const running = this.#uploads.filter((upload) => upload.hasPlace).length;
    const waiting = this.#uploads.filter((upload) => upload.state === "waiting");
    for (const upload of waiting.slice(0, Math.max(0, Number(this.#box.dataset.atOnce) - running))) this.#run(upload);
  }

  async #run(upload) {
    await upload.run();
    upload.isCounted = false;
    const done = this.#uploads.filter(({ state }) => state === "done").length;
    this.#say(upload.state === "done"
      ? t("{0} of {1}", done, n(this.#uploads.length, "{0} file uploaded", "{0} files uploaded"))
      : `${upload.file.name}: ${upload.words}`);
    this.#next();
    this.#onChange(upload);
  }

  /** What the site has not begun to take counts as one that waits. */
  #delayed(upload, reason) {
    upload.isCounted = false;
    this.#say(`${upload.file.name}: ${reason}`);
  }

  async #remove(upload) {
    if (upload.state === "waiting") upload.become("stopped"); // It must not start meanwhile.
    await upload.discard();
    this.#discarded.push(upload);
    this.#uploads = this.#uploads.filter((other) => other !== upload);
    this.#list.hidden = this.#uploads.length === 0;
    this.#onChange(upload);
  }

  /** Bytes that files before it will take. */
  #wanted(upload) {
    return this.#uploads
      .filter((other) => other !== upload && !other.isCounted && (other.hasPlace || other.state === "waiting"))
      .reduce((sum, other) => sum + other.file.size, 0);
  }

  #say(words) {
    this.#box.querySelector("[data-queue-words]").textContent = words;
  }

  get #list() {
    return this.#box.querySelector("[data-queue]");
  }
}

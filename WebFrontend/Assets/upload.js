import { discardDraft, hasContent, saveDraft } from "./drafts.js";
import { Broken, Cancelled, sendFile } from "./send.js";
import { Transfer } from "./transfer.js";
import { wordsOf } from "./trouble.js";
import { editVideo, Refused } from "./video-calls.js";
import { t } from "./words.js";

/** What the same file meets again, however often it is sent. */
const hopeless = ["type-not-allowed", "file-empty", "too-large"];

/**
 * One file on its way to the site, which knows nothing of the page. Its state is one of `waiting`, `unsure` (it does not look like a
 * video), `refused` (it can't be sent), `sending`, `storing` (all is sent), `stopped`, `failed`, `done`.
 */
export class Upload {
  state = "waiting";
  words = "";
  sent = 0;
  id;
  texts;
  onLeave = () => true;
  #onChange = () => {};
  #cancel = null;
  #saving = Promise.resolve();

  /** The texts are null where the draft has them already. */
  constructor(file, { id = null, texts = null } = {}) {
    this.file = file;
    this.id = id;
    this.texts = texts;
  }

  set onChange(listener) {
    this.#onChange = listener;
  }

  get isRunning() {
    return this.state === "sending" || this.state === "storing";
  }

  become(state, words = "") {
    this.state = state;
    this.words = words;
    this.#onChange(this);
  }

  /** Sends it; tried again, it goes on with the same draft. Never throws for what a network or the site can do. */
  async run() {
    let isCancelled = false;
    this.#cancel = () => (isCancelled = true);
    this.sent = 0;
    this.become("sending", t("Starting…"));
    try {
      if (this.texts) await this.#save();
      if (isCancelled) throw new Cancelled();
      await this.#send();
      this.become("done", t("Uploaded."));
    } catch (error) {
      this.problem = error instanceof Refused ? error.problem : null;
      if (error instanceof Cancelled) this.become("stopped", t("Cancelled. Nothing of it is kept but its title."));
      else this.become(hopeless.includes(this.problem?.code) ? "refused" : "failed", wordsOf(error));
    } finally {
      this.#cancel = null;
    }
  }

  cancel() {
    this.#cancel?.();
  }

  /** Takes new texts, and tells the site at once where it knows the video. Throws what the site refuses. */
  async edit(texts) {
    const before = this.texts;
    this.texts = texts;
    if (this.state !== "done") {
      if (this.id !== null) await this.#save();
      return;
    }
    try {
      await editVideo(this.id, texts);
    } catch (error) {
      this.texts = before; // The site does not have them: the next try is one.
      throw error;
    }
  }

  /** Removes the draft that it made, unless its file got here. */
  async discard() {
    await this.#saving;
    if (this.id !== null && this.texts !== null && this.state !== "done") await discardDraft(this.id);
  }

  /** One after the other, so that the last words are those that stay. */
  #save() {
    const saved = this.#saving.then(async () => {
      const texts = this.texts;
      this.id = await saveDraft(this.id, texts);
      // Typed on while the draft was being made.
      if (this.texts !== texts) this.id = await saveDraft(this.id, this.texts);
    });
    this.#saving = saved.catch(() => {});
    return saved;
  }

  async #send() {
    const transfer = new Transfer(performance.now());
    const sending = sendFile(this.id, this.file, (sent, total) => {
      this.sent = sent / total;
      if (sent < total) this.become("sending", transfer.describe(sent, total, performance.now()));
      else this.become("storing", t("Sent. The site is storing it…"));
    });
    this.#cancel = sending.cancel;
    try {
      await sending.done;
    } catch (error) {
      // The answer may have been lost on its way back, or the file refused before it was sent to its end; or all was there when it was cancelled.
      const mayBeThere = error instanceof Broken || (error instanceof Cancelled && this.state === "storing");
      if (!mayBeThere || !(await hasContent(this.id))) throw error;
    }
  }
}

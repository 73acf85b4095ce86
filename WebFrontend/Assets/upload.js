import { Alarm } from "./alarm.js";
import { timeLeft } from "./countdown.js";
import { discardDraft, hasContent, saveDraft } from "./drafts.js";
import { Broken, Cancelled, sendFile } from "./send.js";
import { Transfer } from "./transfer.js";
import { wordsOf } from "./trouble.js";
import { editVideo, Refused } from "./video-calls.js";
import { t } from "./words.js";

/** What the same file meets again, however often it is sent. */
const hopeless = ["type-not-allowed", "file-empty", "too-large"];

/** What passes by itself: the file waits as long as the site says, and is sent then. */
const passing = ["rate-limited", "uploads-exhausted", "storage-full"];
const unsaid = 10; // Seconds, where the site does not say.
const second = 1000;

/**
 * One file on its way to the site, which knows nothing of the page. Its state is one of `waiting`, `unsure` (it does not look like a
 * video), `refused` (it can't be sent), `sending`, `storing` (all is sent), `delayed` (the site takes it later), `stopped`, `failed`, `done`.
 */
export class Upload {
  state = "waiting";
  words = "";
  sent = 0;
  id;
  texts;
  onLeave = () => true;
  onDelay = () => {};
  #onChange = () => {};
  #cancel = null;
  #hurry = null;
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

  /** Whether it has a place among those that run: where the site has the first wait, the others need not ask. */
  get hasPlace() {
    return this.isRunning || this.state === "delayed";
  }

  become(state, words = "") {
    this.state = state;
    this.words = words;
    this.#onChange(this);
  }

  /** Sends it; tried again, it goes on with the same draft. Never throws for what a network or the site can do. */
  async run() {
    do await this.#try();
    while (passing.includes(this.problem?.code) && (await this.#delay(this.problem)));
  }

  cancel() {
    this.#cancel?.();
  }

  /** The reader does not want to wait any longer. */
  hurry() {
    this.#hurry?.();
  }

  async #try() {
    let isCancelled = false;
    this.#cancel = () => (isCancelled = true);
    this.sent = 0;
    this.problem = null;
    this.become("sending", t("Starting…"));
    try {
      if (this.texts) await this.#save();
      if (isCancelled) throw new Cancelled();
      await this.#send();
      this.become("done", t("Uploaded."));
    } catch (error) {
      if (isCancelled || error instanceof Cancelled) return this.#stop();
      this.problem = error instanceof Refused ? error.problem : null;
      if (!passing.includes(this.problem?.code)) this.become(hopeless.includes(this.problem?.code) ? "refused" : "failed", wordsOf(error));
    } finally {
      this.#cancel = null;
    }
  }

  /** Waits as long as the site says. Gives whether it is to be sent then; not when the reader cancels. */
  async #delay({ code, words, retryAfter }) {
    const reason = code === "storage-full" ? t("The site's storage is full, so this file waits here. If that takes long, tell whoever runs the site.") : words;
    // Not all who were sent away at one moment come back at one moment.
    const seconds = (retryAfter ?? unsaid) * (1 + Math.random() / 4);
    const end = performance.now() + seconds * second;
    const tell = () => this.become("delayed", `${reason} ${t("Trying again in {0}.", timeLeft(end - performance.now()))}`);
    const alarm = new Alarm();
    tell();
    this.onDelay(reason);
    const ticking = setInterval(tell, second);
    const goesOn = await new Promise((resolve) => {
      alarm.set(seconds, () => resolve(true));
      this.#hurry = () => resolve(true);
      this.#cancel = () => resolve(false);
    });
    clearInterval(ticking);
    alarm.end();
    this.#hurry = this.#cancel = null;
    if (!goesOn) this.#stop();
    return goesOn;
  }

  #stop() {
    this.become("stopped", t("Cancelled. Nothing of it is kept but its title."));
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

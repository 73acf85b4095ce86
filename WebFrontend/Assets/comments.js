import { passing } from "./memory.js";
import { n, t } from "./words.js";

const tellFrom = 200;

/** Comments without new pages: the same forms and links, whose answers change this part of the page alone. */
export class Comments {
  #section;
  #status;
  #isBusy = false;

  constructor(section) {
    this.#section = section;
    this.#status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    this.#status.setAttribute("role", "status");
    section.before(this.#status);
    this.#watch();
    this.#restore(passing.recall(this.#key));
  }

  #watch() {
    this.#section.addEventListener("submit", (event) => this.#send(event));
    this.#section.addEventListener("click", (event) => this.#follow(event));
    this.#section.addEventListener("input", () => this.#count());
  }

  async #send(event) {
    event.preventDefault();
    const form = event.target;
    const [isPost, place, sent] = [form.matches("[data-comment-form]"), this.#placeOf(form), this.#typed];
    const answer = await this.#ask(form.action, { method: "POST", body: new FormData(form) });
    if (!answer) return;
    if (!answer.section) return this.#leave(form);
    const typed = this.#typed;
    this.#show(answer.section);
    if (!isPost || typed !== sent) this.#restore(typed);
    if (!isPost) return this.#afterRemoval(place);
    this.#say(answer.ok ? t("Your comment was posted.") : this.#section.querySelector(".field-error, .notice")?.textContent ?? "");
    this.#section.querySelector("textarea")?.focus();
  }

  /** Not this page: signed out, or gone. The browser goes there; who comes back finds the comment as it was. */
  #leave(form) {
    if (this.#typed) passing.remember(this.#key, this.#typed);
    form.submit();
  }

  /** What is written stays, whatever else changes here. */
  #restore(text) {
    passing.forget(this.#key);
    const field = this.#section.querySelector("textarea");
    if (!text || !field || field.value) return;
    field.value = text;
    this.#count();
  }

  get #typed() {
    return this.#section.querySelector("textarea")?.value ?? "";
  }

  get #key() {
    return `comment:${location.pathname}`;
  }

  async #follow(event) {
    const link = event.target.closest("a[rel=next]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.setAttribute("aria-busy", "true");
    const answer = await this.#ask(link.href);
    link.removeAttribute("aria-busy");
    if (!answer) return;
    if (!answer.section) return location.assign(link.href);
    const more = [...answer.section.querySelectorAll(".comment-list > li")].filter(({ id }) => !document.getElementById(id));
    this.#section.querySelector(".comment-list").append(...more);
    this.#replacePager(answer.section);
    this.#say(n(more.length, "{0} more comment.", "{0} more comments."));
    more[0]?.querySelector("a")?.focus();
  }

  /** There is nothing between the pages any more to go back over. */
  #replacePager(fresh) {
    const next = fresh.querySelector(".pager a[rel=next]");
    const link = this.#section.querySelector(".pager a[rel=next]");
    if (next) link.href = next.href;
    else link.remove();
    const pager = this.#section.querySelector(".pager");
    if (pager.childElementCount === 0) pager.remove();
  }

  #placeOf(form) {
    return [...this.#section.querySelectorAll(".comment-list > li")].indexOf(form.closest("li"));
  }

  #afterRemoval(place) {
    this.#say(t("The comment was deleted."));
    const left = this.#section.querySelectorAll(".comment-list > li");
    const next = left[Math.min(place, left.length - 1)];
    (next?.querySelector("button") ?? next?.querySelector("a") ?? this.#section.querySelector("h2")).focus();
  }

  /** One question at a time. Null where there is nothing to show: the reader is told why. */
  async #ask(address, options) {
    if (this.#isBusy) return null;
    this.#isBusy = true;
    try {
      const response = await fetch(address, { ...options, headers: { Accept: "text/html" } });
      if (response.status >= 500) return this.#fail();
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return { ok: response.ok, section: page.querySelector("[data-comments]") };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return this.#fail();
    } finally {
      this.#isBusy = false;
    }
  }

  #fail() {
    this.#say(t("The site can't be reached. Try again in a moment."), true);
    return null;
  }

  #show(fresh) {
    this.#section.replaceWith(fresh);
    this.#section = fresh;
    this.#watch();
  }

  #count() {
    const field = this.#section.querySelector("textarea");
    const left = field.maxLength - field.value.length;
    const words = this.#section.querySelector("[data-left]");
    words.hidden = left > tellFrom;
    words.textContent = n(left, "{0} character left", "{0} characters left");
  }

  #say(words, isTrouble = false) {
    this.#status.textContent = words;
    this.#status.className = isTrouble ? "notice warning" : "visually-hidden";
  }
}

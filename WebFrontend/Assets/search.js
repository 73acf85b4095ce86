// Search as you type: the field of the header becomes a combobox (WAI-ARIA 1.2). Without it, the form searches as ever.
import { make } from "./element.js";
import { Suggestions } from "./suggestions.js";
import { n, t } from "./words.js";

const pause = 180; // Milliseconds without a key before anything is asked.
const most = 6;

/** Lets the search fields make suggestions. */
export function startSearch() {
  for (const field of document.querySelectorAll("form.site-search input[type=search]")) new SearchField(field).start();
}

class SearchField {
  #field;
  #suggestions;
  #status = make("p", "visually-hidden", { role: "status" });
  #timer = 0;
  #asking = new AbortController();

  constructor(field) {
    this.#field = field;
    this.#suggestions = new Suggestions(field);
  }

  start() {
    const form = this.#field.form;
    this.#field.autocomplete = "off"; // The browser's own list would lie over ours.
    form.append(this.#suggestions.box, this.#status);
    this.#field.addEventListener("input", (event) => event.isComposing || this.#later());
    this.#field.addEventListener("compositionend", () => this.#later());
    this.#field.addEventListener("keydown", (event) => event.isComposing || this.#key(event));
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.#close());
    form.addEventListener("submit", (event) => this.#suggestions.go() && event.preventDefault());
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    if (this.#field.value.trim() === "") this.#close();
    else this.#timer = setTimeout(() => this.#ask(this.#field.value.trim()), pause);
  }

  async #ask(words) {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const videos = await find(words, signal);
    if (signal.aborted) return;
    if (videos) this.#suggestions.show(videos);
    else this.#suggestions.say(t("No suggestions just now. Press Enter to search."));
    this.#status.textContent = videos ? n(videos.length, "{0} suggestion", "{0} suggestions") : t("No suggestions just now. Press Enter to search.");
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#suggestions.isOpen) this.#suggestions.move(step);
    else if (step === 1 && this.#field.value.trim() !== "") this.#ask(this.#field.value.trim());
    else if (event.key === "Escape" && this.#suggestions.isOpen) this.#close();
    else return;
    event.preventDefault();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#suggestions.close();
    this.#status.textContent = "";
  }
}

/** The best matches; null when they can't be had, or are not wanted any more. */
async function find(words, signal) {
  try {
    const response = await fetch(`/api/v1/videos?${new URLSearchParams({ query: words, limit: most })}`, { signal });
    return response.ok ? (await response.json()).items : null;
  } catch (error) {
    // Given up for newer words, or the site is away: the caller tells which.
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    return null;
  }
}

import { clock } from "./clock.js";
import { make } from "./element.js";
import { t } from "./words.js";

const listId = "search-suggestions";

/** The list below a search field: the focus stays in the field, arrows choose (WAI-ARIA combobox with a listbox). */
export class Suggestions {
  #field;
  #list = make("ul", "", { role: "listbox", id: listId, "aria-label": t("Suggestions") });
  #note = make("p", "note");
  #chosen = -1;

  constructor(field) {
    this.#field = field;
    this.box = make("div", "suggestions");
    this.box.append(this.#list, this.#note);
    this.box.addEventListener("pointerdown", (event) => event.preventDefault()); // The focus stays in the field.
    this.#list.addEventListener("click", (event) => this.#follow(event.target.closest("[role=option]")));
    for (const [key, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", listId]]) field.setAttribute(key, value);
    this.close();
  }

  get isOpen() {
    return !this.box.hidden;
  }

  show(videos) {
    this.#list.replaceChildren(...videos.map(option));
    this.#open(videos.length > 0, videos.length > 0 ? t("Enter shows all results.") : t("Nothing was found."));
  }

  say(words) {
    this.#list.replaceChildren();
    this.#open(false, words);
  }

  /** To the next or previous one; beyond the ends, back to what was typed. */
  move(step) {
    const places = this.#list.children.length + 1;
    this.#choose(((this.#chosen + 1 + step + places) % places) - 1);
  }

  /** Opens what is chosen; false when nothing is. */
  go() {
    return this.#follow(this.#list.children[this.#chosen]);
  }

  close() {
    this.box.hidden = true;
    this.#list.replaceChildren();
    this.#choose(-1);
    this.#field.setAttribute("aria-expanded", "false");
  }

  #open(hasOptions, note) {
    this.box.hidden = false;
    this.#list.hidden = !hasOptions;
    this.#note.textContent = note;
    this.#choose(-1);
    this.#field.setAttribute("aria-expanded", String(hasOptions));
  }

  #choose(index) {
    this.#chosen = index;
    [...this.#list.children].forEach((each, place) => each.setAttribute("aria-selected", String(place === index)));
    const chosen = this.#list.children[index];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.#field.setAttribute("aria-activedescendant", chosen.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #follow(chosen) {
    if (chosen) location.assign(`/watch/${chosen.dataset.video}`);
    return Boolean(chosen);
  }
}

function option(video, place) {
  const item = make("li", "", { role: "option", id: `${listId}-${place}`, "aria-selected": "false", "data-video": video.id });
  const poster = make("span", "poster");
  if (video.posterUrl) poster.append(make("img", "", { src: video.posterUrl, alt: "", width: 64, height: 36 }));
  const facts = video.durationSeconds === null ? video.owner : `${video.owner} · ${clock(video.durationSeconds)}`;
  const words = make("span", "words");
  words.append(make("span", "title", { dir: "auto" }, video.title), make("span", "by", {}, facts));
  item.append(poster, words);
  return item;
}

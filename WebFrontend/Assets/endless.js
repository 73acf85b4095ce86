// A list that goes on by itself as its end comes near, by the very link that leads to its next page.
import { make } from "./element.js";
import { readPage } from "./page.js";
import { n, t } from "./words.js";

/** Then it waits for a click, so that what stands below the list can be reached. */
const pagesByThemselves = 3;
const near = "0px 0px 400px";

/** Lets every list that says so go on in place. */
export function startEndlessLists() {
  for (const list of document.querySelectorAll("ul[data-endless]")) {
    const link = nextOf(document);
    if (link) new EndlessList(list, link).start();
  }
}

const nextOf = (page) => page.querySelector("nav.pager a[rel=next]");

class EndlessList {
  #list;
  #link;
  #more;
  #size;
  #skeletons = [];
  #status = make("p", "visually-hidden", { role: "status" });
  #trouble = make("p", "notice warning", { role: "alert" });
  #observer = new IntersectionObserver((seen) => this.#see(seen.some((entry) => entry.isIntersecting)), { rootMargin: near });
  #left = navigator.connection?.saveData ? 0 : pagesByThemselves;
  #isBusy = false;

  constructor(list, link) {
    [this.#list, this.#link, this.#more] = [list, link, link.textContent];
    this.#size = list.children.length;
  }

  start() {
    this.#trouble.hidden = true;
    this.#link.closest("nav").before(this.#trouble, this.#status);
    this.#link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#left = pagesByThemselves;
      this.#goOn(true);
    });
    this.#wait();
  }

  /** Where the list goes on by itself, what comes has its place already: nothing that people see is pushed away. */
  #wait() {
    if (this.#left === 0) return;
    this.#reserve();
    this.#observer.observe(this.#skeletons[0]);
  }

  /** Ever new ones: if those that people see were put further down, the browser would scroll after them. */
  #reserve() {
    if (this.#skeletons.length > 0) return;
    this.#skeletons = Array.from({ length: this.#size }, skeleton);
    this.#list.append(...this.#skeletons);
  }

  #see(isNear) {
    if (!isNear || this.#isBusy) return;
    this.#left -= 1;
    this.#goOn(false);
  }

  async #goOn(isAsked) {
    if (this.#isBusy) return;
    this.#busy(true);
    const page = await readPage(this.#link.href);
    this.#busy(false);
    if (page) this.#take(page, isAsked);
    else this.#left = 0;
    this.#trouble.hidden = page !== null;
    this.#trouble.textContent = page ? "" : t("The next videos could not be loaded.");
    this.#link.textContent = page ? this.#more : t("Try again");
  }

  /** Puts in what came, and keeps the focus: whoever pressed the link goes on with the first new video. */
  #take(page, isAsked) {
    const tiles = [...page.querySelectorAll("ul[data-endless] > li")].map((tile) => document.adoptNode(tile));
    this.#list.append(...tiles);
    this.#status.textContent = n(tiles.length, "{0} more video", "{0} more videos");
    const next = nextOf(page);
    if (isAsked || (!next && document.activeElement === this.#link)) tiles[0]?.querySelector("a").focus({ preventScroll: true });
    if (next) {
      this.#link.href = next.getAttribute("href");
      this.#wait();
    } else {
      this.#link.closest("nav").after(make("p", "list-end", {}, t("That was all.")));
      this.#link.remove();
    }
  }

  #busy(isBusy) {
    this.#isBusy = isBusy;
    this.#observer.disconnect();
    this.#list.setAttribute("aria-busy", String(isBusy));
    if (isBusy) this.#reserve();
    else for (const each of this.#skeletons.splice(0)) each.remove();
  }
}

function skeleton() {
  const tile = make("li", "skeleton", { "aria-hidden": "true" });
  tile.append(make("div", "poster"), make("div", "line"), make("div", "line short"));
  return tile;
}

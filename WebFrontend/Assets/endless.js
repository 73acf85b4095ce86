// A list that goes on by itself as its end comes near, by the very link that leads to its next page.
import { make } from "./element.js";
import { localizeTimes } from "./times.js";
import { n, t } from "./words.js";

/** Then it waits for a click, so that what stands below the list can be reached. */
const pagesByThemselves = 3;
const skeletons = 8;
const near = "0px 0px 700px";

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
  #status = make("p", "visually-hidden", { role: "status" });
  #trouble = make("p", "notice warning", { role: "alert" });
  #more;
  #observer = new IntersectionObserver((seen) => this.#comesNear(seen.some((entry) => entry.isIntersecting)), { rootMargin: near });
  #left = navigator.connection?.saveData ? 0 : pagesByThemselves;
  #isBusy = false;

  constructor(list, link) {
    [this.#list, this.#link, this.#more] = [list, link, link.textContent];
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
    this.#observer.observe(this.#link);
  }

  #comesNear(isNear) {
    if (!isNear || this.#isBusy || this.#left === 0) return;
    this.#left -= 1;
    this.#goOn(false);
  }

  async #goOn(isAsked) {
    if (this.#isBusy) return;
    this.#busy(true);
    const page = await read(this.#link.href);
    this.#busy(false);
    const tiles = page ? [...page.querySelectorAll("ul[data-endless] > li")] : [];
    this.#list.append(...tiles.map((tile) => document.adoptNode(tile)));
    tiles.forEach(localizeTimes);
    this.#tell(page, tiles, isAsked);
  }

  /** Says what came, and keeps the focus: whoever pressed the link goes on with the first new video. */
  #tell(page, tiles, isAsked) {
    this.#trouble.hidden = page !== null;
    this.#trouble.textContent = page ? "" : t("The next videos could not be loaded.");
    this.#link.textContent = page ? this.#more : t("Try again");
    if (!page) {
      this.#left = 0;
      return;
    }

    this.#status.textContent = n(tiles.length, "{0} more video", "{0} more videos");
    const next = nextOf(page);
    if (isAsked || (!next && document.activeElement === this.#link)) tiles[0]?.querySelector("a").focus({ preventScroll: true });
    if (next) this.#follow(next.getAttribute("href"));
    else this.#end();
  }

  #follow(href) {
    this.#link.href = href;
    // Watched anew, it reports again where it is: the end may still be near.
    this.#observer.unobserve(this.#link);
    this.#observer.observe(this.#link);
  }

  #end() {
    this.#observer.disconnect();
    this.#link.closest("nav").after(make("p", "list-end", {}, t("That was all.")));
    this.#link.remove();
  }

  #busy(isBusy) {
    this.#isBusy = isBusy;
    this.#list.setAttribute("aria-busy", String(isBusy));
    if (isBusy) this.#list.append(...Array.from({ length: skeletons }, skeleton));
    else for (const each of this.#list.querySelectorAll(":scope > .skeleton")) each.remove();
  }
}

/** The next page; null when it can't be had now. */
async function read(href) {
  try {
    const response = await fetch(href, { headers: { Accept: "text/html" } });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch (error) {
    // The site or the network is away: the reader is told, and can try again.
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

function skeleton() {
  const tile = make("li", "skeleton", { "aria-hidden": "true" });
  tile.append(make("div", "poster"), make("div", "line"), make("div", "line short"));
  return tile;
}

import { VideoProviderLoader } from "vidstack";

/**
 * Vidstack makes a video element of its own and loads it. This has it take the one that is on the page, as it stands: what is
 * loaded stays loaded, and what plays plays on.
 */
export class Adoption extends VideoProviderLoader {
  /** A type that only this loader knows, so that it is the one that is chosen. */
  static type = "video/x-adopted";

  #video;
  #beforeReady;

  /** @param beforeReady Called before the player says that it is ready, and would set the element as it was told at first. */
  constructor(video, beforeReady) {
    super();
    this.#video = video;
    this.#beforeReady = beforeReady;
  }

  canPlay({ type }) {
    return type === Adoption.type;
  }

  async load(context) {
    const made = this.target;
    made.remove();
    this.target = this.#video;
    const provider = await super.load(context);
    this.target = made;
    provider.loadSource = async (source) => {
      provider.currentSrc = source;
      this.#take();
    };
    return provider;
  }

  /** The player has its own controls from here on, and hears what has happened before it was there. */
  #take() {
    const video = this.#video;
    video.removeAttribute("controls");
    video.setAttribute("aria-hidden", "true"); // The controls around it speak for it.
    video.tabIndex = -1;
    video.replaceChildren();
    // Not every browser loads more than that before somebody plays; the player would wait for it.
    video.addEventListener("loadedmetadata", () => {
      this.#beforeReady();
      tell(video, "canplay");
    });
    const told = [["loadstart", true], ["durationchange", video.readyState > 0], ["loadedmetadata", video.readyState > 0]];
    const plays = !video.paused;
    for (const [event] of [...told, ["play", plays], ["playing", plays && video.readyState > 2]].filter(([, happened]) => happened)) tell(video, event);
  }
}

function tell(video, event) {
  video.dispatchEvent(new Event(event));
}

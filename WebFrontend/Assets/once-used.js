/** How somebody shows that they are here: by mouse, touch, wheel or key. */
const signs = ["pointermove", "pointerdown", "wheel", "keydown", "focusin"];
const glance = 50;

/** A key counts as long as who pressed it waits for what it does, in milliseconds. */
const soon = 3000;

/**
 * The player comes when somebody is there to use it, or the film plays. Until then the browser's own controls do, and a page that
 * is just opened costs a telephone none of the time that the player takes to build itself. A press that is under way stays with
 * what is being pressed; a key that was meant for the player is told to it.
 */
export function dressOnceUsed(video) {
  const { href } = document.querySelector("link[data-player]");
  const style = document.querySelector("link[data-player-style]");
  const waiting = new AbortController();
  const options = { signal: waiting.signal, capture: true, passive: true };
  const press = new Press();
  const come = async (event) => {
    waiting.abort();
    const [{ dress }, isStyled] = await Promise.all([import(href), inForce(style)]);
    if (!isStyled) return; // The browser has noted why, and its own controls stay.
    await press.isOver();
    const player = dress(video);
    if (event?.type === "keydown") player.addEventListener("can-play", () => repeat(event, video), { once: true });
  };
  for (const sign of signs) addEventListener(sign, come, options);
  video.addEventListener("play", come, options);
  if (!video.paused) come();
}

/** Puts a style sheet that was of no medium into force; gives whether it could be had. */
function inForce(waiting) {
  const link = waiting.cloneNode();
  link.media = "all";
  const isHere = new Promise((done) => {
    link.addEventListener("load", () => done(true));
    link.addEventListener("error", () => done(false));
  });
  waiting.replaceWith(link);
  return isHere;
}

/** Unless the browser's own controls have heard it themselves, or the film plays by now. */
function repeat(event, video) {
  if (event.target === video || !video.paused || performance.now() - event.timeStamp > soon) return;
  const target = event.target.isConnected ? event.target : document.body;
  target.dispatchEvent(new KeyboardEvent(event.type, event));
}

/** Whether a finger or a button is down. */
class Press {
  #isOn = false;

  constructor() {
    addEventListener("pointerdown", () => (this.#isOn = true), true);
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (this.#isOn = false), true);
  }

  /** Waits until it is up, and its click has been heard. */
  async isOver() {
    do await new Promise((done) => setTimeout(done, this.#isOn ? glance : 0));
    while (this.#isOn);
  }
}

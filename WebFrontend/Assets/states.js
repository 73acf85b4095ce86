const every = 2000;

/** The videos on the page whose state passes by itself. */
const passing = "[data-video-url][data-state=processing], [data-video-url][data-state=purging]";

/** Those that wait for their deadline: their state passes once it is there. */
const waiting = "[data-video-url][data-state=trashed]";
const isDue = (element) => Date.parse(element.dataset.deleteAfter) <= Date.now();

/** The state of a video by the API; null where there is none any more; undefined when the site did not answer. */
async function stateOf(url) {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (response.ok) return (await response.json()).state;
    return response.status === 404 || response.status === 410 ? null : undefined;
  } catch (error) {
    // Offline for a moment: asked again in the next round.
    if (!(error instanceof TypeError)) throw error;
    return undefined;
  }
}

/** Watches every video on the page whose state is about to change, and calls back once any of them did. */
export function watchStates(onChange) {
  const hasChanged = async (element) => {
    const state = await stateOf(element.dataset.videoUrl);
    return state !== undefined && state !== element.dataset.state;
  };
  const look = async () => {
    try {
      const asked = document.hidden ? [] : [...document.querySelectorAll(passing), ...[...document.querySelectorAll(waiting)].filter(isDue)];
      const changed = await Promise.all(asked.map(hasChanged));
      if (changed.includes(true)) await onChange();
    } finally {
      setTimeout(look, every);
    }
  };
  setTimeout(look, every);
}

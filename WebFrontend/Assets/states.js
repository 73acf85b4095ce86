const every = 2000;

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
  const look = async () => {
    if (!document.hidden) {
      const watched = [...document.querySelectorAll("[data-watch-state]")];
      const changed = await Promise.all(
        watched.map(async (element) => {
          const state = await stateOf(element.dataset.watchState);
          return state !== undefined && state !== element.dataset.state;
        }),
      );
      if (changed.includes(true)) await onChange();
    }
    setTimeout(look, every);
  };
  setTimeout(look, every);
}

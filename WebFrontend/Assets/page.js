/** Another page of the site as a document, to take parts from; its scripts don't run. Null when it can't be had now. `onAnswer` sees the answer first. */
export async function readPage(address, onAnswer = () => {}) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    onAnswer(response);
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch (error) {
    // The site or the network is away: the reader is told, and can try again.
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

/** A part of this page as the site shows it now; null where the page, the part or the connection is not there. */
export async function readPart(id) {
  return (await readPage(location.href))?.getElementById(id) ?? null;
}

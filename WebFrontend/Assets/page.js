/** Another page of the site as a document, to take parts from; its scripts don't run. Null when it can't be had now. */
export async function readPage(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch (error) {
    // The site or the network is away: the reader is told, and can try again.
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

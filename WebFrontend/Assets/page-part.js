/** A part of this page as the site shows it now; null where the page, the part or the connection is not there. */
export async function fetchPart(id) {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html").getElementById(id);
  } catch (error) {
    // Offline for a moment: what the page shows stays.
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

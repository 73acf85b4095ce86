import { Idiomorph } from "idiomorph";
import { readPage } from "./page.js";

const every = 4000;

/** The page as the site would show it now; null when it does not answer. */
function load() {
  const address = new URL(location.href);
  address.searchParams.delete("handler"); // Where a refused form was sent to; the page itself is read.
  return readPage(address, ({ redirected, status }) => {
    if (redirected || status === 403) location.reload(); // The session ended: the site says so itself.
  });
}

/** Brings the live parts of the page up to date; the focus stays where it is, and forms outside of them are left alone. */
function show(fresh) {
  for (const shown of document.querySelectorAll("[data-live]")) {
    const part = fresh.getElementById(shown.id);
    // What somebody is writing stays.
    if (part) Idiomorph.morph(shown, part, { callbacks: { beforeNodeMorphed: (node) => !node.matches?.("input[data-keep]") } });
  }
}

/** Keeps what has `data-live` (and an id) up to date while the page is looked at and its switch is on. */
export function startLive() {
  const control = document.querySelector("[data-live-switch]");
  const trouble = document.querySelector("[data-live-trouble]");
  if (!control) return;
  control.closest("[data-live-controls]").hidden = false;
  const look = async () => {
    try {
      if (document.hidden || !control.checked) return;
      const fresh = await load();
      trouble.hidden = fresh !== null;
      if (fresh && control.checked) show(fresh);
    } finally {
      setTimeout(look, every);
    }
  };
  setTimeout(look, every);
}

import { Idiomorph } from "idiomorph";
import { countDown } from "./countdown.js";
import { prepareEditing } from "./edit-row.js";
import { keepFocus } from "./keep-focus.js";
import { readPart } from "./page.js";
import { t } from "./words.js";

let running = null;
let again = false;

/** What scripts add to the lists. */
export function prepare(lists, hiddenDrafts = []) {
  countDown(lists);
  prepareEditing(lists);
  for (const id of hiddenDrafts) lists.querySelector(`#video-${id}`)?.remove();
  for (const table of lists.querySelectorAll("table.videos")) {
    if (table.tBodies[0].rows.length === 0) replaceEmpty(table);
  }
}

/** A table whose only rows stand in the queue of uploads. */
function replaceEmpty(table) {
  const words = document.createElement("p");
  words.className = "empty";
  words.textContent = t("Your uploads will be listed here.");
  table.parentElement.querySelector("form.bulk").remove();
  table.replaceWith(words);
}

/**
 * Brings the lists up to date; what is chosen, edited or has the focus stays so. Calls meanwhile are answered by one more round.
 * Gives the fresh lists; null when there are none, or the site did not answer.
 */
export function refreshOwnVideos(hiddenDrafts) {
  if (running) {
    again = true;
    return running;
  }
  running = rounds(hiddenDrafts).finally(() => (running = null));
  return running;
}

async function rounds(hiddenDrafts) {
  let lists;
  do {
    again = false;
    lists = await refresh(hiddenDrafts);
  } while (again);
  return lists;
}

async function refresh(hiddenDrafts) {
  const shown = document.getElementById("my-videos");
  const fresh = shown && (await readPart("my-videos"));
  if (!fresh) return null;
  prepare(fresh, hiddenDrafts());
  keepFocus(shown, () =>
    Idiomorph.morph(shown, fresh, {
      callbacks: {
        beforeNodeMorphed: (node) => !node.hasAttribute?.("data-editing"),
        beforeAttributeUpdated: (name) => name !== "checked",
      },
    }),
  );
  return document.getElementById("my-videos");
}

import { countDown } from "./countdown.js";
import { readPart } from "./page.js";
import { startToasts } from "./toast.js";
import { startTrashForms } from "./trash.js";

/** Lets a video's manager move it to the trash and back on its own page: the page of the trashed one stands in for it until then. */
export function startTrashInPlace() {
  if (!document.querySelector("form[data-video-id]")) return;
  startToasts();
  startTrashForms({ onChange: (done) => done.length > 0 && show(), focus });
}

async function show() {
  const main = document.getElementById("main");
  const standIn = main.querySelector(":scope > [data-stand-in]");
  if (standIn) {
    for (const part of main.children) part.hidden = part.dataset.hidden === "true";
    hear(main, true);
    standIn.remove();
    return;
  }
  const trashed = await readPart("main");
  // It was in the trash when the page came, so its player is not here; or the site did not answer.
  if (trashed === null || document.querySelector("form[data-act=restore]")) {
    location.reload();
    return;
  }
  for (const media of main.querySelectorAll("video")) media.pause();
  hear(main, false);
  for (const part of main.children) {
    part.dataset.hidden = part.hidden;
    part.hidden = true;
  }
  countDown(trashed);
  const box = document.createElement("div");
  box.dataset.standIn = "";
  box.append(...trashed.childNodes);
  main.append(box);
}

/** Keys that are pressed on the page are not for a film that nobody sees. */
function hear(main, isHeard) {
  for (const player of main.querySelectorAll("media-player")) player.keyDisabled = !isHeard;
}

function focus() {
  (document.querySelector("main [data-stand-in] form[data-act] button") ?? document.querySelector("main form[data-act] button"))?.focus();
}

import { confirmDelete } from "./confirm-delete.js";
import { toast } from "./toast.js";
import { bringBack, deleteForGood, moveToTrash } from "./trash.js";
import { n, t } from "./words.js";

/** What can be done with several videos at once, above each list. */
export function startBulk(options) {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) {
      for (const box of boxesOf(event.target.form)) box.checked = event.target.checked;
    }
    showChosen();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form) return;
    event.preventDefault();
    run(form, event.submitter, options);
  });
  showChosen();
}

/** Says how many are chosen, and lets the buttons be pressed only when there are some. */
export function showChosen() {
  for (const form of document.querySelectorAll("form[data-bulk]")) {
    const boxes = boxesOf(form);
    const count = boxes.filter((box) => box.checked).length;
    const all = document.querySelector(`[data-choose-all][form="${form.id}"]`);
    if (all) {
      all.checked = count > 0 && count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
    }
    form.classList.toggle("chosen", count > 0);
    const restorable = boxes.some((box) => box.checked && isRestorable(box.closest("tr")));
    const isBarred = count > 0 && !restorable && form.querySelector("[data-act=restore]");
    form.querySelector("[data-chosen]").textContent = isBarred ? byAdmin(count) : count > 0
      ? n(count, "{0} video chosen", "{0} videos chosen")
      : t("Choose videos to do something with several at once.");
    for (const button of form.querySelectorAll("button")) button.disabled = button.dataset.act === "restore" ? !restorable : count === 0;
  }
}

async function run(form, button, options) {
  if (form.hasAttribute("aria-busy")) return;
  const rows = boxesOf(form).filter((box) => box.checked).map((box) => box.closest("tr"));
  const act = button.dataset.act;
  const isAble = { trash: (row) => row.dataset.state === "ready", restore: isRestorable }[act] ?? (() => true);
  const [able, unable] = split(rows, isAble);
  const videos = able.map((row) => ({ id: row.dataset.videoId, title: row.querySelector("[data-title]").textContent }));
  if (act === "permanent" && !(await confirmDelete(videos))) return;
  form.setAttribute("aria-busy", "true");
  const wantsFocus = button.matches(":focus-visible");
  for (const row of able) row.querySelector("input[type=checkbox]").checked = false;
  try {
    if (unable.length > 0 && act === "restore") {
      toast(byAdmin(unable.length), { isTrouble: true });
    } else if (unable.length > 0) {
      toast(n(unable.length, "{0} video is not finished, so it can't wait in the trash. It can be deleted for good.",
        "{0} videos are not finished, so they can't wait in the trash. They can be deleted for good."), { isTrouble: true });
    }
    if (act === "trash") await moveToTrash(videos, { ...options, wantsFocus });
    else if (act === "restore") await bringBack(videos, options);
    else await deleteForGood(videos, options);
  } finally {
    form.removeAttribute("aria-busy");
    showChosen();
    // The button can't be pressed any more, or is gone.
    if ([document.body, button].includes(document.activeElement)) options.focus(videos[0]?.id);
  }
}

function byAdmin(count) {
  return n(count, "{0} video was removed by an administrator, and can't be restored.",
    "{0} videos were removed by an administrator, and can't be restored.");
}

/** An owner brings back what the owner has removed. */
function isRestorable(row) {
  return (row.dataset.removedBy ?? "owner") === "owner";
}

function split(rows, isAble) {
  return [rows.filter(isAble), rows.filter((row) => !isAble(row))];
}

function boxesOf(form) {
  return [...document.querySelectorAll(`input[name=ids][form="${form.id}"]`)];
}

import { n, t } from "./words.js";

/** Asks once whether videos shall really be deleted for good. */
export function confirmDelete(videos) {
  const dialog = document.getElementById("confirm-delete");
  dialog.querySelector("[data-confirm-words]").textContent = videos.length === 1
    ? t("“{0}” and its comments will be deleted at once. This can't be undone.", videos[0].title)
    : n(videos.length, "{0} video and its comments will be deleted at once. This can't be undone.",
      "{0} videos and their comments will be deleted at once. This can't be undone.");
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

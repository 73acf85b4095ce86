// The pages where videos are uploaded and looked after.
import { showChosen, startBulk } from "./bulk.js";
import { confirmDelete } from "./confirm-delete.js";
import { startDropZone } from "./drop-zone.js";
import { startEditing } from "./edit-row.js";
import { focusVideo } from "./keep-focus.js";
import { prepare, refreshOwnVideos } from "./own-videos.js";
import { watchStates } from "./states.js";
import { startToasts } from "./toast.js";
import { deleteForGood, startTrashForms } from "./trash.js";
import { UploadQueue } from "./upload-queue.js";

const lists = document.getElementById("my-videos");
const single = document.querySelector("form[data-upload]");
const choice = document.querySelector("[data-default-visibility]");
const queue = new UploadQueue(document.querySelector("[data-upload-queue]"), {
  visibility: () => choice?.value ?? "public",
  onChange: (upload) => (single ? leave(upload) : refresh()),
});

async function refresh() {
  const fresh = await refreshOwnVideos(() => queue.drafts);
  if (!fresh) return;
  queue.setRoom(fresh.dataset);
  showChosen();
}

/** The page of one draft has done its work. */
function leave(upload) {
  if (upload.state === "done") location.assign("/userhome");
  else if (queue.isEmpty) single.hidden = false;
}

if (single) {
  single.addEventListener("submit", (event) => {
    event.preventDefault();
    single.hidden = true;
    queue.add(single.elements.file.files, single.dataset.upload);
  });
}

if (lists) {
  const options = { onChange: refresh, focus: focusVideo };
  const chooser = document.getElementById("files");
  document.querySelector("form.without-script").remove();
  chooser.addEventListener("change", () => {
    queue.add([...chooser.files]);
    chooser.value = "";
  });
  startToasts();
  prepare(lists);
  startDropZone(document.querySelector("[data-drop-zone]"), (files) => queue.add(files));
  startTrashForms(options);
  startBulk(options);
  startEditing(refresh);
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-delete-for-good]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const row = link.closest("tr");
    const videos = [{ id: link.dataset.deleteForGood, title: row.querySelector("[data-title]").textContent }];
    if (await confirmDelete(videos)) await deleteForGood(videos, options);
  });
  watchStates(refresh);
  document.addEventListener("visibilitychange", () => !document.hidden && refresh());
}

import { toast } from "./toast.js";
import { wordsOf } from "./trouble.js";
import { deleteVideo, restoreVideo, trashVideo } from "./video-calls.js";
import { n, t } from "./words.js";

const atOnce = 4;

/** Does the same with several videos, a few at once. Gives those that it was done with, and says what was refused. */
async function each(videos, act) {
  const left = [...videos];
  const done = [];
  const refused = [];
  const work = async () => {
    for (let video = left.shift(); video; video = left.shift()) {
      try {
        await act(video.id);
        done.push(video);
      } catch (error) {
        refused.push(t("“{0}”: {1}", video.title, wordsOf(error)));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (refused.length > 0) toast(refused.join(" "), { isTrouble: true });
  return done;
}

/**
 * Moves videos to the trash, and says so with an undo button. The page shows it by `onChange`, and takes the keyboard's focus, for a
 * video where it has that, by `focus`.
 */
export async function moveToTrash(videos, { onChange, focus, wantsFocus = false }) {
  const done = await each(videos, trashVideo);
  if (done.length > 0) {
    const words = done.length === 1
      ? t("“{0}” is in the trash.", done[0].title)
      : n(done.length, "{0} video is in the trash.", "{0} videos are in the trash.");
    const said = toast(words, { label: t("Undo"), act: (hadFocus) => bringBack(done, { onChange, focus, wantsFocus: hadFocus }), onClose: focus });
    if (wantsFocus) said.focus();
  }
  await onChange(done);
}

/** Brings videos back, and says so. */
export async function bringBack(videos, { onChange, focus, wantsFocus = false }) {
  const done = await each(videos, restoreVideo);
  if (done.length === 1) toast(t("“{0}” is back.", done[0].title));
  else if (done.length > 1) toast(n(done.length, "{0} video is back.", "{0} videos are back."));
  await onChange(done);
  if (wantsFocus) focus(done[0]?.id);
}

/** Deletes videos for good; it was asked before. */
export async function deleteForGood(videos, { onChange }) {
  const done = await each(videos, deleteVideo);
  if (done.length === 1) toast(t("“{0}” is being deleted for good.", done[0].title));
  else if (done.length > 1) toast(n(done.length, "{0} video is being deleted for good.", "{0} videos are being deleted for good."));
  await onChange(done);
}

/** Lets the forms that move one video to the trash and back do so without leaving the page. */
export function startTrashForms(options) {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-video-id]");
    if (!form) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const videos = [{ id: form.dataset.videoId, title: form.dataset.title }];
    // By keyboard: the button goes, so the focus goes to the way back.
    const wantsFocus = event.submitter?.matches(":focus-visible") ?? false;
    try {
      if (form.dataset.act === "trash") await moveToTrash(videos, { ...options, wantsFocus });
      else await bringBack(videos, { ...options, wantsFocus });
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
}

import { createVideo, deleteVideo, editVideo, readVideo, Refused } from "./video-calls.js";

/** Creates a draft, or brings the texts of the one that an earlier try left up to date. Gives the draft's id. */
export async function saveDraft(id, texts) {
  if (id !== null) {
    try {
      return (await editVideo(id, texts)).id;
    } catch (error) {
      // Deleted in the meantime: a new one takes its place.
      if (!(error instanceof Refused && error.isGone)) throw error;
    }
  }
  return (await createVideo(texts)).id;
}

/** Removes a draft; one that is gone already is what was asked for. */
export async function discardDraft(id) {
  try {
    await deleteVideo(id);
  } catch (error) {
    if (!(error instanceof Refused && error.isGone)) throw error;
  }
}

/** Whether the site has the video's content, whatever the connection made of its answer. */
export async function hasContent(id) {
  try {
    return ["processing", "ready", "failed"].includes((await readVideo(id)).state);
  } catch (error) {
    // Away, or gone: then it has none that anybody could tell of.
    if (!(error instanceof Refused || error instanceof TypeError)) throw error;
    return false;
  }
}

import { parseProblem } from "./problem.js";
import { Refused } from "./video-calls.js";

/** The connection broke: what became of the file is not known. */
export class Broken extends Error {}

/** The reader cancelled. */
export class Cancelled extends Error {}

/**
 * Sends a file into a draft. XMLHttpRequest, as fetch tells nothing of how far an upload got.
 * @returns {{ done: Promise<void>, cancel: () => void }}
 */
export function sendFile(id, file, onProgress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded, event.total));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve();
      else reject(new Refused(parseProblem(request.responseText, request.status, request.getResponseHeader("Retry-After"))));
    });
    request.addEventListener("error", () => reject(new Broken()));
    request.addEventListener("abort", () => reject(new Cancelled()));
  });
  const form = new FormData();
  form.append("file", file);
  request.open("POST", `/upload/${id}`);
  request.setRequestHeader("Accept", "application/json");
  request.send(form);
  return { done, cancel: () => request.abort() };
}

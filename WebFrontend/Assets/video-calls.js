import { readProblem } from "./problem.js";

/** The site said no; the message is its own words. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.words);
    this.problem = problem;
  }

  /** What it was about is not there any more. */
  get isGone() {
    return this.problem.status === 404 || this.problem.status === 410;
  }
}

const jsonHeaders = { "Content-Type": "application/json", Accept: "application/json" };

async function send(method, url, body) {
  const response = await fetch(url, { method, headers: jsonHeaders, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Refused(await readProblem(response));
  return response.json();
}

/** Creates a draft. */
export const createVideo = (texts) => send("POST", "/api/v1/videos", texts);

/** The facts of a video. */
export const readVideo = (id) => send("GET", `/api/v1/videos/${id}`);

/** Changes a video's texts; what is absent stays. */
export const editVideo = (id, changes) => send("PATCH", `/api/v1/videos/${id}`, changes);

/** Moves a video to the trash. */
export const trashVideo = (id) => send("DELETE", `/api/v1/videos/${id}`);

/** Brings a video back. */
export const restoreVideo = (id) => send("POST", `/api/v1/videos/${id}/restore`);

/** Deletes a video for good. */
export const deleteVideo = (id) => send("DELETE", `/api/v1/videos/${id}?permanent=true`);

import { readProblem } from "./problem.js";

/** The site said no; the message is its own words. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.words);
    this.problem = problem;
  }
}

const jsonHeaders = { "Content-Type": "application/json", Accept: "application/json" };

async function send(method, url, body) {
  const response = await fetch(url, { method, headers: jsonHeaders, body: JSON.stringify(body) });
  if (!response.ok) throw new Refused(await readProblem(response));
  return response.json();
}

/** Creates a draft, or brings the texts of the one that an earlier try left up to date. Gives the draft's id. */
export async function saveDraft(id, texts) {
  if (id !== null) {
    try {
      return (await send("PATCH", `/api/v1/videos/${id}`, texts)).id;
    } catch (error) {
      // Deleted in the meantime: a new one takes its place.
      if (!(error instanceof Refused) || ![404, 410].includes(error.problem.status)) throw error;
    }
  }
  return (await send("POST", "/api/v1/videos", texts)).id;
}

/** Whether the site has the video's content, whatever the connection made of its answer. */
export async function hasContent(id) {
  const response = await fetch(`/api/v1/videos/${id}`, { headers: { Accept: "application/json" } });
  return response.ok && ["processing", "ready", "failed"].includes((await response.json()).state);
}

import { t } from "./words.js";

const unknown = t("The site gave no reason. Try again in a moment.");

/** What a refused answer says, for people: the detail of its problem JSON (RFC 9457), with the code for programs. */
export async function readProblem(response) {
  return parseProblem(await response.text(), response.status, response.headers.get("Retry-After"));
}

/** The same from a body that is here already, and the header that says when to come back. */
export function parseProblem(text, status, retryHeader) {
  const retryAfter = seconds(retryHeader);
  try {
    const { detail, title, code } = JSON.parse(text);
    return { words: detail ?? title ?? unknown, code: code ?? "", status, retryAfter };
  } catch (error) {
    // A proxy's page, or nothing at all: not the site's own words.
    if (!(error instanceof SyntaxError)) throw error;
    return { words: unknown, code: "", status, retryAfter };
  }
}

function seconds(header) {
  const value = Number.parseInt(header ?? "", 10);
  return Number.isNaN(value) ? null : value;
}

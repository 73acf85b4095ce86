import { sizeWords } from "./transfer.js";
import { t } from "./words.js";

/** Why a file can't be sent, in words; empty when it can. */
export function refusalOf(file, maxBytes, left) {
  if (file.size === 0) return t("The file has no bytes.");
  if (file.size > maxBytes) return t("The file has {0}; this site takes {1} at most.", sizeWords(file.size), sizeWords(maxBytes));
  return file.size > left ? t("The file has {0}; there is room for {1}.", sizeWords(file.size), sizeWords(Math.max(0, left))) : "";
}

/** Whether it looks like a video by type or name. That is a hint alone: the site decides by content. */
export function looksLikeVideo(file, accept) {
  const name = file.name.toLowerCase();
  return file.type.startsWith("video/") || accept.split(",").some((ending) => ending.startsWith(".") && name.endsWith(ending));
}

/** A title from the file's name. */
export function titleOf(file, longest) {
  const title = file.name.replace(/\.[^.]+$/, "").replace(/[._]+/g, " ").replace(/\p{Cc}/gu, "").trim();
  return [...(title || t("Untitled"))].reduce((cut, letter) => (cut.length + letter.length > longest ? cut : cut + letter), "");
}

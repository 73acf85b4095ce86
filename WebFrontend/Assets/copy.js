import { t } from "./words.js";

const shown = 2000;

/** Copies what a field has, and says on the button whether it worked. */
export async function copy(field, button) {
  field.select();
  const words = (button.dataset.words ??= button.textContent);
  button.textContent = (await isCopied(field)) ? t("Copied") : t("The text is selected");
  setTimeout(() => (button.textContent = words), shown);
}

async function isCopied(field) {
  // Over plain HTTP browsers have the old way alone.
  if (!navigator.clipboard) return document.execCommand("copy");
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch (error) {
    // NotAllowedError: the browser, or the reader, forbids it. The text is selected.
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
}

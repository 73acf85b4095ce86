// The texts that scripts say. The English text is its own key; a page in another language carries that language's texts.
const carried = document.querySelector('meta[name="script-words"]');
const texts = carried ? JSON.parse(carried.content) : {};

/** The language of the page (BCP 47). */
export const language = document.documentElement.lang || "en";

/** A text in the reader's language; `{0}`, `{1}` stand for the values. */
export function t(key, ...values) {
  return (texts[key] ?? key).replace(/\{(\d)\}/g, (whole, index) => (index in values ? String(values[index]) : whole));
}

/** A text about a count, which stands for `{0}`: what is said of one, and of none or several. */
export function n(count, one, many) {
  return t(count === 1 ? one : many, new Intl.NumberFormat(language).format(count));
}

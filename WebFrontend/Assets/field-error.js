let count = 0;

/** Says beside a field what is wrong with it, for eyes and ears; no words take it back. */
export function showFieldError(field, place, words) {
  place.id ||= `field-error-${++count}`;
  place.textContent = words;
  place.hidden = !words;
  if (words) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", place.id);
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

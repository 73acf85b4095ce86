/** Changes lists of videos without losing the keyboard's place: it stays with its row, else goes to the row in its stead, else to the list. */
export function keepFocus(root, change) {
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  const place = active && placeOf(active);
  change();
  if (!place || root.contains(document.activeElement)) return;
  const twin = place.id && document.getElementById(place.id);
  const row = twin || document.querySelectorAll(`${place.list} tbody tr`)[place.index] || lastOf(place.list);
  (row?.querySelector("a, button") ?? document.querySelector(`${place.list} h2`))?.focus();
}

/** Puts the keyboard on a video; where it is not listed, on the first one, else on the heading. */
export function focusVideo(id) {
  const row = id && document.getElementById(`video-${id}`);
  (row?.querySelector("a") ?? document.querySelector("#my-videos tbody a") ?? document.querySelector("#my-videos h2[tabindex]"))?.focus();
}

function placeOf(element) {
  const row = element.closest("tr");
  const section = element.closest("section");
  return {
    id: row?.id,
    list: section ? `section[aria-labelledby="${section.getAttribute("aria-labelledby")}"]` : "#my-videos",
    index: row ? [...row.parentElement.children].indexOf(row) : 0,
  };
}

function lastOf(list) {
  return [...document.querySelectorAll(`${list} tbody tr`)].at(-1);
}

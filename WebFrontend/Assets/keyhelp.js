/** "?" opens the list of keys and goes there; once more closes it. */
export function showKeysOnRequest(details) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    event.preventDefault();
    details.open = !details.open;
    if (details.open) details.querySelector("summary").focus();
  });
}

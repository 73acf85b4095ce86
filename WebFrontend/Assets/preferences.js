const year = 365 * 24 * 60 * 60;

/** The buttons for light and dark act at once, without a new page. */
export function startPreferences() {
  for (const form of document.querySelectorAll("form.preferences")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.name !== "theme") return;
      event.preventDefault();
      choose(button.value);
      for (const other of form.querySelectorAll("button[name=theme]")) other.setAttribute("aria-pressed", String(other === button));
    });
  }
}

function choose(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${year}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}

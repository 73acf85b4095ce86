import { make } from "./element.js";
import { t } from "./words.js";

/** Each password field gets a button that shows what was typed. */
export function startPasswords() {
  for (const input of document.querySelectorAll(".password > input")) {
    const button = make("button", "link", { type: "button", "aria-controls": input.id });
    const show = (isShown) => {
      input.type = isShown ? "text" : "password";
      button.textContent = isShown ? t("Hide") : t("Show");
      button.setAttribute("aria-label", isShown ? t("Hide password") : t("Show password"));
    };
    show(false);
    button.addEventListener("click", () => show(input.type === "password"));
    input.form.addEventListener("submit", () => show(false)); // Else the browser would keep it as plain text.
    input.after(button);
  }
}

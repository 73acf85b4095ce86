import { t } from "./words.js";

const stay = 10_000;
const most = 3;
let region = null;

/** Where all of them appear: one live region at the end of the page, which must be there before it has something to say. */
export function startToasts() {
  if (region) return;
  const section = document.createElement("section");
  section.className = "toasts";
  section.setAttribute("aria-label", t("Messages"));
  region = document.createElement("div");
  region.setAttribute("role", "status");
  section.append(region);
  document.body.append(section);
}

/**
 * Says something at the edge of the page, with at most one thing to do about it: trouble until it is closed, the rest for ten seconds,
 * which stand still while the pointer or the focus is on it. Escape closes it.
 */
export function toast(words, { label = "", act = null, isTrouble = false, onClose = () => {} } = {}) {
  startToasts();
  while (region.children.length >= most) region.firstElementChild.dispatchEvent(new Event("close"));
  const box = document.createElement("div");
  box.className = isTrouble ? "toast trouble" : "toast";
  const text = document.createElement("p");
  text.textContent = words;
  const remove = () => {
    clearTimeout(timer);
    const hadFocus = box.contains(document.activeElement);
    box.remove();
    return hadFocus;
  };
  const close = () => box.isConnected && remove() && onClose();
  const button = act === null ? null : buttonOf(label, () => act(remove()));
  const dismiss = buttonOf("×", close);
  dismiss.className = "dismiss";
  dismiss.setAttribute("aria-label", t("Dismiss"));
  box.append(...[text, button, dismiss].filter((part) => part !== null));
  let timer = isTrouble ? 0 : setTimeout(close, stay);
  const pause = () => clearTimeout(timer);
  const resume = () => {
    clearTimeout(timer);
    if (!isTrouble && !box.matches(":hover") && !box.contains(document.activeElement)) timer = setTimeout(close, stay);
  };
  box.addEventListener("pointerenter", pause);
  box.addEventListener("pointerleave", resume);
  box.addEventListener("focusin", pause);
  box.addEventListener("focusout", () => setTimeout(resume));
  box.addEventListener("keydown", (event) => event.key === "Escape" && close());
  box.addEventListener("close", close);
  region.append(box);
  return { focus: () => (button ?? dismiss).focus() };
}

function buttonOf(words, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("click", act);
  return button;
}

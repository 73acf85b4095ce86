// The pages where videos are uploaded and looked after.
import { watchStates } from "./states.js";
import { localizeTimes } from "./times.js";
import { UploadForm } from "./upload.js";

/** Brings the lists up to date, and leaves what is being typed or sent alone. */
async function refreshLists() {
  const shown = document.getElementById("my-videos");
  if (!shown) return;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("my-videos");
  if (!fresh) return;
  localizeTimes(fresh);
  shown.replaceWith(fresh);
  const form = document.querySelector("form[data-upload]");
  const freshForm = page.querySelector("form[data-upload]");
  if (form && freshForm) form.dataset.maxBytes = freshForm.dataset.maxBytes;
}

for (const form of document.querySelectorAll("form[data-upload]")) new UploadForm(form, refreshLists);
watchStates(refreshLists);

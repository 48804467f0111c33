// A list of the settings 名单: rows by mouse and keyboard, and a word before what was typed is left.

import { watchRows } from "./rows.js";

for (const form of document.querySelectorAll("[data-listing]")) {
  let touched = false;
  watchRows(form);
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
}

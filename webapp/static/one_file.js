// One file dropped anywhere on the page goes into its file field: 一键排版, 批量生成.

import { receive } from "./dropping.js";

const MEGABYTE = 1024 * 1024;
const LIMIT = 100 * MEGABYTE;

document.querySelectorAll("[data-drop=one]").forEach((form) => {
  const box = form.querySelector(".dropzone");
  const input = form.querySelector("input[type=file]");

  function tell(words) {
    form.querySelector(".error-text")?.remove();
    if (!words) return;
    const line = document.createElement("p");
    line.className = "error-text";
    line.setAttribute("role", "alert");
    line.textContent = words;
    box.after(line);
  }

  // the browser's own words are in the browser's language
  input.addEventListener("invalid", (event) => { event.preventDefault(); tell("还没有选文件，先选好再上传"); input.focus(); });
  input.addEventListener("change", () => tell(""));
  receive(box, (files) => {
    const carrier = new DataTransfer();
    for (const { file } of files.slice(0, 1)) carrier.items.add(file);
    input.files = carrier.files;
    if (carrier.files.length) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    tell(size > LIMIT ? `这份文件有 ${Math.ceil(size / MEGABYTE)} MB，最大 100 MB，请拆小或把图片压小` : "");
    if (size > LIMIT) return event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    button.textContent = "正在上传…";
  });
});

// coming back with the browser's arrow: the button works again
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

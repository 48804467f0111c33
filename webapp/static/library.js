// Files and folders dropped onto the box go into its file field; folders are walked.

const MEGABYTE = 1024 * 1024;
const LIMIT = 100 * MEGABYTE;

document.querySelectorAll("[data-drop]").forEach((form) => {
  const box = form.querySelector(".dropzone");
  const input = form.querySelector("input[type=file]");
  const single = form.dataset.drop === "one";
  // the whole page takes what is dropped: beside the box the browser would open the file itself
  const area = document.body;
  let inside = 0;

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
  const brings = (event) => event.dataTransfer.types.includes("Files");
  area.addEventListener("dragenter", (event) => { if (!brings(event)) return; event.preventDefault(); inside += 1; box.classList.add("over"); });
  area.addEventListener("dragleave", (event) => { if (!brings(event)) return; inside -= 1; if (inside <= 0) box.classList.remove("over"); });
  area.addEventListener("dragover", (event) => { if (brings(event)) event.preventDefault(); });
  area.addEventListener("drop", async (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    inside = 0;
    box.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = entries.length ? (await Promise.all(entries.map(walk))).flat() : [...event.dataTransfer.files];
    const carrier = new DataTransfer();
    for (const file of single ? files.slice(0, 1) : files) carrier.items.add(file);
    input.files = carrier.files;
    if (carrier.files.length) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    tell(size > LIMIT ? `选的文件共 ${Math.ceil(size / MEGABYTE)} MB，一次最多 100 MB，请分几次上传` : "");
    if (size > LIMIT) return event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    button.textContent = "正在上传…";
  });
});

// coming back with the browser's arrow: the button works again
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

async function walk(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!batch.length) break;
    found.push(...(await Promise.all(batch.map(walk))).flat());
  }
  return found.filter((file) => !file.name.startsWith("."));
}

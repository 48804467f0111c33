// Files and folders that are dropped anywhere on a page: folders are walked, hidden files left out.

/** Calls `take(files)` with [{file, name}] whenever something is dropped; `box` shows that it may be. */
export function receive(box, take) {
  // the whole page takes what is dropped: beside the box the browser would open the file itself
  const area = document.body;
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  let inside = 0;
  area.addEventListener("dragenter", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    inside += 1;
    box.classList.add("over");
  });
  area.addEventListener("dragleave", (event) => {
    if (!brings(event)) return;
    inside -= 1;
    if (inside <= 0) box.classList.remove("over");
  });
  area.addEventListener("dragover", (event) => { if (brings(event)) event.preventDefault(); });
  area.addEventListener("drop", async (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    inside = 0;
    box.classList.remove("over");
    const items = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const loose = [...event.dataTransfer.files].map((file) => ({ file, name: file.name }));
    take(items.length ? (await Promise.all(items.map((item) => walk(item, "")))).flat() : loose);
  });
}

/** What Word leaves beside an open document, and what the system hides. */
export const isHidden = (name) => /^(\.|~\$|(thumbs\.db|desktop\.ini)$)/i.test(name);

async function walk(entry, above) {
  if (isHidden(entry.name)) return [];
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, name: above + file.name }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!batch.length) break;
    found.push(...(await Promise.all(batch.map((one) => walk(one, `${above}${entry.name}/`)))).flat());
  }
  return found;
}

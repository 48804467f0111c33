// Photos 照片 of a section: chosen, dropped or pasted, sent at once, shown as rows.

import { announce, addRow } from "./rows.js";

const LONG = 300;
const BATCH = 20;
const isPhoto = (file) => file.type.startsWith("image/") || /\.(jpe?g|png|hei[cf])$/i.test(file.name);
const listAt = (target) => target.closest && target.closest(".group")?.querySelector(".photos");

function refuse(list, files) {
  const lines = files.map(({ name, message, remedy }) => {
    const line = document.createElement("p");
    line.className = "error";
    line.textContent = `${name ? `${name}：` : ""}${message}。${remedy}`;
    return line;
  });
  list.querySelector(".photos-note").replaceChildren(...lines);
}

function show(list, { image, src }) {
  const row = addRow(list);
  row.querySelector("input[type=hidden]").value = image;
  row.querySelector("img").src = src;
  return row;
}

async function take(list, files, token) {
  const wait = list.querySelector(".photos-wait");
  const say = setTimeout(() => { wait.textContent = `正在处理 ${files.length} 张照片…`; }, LONG);
  const body = new FormData();
  for (const file of files) body.append("photos", file, file.name || "粘贴的图片.png");
  refuse(list, []);
  let told;
  try {
    const answer = await fetch(list.dataset.add, {
      method: "POST", body, credentials: "same-origin",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    const data = await answer.json();
    told = answer.ok ? data : { added: [], refused: [data.error] };
  } catch {
    told = { added: [], refused: [{ message: "连不上服务器，照片没有传上", remedy: "连上后再选一次。" }] };
  }
  clearTimeout(say);
  wait.textContent = "";
  refuse(list, told.refused);
  if (!told.added.length) return;
  const rows = told.added.map((one) => show(list, one));
  const details = list.closest("details");
  if (details) details.open = true;
  list.dispatchEvent(new Event("change", { bubbles: true }));
  rows[0].querySelector("input[type=text]").focus();
  announce(`已加 ${rows.length} 张照片，可以写图题`);
}

/** Lets photos come into the sections of `form`. */
export function watchPhotos(form) {
  const token = form.dataset.token;
  const add = async (list, files) => {
    for (let at = 0; at < files.length; at += BATCH) await take(list, files.slice(at, at + BATCH), token);
  };

  form.addEventListener("change", (event) => {
    if (!event.target.matches(".photos-pick")) return;
    event.stopPropagation();
    const files = [...event.target.files];
    event.target.value = "";
    add(event.target.closest(".photos"), files);
  }, true);

  form.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])].filter(isPhoto);
    const list = listAt(event.target);
    // from Word or a table a picture comes along with the text that is meant
    if (!files.length || !list || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    add(list, files);
  });

  const carries = (event) => event.dataTransfer?.types.includes("Files");
  let over = null;
  const light = (list) => {
    if (over !== list) over?.classList.remove("over");
    over = list;
    over?.classList.add("over");
  };
  // a photo that misses the form must not take the place of the page
  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    const list = listAt(event.target);
    event.dataTransfer.dropEffect = list ? "copy" : "none";
    light(list);
  });
  addEventListener("dragleave", (event) => !event.relatedTarget && light(null));
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    light(null);
    const list = listAt(event.target);
    if (list) add(list, [...event.dataTransfer.files]);
  });
}

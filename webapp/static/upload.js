// 上传范文: many files and whole folders, sent in parts, so that a lost connection or a restarted
// server costs a part and not the whole; what is not read is said at once and not sent.

import { send } from "./app.js";
import { isHidden, receive } from "./dropping.js";

const MEGABYTE = 1024 * 1024;
const LARGEST = 100 * MEGABYTE;
const PART_BYTES = 8 * MEGABYTE;
const PART_FILES = 20;
const LONGEST_WAIT = 15;

document.querySelectorAll("[data-upload]").forEach((form) => {
  const upload = new Upload(form);
  receive(form.querySelector(".dropzone"), (files) => upload.begin(files));
});

// coming back with the browser's arrow: the form works again
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

function Upload(form) {
  const box = form.querySelector(".dropzone");
  const input = form.querySelector("input[type=file][name]");
  const folder = form.querySelector("[data-folder]");
  const place = form.querySelector("[data-sending]");
  const suffixes = new Set(form.dataset.suffixes.split(","));
  const most = Number(form.dataset.most);
  let busy = false;

  folder.hidden = false;
  folder.querySelector("input").addEventListener("change", (event) => {
    this.begin([...event.target.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
  });
  // the browser's own words are in the browser's language
  input.addEventListener("invalid", (event) => { event.preventDefault(); tell("还没有选文件，先选好再上传"); input.focus(); });
  input.addEventListener("change", () => tell(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    this.begin([...input.files].map((file) => ({ file, name: file.name })));
  });
  addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });

  /** Sends `files` and goes to what becomes of them. */
  this.begin = async (found) => {
    if (busy) return;
    const files = found.filter(({ file }) => !isHidden(file.name)).map((one) => ({ ...one, size: one.file.size }));
    if (!files.length) return tell("这里面没有文件");
    if (files.length > most) return tell(`一共 ${files.length} 个文件，一次最多 ${most} 个，请分几批上传`);
    tell("");
    busy = true;
    form.querySelectorAll("button, input").forEach((control) => { control.disabled = true; });
    const state = show(files);
    try {
      const addresses = await patiently(state, () => send(form.dataset.upload, { method: "POST", headers: JSON_ONLY }));
      let number = 0;
      for (const part of parts(files.map((one) => lightened(one, suffixes)))) {
        const first = number;
        await patiently(state, () => sendPart(addresses.files, part, first, (bytes) => state.sent(bytes)));
        number += part.length;
        state.done(part);
      }
      const body = new FormData();
      body.set("count", files.length);
      for (const name of ["mask", "keep_similar"]) if (form.elements[name]?.checked) body.set(name, "1");
      const ordered = await patiently(state, () => send(addresses.import, { method: "POST", headers: JSON_ONLY, body }));
      busy = false;
      location.assign(ordered.location);
    } catch (problem) {
      busy = false;
      form.querySelectorAll("button, input").forEach((control) => { control.disabled = false; });
      place.hidden = true;
      tell([problem.message, problem.remedy].filter(Boolean).join("。"));
    }
  };

  function tell(words) {
    form.querySelector(".error-text")?.remove();
    if (!words) return;
    const line = document.createElement("p");
    line.className = "error-text";
    line.setAttribute("role", "alert");
    line.textContent = words;
    box.after(line);
  }

  /** The progress in place of the box: how much was sent, what goes wrong meanwhile. */
  function show(files) {
    const total = files.reduce((sum, one) => sum + one.size, 0);
    const unread = files.filter((one) => one.size > LARGEST || !suffixes.has(suffixOf(one.name))).length;
    const bar = document.createElement("progress");
    bar.max = Math.max(total, 1);
    bar.setAttribute("aria-label", "上传的进度");
    const words = document.createElement("p");
    const note = document.createElement("p");
    note.className = "help";
    const usual = `传完之前请别关这一页；传完就可以离开。${unread ? `其中 ${unread} 个不是能读的文稿，不会传，结果里会说明。` : ""}`;
    place.replaceChildren(bar, words, note);
    place.hidden = false;
    let files_done = 0;
    let bytes_done = 0;
    const paint = (bytes) => {
      bar.value = Math.min(bytes_done + bytes, total);
      words.textContent = `已传 ${files_done} / ${files.length} 个文件，${size(bar.value)} / ${size(total)}`;
      note.textContent = usual;
      note.classList.remove("is-wrong");
    };
    paint(0);
    return {
      sent: paint,
      done(part) { files_done += part.length; bytes_done += part.reduce((sum, one) => sum + one.size, 0); paint(0); },
      lost(seconds) {
        note.classList.add("is-wrong");
        note.textContent = `连不上服务器，${seconds} 秒后再试；传好的不用重传，请别关这一页。`;
      },
    };
  }
}

const JSON_ONLY = { Accept: "application/json" };
const suffixOf = (name) => (/\.[^./]*$/.exec(name)?.[0] ?? "").toLowerCase();
const size = (bytes) => (bytes < MEGABYTE ? `${Math.max(Math.round(bytes / 1024), 1)} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`);

/** A file that nobody would read goes without its content: its name is enough to say why. */
function lightened(one, suffixes) {
  const read = one.size <= LARGEST && suffixes.has(suffixOf(one.name));
  return read ? { ...one, size: one.file.size } : { ...one, file: new File([], one.file.name) };
}

function* parts(files) {
  let part = [];
  let bytes = 0;
  for (const one of files) {
    if (part.length && (part.length >= PART_FILES || bytes + one.file.size > PART_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(one);
    bytes += one.file.size;
  }
  if (part.length) yield part;
}

/** What `ask` answers as JSON; asked again while nobody answers, refused with {message, remedy}. */
async function patiently(state, ask) {
  for (let wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    let response = null;
    try {
      response = await ask();
    } catch {
      // nobody there: the server is being started again, or the line is down
    }
    if (response?.ok) return response.json();
    const told = response ? await response.json().catch(() => null) : null;
    if (told?.error) throw told.error;
    state.lost(wait);
    await new Promise((resolve) => { setTimeout(resolve, wait * 1000); });
  }
}

/** One part by XMLHttpRequest, which alone tells how far it is; like fetch otherwise. */
function sendPart(address, part, first, progress) {
  const body = new FormData();
  part.forEach((one, n) => {
    body.append("files", one.file, one.file.name);
    body.append("numbers", first + n);
    body.append("names", one.name);
    body.append("sizes", one.size);
  });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf-token"]').content);
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("error", () => reject(new Error("lost")));
    request.addEventListener("load", () => resolve(new Response(request.response || null, { status: request.status || 500 })));
    request.send(body);
  });
}

// 上传范文: many files and whole folders, sent in parts, so that a lost connection or a restarted
// server costs a part and not the whole; what is not read is said at once and not sent. The browser
// keeps the files meanwhile: the page may be left, any other sends on (`carrying.js`).

import { send } from "./app.js";
import { isHidden, receive } from "./dropping.js";
import { inPage, keep, stored } from "./kept_files.js";
import { JSON_ONLY, forward, held, isFinal, patiently, size } from "./sending.js";

const LARGEST = 100 * 1024 * 1024;

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
    form.dataset.busy = "";
    form.querySelectorAll("button, input").forEach((control) => { control.disabled = true; });
    const state = show(files);
    let release = null;
    let source = null;
    try {
      const addresses = await patiently(state, () => send(form.dataset.upload, { method: "POST", headers: JSON_ONLY }));
      const run = {
        ...addresses,
        id: addresses.import,
        owner: document.documentElement.dataset.person,
        count: files.length,
        bytes: files.reduce((sum, one) => sum + one.size, 0),
        options: ["mask", "keep_similar"].filter((name) => form.elements[name]?.checked),
      };
      const sent = files.map((one, number) => ({ ...lightened(one, suffixes), number }));
      release = held(run.id);
      const kept = await keep(run, sent).then(() => true, () => false);
      // kept, the files may wait: the page can be left, even closed
      busy = !kept;
      state.kept(kept);
      source = kept ? stored(run) : inPage(sent);
      location.assign(await forward(run, source, state));
    } catch (problem) {
      if (source && isFinal(problem)) await source.close();
      delete form.dataset.busy;
      form.querySelectorAll("button, input").forEach((control) => { control.disabled = false; });
      place.hidden = true;
      box.hidden = false;
      tell([problem.message, problem.remedy].filter(Boolean).join("。"));
    } finally {
      busy = false;
      if (release) release();
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
    let usual = `正在准备，请别关这一页。${unread ? `其中 ${unread} 个不是能读的文稿，不会传，结果里会说明。` : ""}`;
    place.replaceChildren(bar, words, note);
    place.hidden = false;
    // what was chosen is told by the progress now
    box.hidden = true;
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
      kept(safe) {
        const told = safe ? "可以离开这一页，在别的页面会接着传。" : "传完之前请别关这一页；传完就可以离开。";
        usual = usual.replace("正在准备，请别关这一页。", told);
        paint(0);
      },
      done(part) { files_done += part.length; bytes_done += part.reduce((sum, one) => sum + one.size, 0); paint(0); },
      lost(seconds) {
        note.classList.add("is-wrong");
        note.textContent = `连不上服务器，${seconds} 秒后再试；传好的不用重传。`;
      },
    };
  }
}

const suffixOf = (name) => (/\.[^./]*$/.exec(name)?.[0] ?? "").toLowerCase();

/** A file that nobody would read goes without its content: its name is enough to say why. */
function lightened(one, suffixes) {
  const read = one.size <= LARGEST && suffixes.has(suffixOf(one.name));
  return read ? { ...one, size: one.file.size } : { ...one, file: new File([], one.file.name) };
}

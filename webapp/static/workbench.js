// The workbench 工作台: form, pages and autosave joined together.

import { toast } from "./app.js";
import { controls, lead, showGaps, showGroups, showProblems, textsAt } from "./editor.js";
import { Undo } from "./undo.js";
import { lineAt } from "./caret.js";
import { watchComposition } from "./composing.js";
import { Dialogs } from "./dialogs.js";
import { Finder } from "./find.js";
import { backTo, cellOf, fieldOf, placeOf, rowAt } from "./pieces.js";
import { Others } from "./others.js";
import { Residue } from "./residue.js";
import { watchPhotos } from "./photos.js";
import { announce, draggable, watchRows } from "./rows.js";
import { Saver, isBehind, post, stateOf } from "./saving.js";
import { Sheets } from "./sheets.js";
import { showTables, watchTables } from "./tables.js";
import { noting, putBack } from "./typed.js";
import { watchVersions } from "./versions.js";

const DEBOUNCE = 90;
// an export has become a version by then
const LISTED = 1500;
const byId = (id) => document.getElementById(id);
const form = byId("draft");
const dock = byId("gaps");
if (isBehind(form)) {
  // no reload, which would bring what this page holds along; nothing else happens here
  location.replace(location.pathname + location.search);
  await new Promise(() => {});
}
const dialogs = new Dialogs(form);

const sheets = new Sheets(byId("pages"), leadTo);
const saver = new Saver(form, {
  show: (state, detail) => dialogs.saveState(state, detail),
  conflict: (detail) => dialogs.conflict(detail, saver),
  lost: (attempt, seconds) => dialogs.lost(attempt, seconds, saver),
  found: () => dialogs.found(),
});

const listVersions = watchVersions(saver);
dialogs.retry = () => saver.attempt && saver.save();

const told = (text) => toast(text, { name: "撤销", run: () => undo.back.click() });
const act = (action) => rebuild(stateOf(form), `&${new URLSearchParams(action)}`);

/** Leads to what was clicked on the page: a field, a group, the cell of a table. */
function leadTo(target, mark, x) {
  const field = mark.kind === "row" && form.querySelector(`[name="text.${CSS.escape(mark.section)}"]`);
  // the last cell that begins on the left of the place; one without words begins nowhere
  const begun = field ? mark.cells.map((left, c) => (left >= 0 && left <= x ? c : 0)) : [];
  const cell = field && cellOf(field, mark, Math.max(...begun));
  lead(form, target, cell);
}

/** Lets what a person looks at stand out on the page, and brings it into view there. */
function show(control, words) {
  const group = control.closest(".group");
  if (!group) return;
  sheets.point(group.dataset.section, words, rowAt(control));
  sheets.reveal(group.dataset.section);
}

const residue = new Residue(form, {
  show,
  fit: () => sheets.fit(),
  replace: (value) => swap(value),
  changed: (words) => {
    changed(true);
    if (words) told(words);
  },
});
const find = new Finder(form, { show, told, changed: () => changed(true) });
const others = new Others(form, async (asked, words) => {
  if (await act(asked)) told(words);
});

/** Replaces what came from past documents, one of it or all of it. */
async function swap(value) {
  const places = residue.places(value);
  if (await act({ replace: value })) told(`已替换 ${places} 处`);
}

let gaps = [];
let waiting = 0;
let since = 0;
let request = null;
let again = false;

/** Asks for the pages of what stands in the form now. One request at a time: a server that is asked
 *  anew while it still lays out a long draft has both to do, and each takes longer. */
async function preview() {
  clearTimeout(waiting);
  if (request) {
    again = true;
    return;
  }
  const asked = new AbortController();
  request = asked;
  const started = since;
  let answer;
  try {
    answer = await post(form.dataset.preview, stateOf(form), form.dataset.token, asked.signal);
  } catch {
    answer = null;
  }
  if (request === asked) request = null;
  if (again && !request) {
    again = false;
    preview();
  }
  if (!answer || asked.signal.aborted) return;
  if (answer.status !== 200) {
    dialogs.previewFailed(answer.data.error);
    return;
  }
  dialogs.previewWorks();
  const data = answer.data;
  gaps = data.gaps;
  showGroups(data.groups);
  showProblems(form, gaps, data.problems);
  showGaps(dock, gaps);
  dialogs.title(data.title);
  dialogs.exportFoot(gaps.length);
  dialogs.exportNotes(data.groups);
  residue.view(data.residue);
  await sheets.show(data.pages, data.marks);
  follow(document.activeElement);
  if (started && started === since) {
    form.dataset.took = String(Math.round(performance.now() - started));
    since = 0;
  }
}

function changed(apart = false) {
  since = performance.now();
  saver.changed();
  undo.changed(apart);
  clearTimeout(waiting);
  waiting = setTimeout(preview, DEBOUNCE);
}

/** Replaces sections and form by what the server makes of `state` and an action; what is typed
 *  before it answers stays. */
async function rebuild(state, action = "") {
  const noted = noting(form);
  let answer;
  try {
    answer = await post(form.dataset.form, state + action, form.dataset.token);
  } catch {
    noted();
    dialogs.notice("连不上服务器，这一步没有做成", "写的内容都在。连上后再点一次。");
    return false;
  }
  const typed = noted();
  if (answer.status !== 200) {
    dialogs.notice(answer.data.error.message, answer.data.error.remedy);
    return false;
  }
  // what an earlier request answers from now on is about a form that is gone
  if (request) request.abort();
  request = null;
  const at = document.activeElement;
  const focused = at && at.name;
  const caret = focused ? [at.selectionStart, at.selectionEnd] : [];
  const piece = placeOf(at);
  const stays = typed.includes(at) || (piece && typed.includes(fieldOf(at)));
  const unfolded = [...form.querySelectorAll("details.group[open]")].map((group) => group.id);
  const revision = saver.revision.value;
  const top = byId("groups").scrollTop;
  byId("sections").innerHTML = answer.data.sections;
  byId("groups").innerHTML = answer.data.groups;
  const listed = byId("residue").scrollTop;
  byId("residue").innerHTML = answer.data.residue;
  byId("residue").scrollTop = listed;
  saver.revision.value = revision;
  for (const id of unfolded) if (byId(id)) byId(id).open = true;
  byId("groups").scrollTop = top;
  for (const box of putBack(form, typed)) {
    if (box.dataset.sectionBox) setSection(box.dataset.sectionBox, box.checked);
  }
  prepare();
  residue.view(answer.data.left);
  find.refresh();
  const [asked, of] = action.slice(1).split("=");
  const again = focused && form.querySelector(`[name="${CSS.escape(focused)}"]`);
  if (stays && piece) backTo(form, piece);
  else if (stays && again) focusAt(again, caret);
  else if (asked === "edit") lead(form, `text.${decodeURIComponent(of)}`);
  else if (asked === "return") lead(form, `g:${decodeURIComponent(of)}`);
  else if (asked === "extra" || asked === "annex") begin(asked === "extra" ? "own-" : "annex-");
  else if (asked === "take") lead(form, `text.${new URLSearchParams(action).get("into")}`);
  else if (piece) backTo(form, piece);
  else if (again) focusAt(again, caret);
  changed(Boolean(action));
  return true;
}

/** Gives a control drawn afresh the focus, and the caret where it was in the old one. */
function focusAt(control, [start, end]) {
  control.focus({ preventScroll: true });
  if (typeof start === "number" && typeof control.selectionStart === "number") control.setSelectionRange(start, end);
}

const undo = new Undo(form, stateOf, (state) => rebuild(state));

/** Leads to the title of the section or attachment of one's own that came last, to be typed over. */
function begin(kind) {
  const title = [...form.querySelectorAll(`[name^="title.${kind}"]`)].pop();
  lead(form, title.name);
  title.select();
}

/** Lets a text of several lines be as high as what stands in it. */
function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

function prepare() {
  for (const area of form.querySelectorAll(".row textarea, .edited-text")) fit(area);
  showTables(form);
  for (const box of document.querySelectorAll(".mirror")) box.disabled = false;
}

function setSection(id, on) {
  for (const box of document.querySelectorAll(`[data-section-box="${CSS.escape(id)}"]`)) {
    box.checked = on;
  }
}

const isTyped = (control) => Boolean(control.name) || control.matches(".piece");

function point(control) {
  const group = control.closest(".group");
  if (!group) return;
  for (const entry of document.querySelectorAll("#sections li")) {
    entry.classList.toggle("current", entry.id === `s-${group.dataset.section}`);
  }
  follow(control);
}

/** The page follows what is being edited: the row, or the line of a longer text. */
function follow(control) {
  if (!control || !form.contains(control) || !control.closest(".group") || !isTyped(control)) return;
  show(control, control.tagName === "TEXTAREA" ? [lineAt(control)] : textsAt(control));
}

function nextGap() {
  if (!gaps.length) return;
  const all = controls(form).map((control) => control.name);
  const here = all.indexOf(fieldOf(document.activeElement).name);
  const place = (name) => all.findIndex((n) => n === name || n.startsWith(`${name}.`));
  const order = gaps.map((gap) => gap.name).sort((a, b) => place(a) - place(b));
  const next = order.find((name) => place(name) > here) || order[0];
  lead(form, next);
  const gap = gaps.find((g) => g.name === next);
  announce(`待补：${gap.section}，${gap.label}`);
}

form.addEventListener("input", (event) => {
  if (event.target.matches(".row textarea, .edited-text")) fit(event.target);
  if (!event.isComposing) changed();
});
watchComposition(form, () => changed());
form.addEventListener("change", (event) => {
  const id = event.target.dataset && event.target.dataset.sectionBox;
  if (id) setSection(id, event.target.checked);
  changed(Boolean(id) || event.target.classList.contains("repeat"));
});
form.addEventListener("grid:changed", (event) => {
  changed(true);
  if (event.detail) told(event.detail);
});
form.addEventListener("rows:told", (event) => told(event.detail));
form.addEventListener("click", (event) => event.target.tagName === "TEXTAREA" && follow(event.target));
form.addEventListener("keyup", (event) => {
  if (event.target.tagName === "TEXTAREA" && /^(Arrow|Page|Home|End|Enter)/.test(event.key)) follow(event.target);
});
form.addEventListener("focusin", (event) => isTyped(event.target) && point(event.target));
form.addEventListener("focusout", (event) => {
  const holder = event.target.closest(".field");
  if (holder && event.target.value && !waiting) waiting = setTimeout(preview, DEBOUNCE);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name]");
  if (button && button.name === "replace") {
    event.preventDefault();
    swap(button.value);
  } else if (button && ["edit", "return", "last", "extra", "annex", "drop"].includes(button.name)) {
    event.preventDefault();
    const dropped = button.name === "drop" && byId(`g-${button.value}`).querySelector(".group-title").textContent;
    rebuild(stateOf(form), `&${button.name}=${encodeURIComponent(button.value)}`).then((done) => done && dropped && told(`已删去“${dropped}”`));
  }
});
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a, button");
  if (!link) return;
  if (link.dataset.target) {
    event.preventDefault();
    lead(form, link.dataset.target);
  } else if (link.id === "next-gap") {
    event.preventDefault();
    nextGap();
  } else if (link.dataset.pane) {
    document.body.dataset.pane = link.dataset.pane;
    sheets.fit();
  }
  else if (link.classList.contains("export-link")) {
    event.preventDefault();
    if (await saver.save()) {
      link.closest("details").open = false;
      location.href = link.href;
      const again = { name: "再下载一次", run: () => (location.href = link.href) };
      setTimeout(listVersions, LISTED);
      toast(`已导出 ${link.querySelector("b").textContent}：${byId("draft-title").textContent}`, again);
    }
  }
});
// what is printed or copied is the draft as it stands, not as it was last saved
document.addEventListener("handing", (event) => event.detail.before.push(saver.save()));
document.addEventListener("keydown", (event) => {
  if (event.key === "F8") {
    event.preventDefault();
    nextGap();
  } else if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    saver.save();
  }
});
byId("sections").addEventListener("keydown", (event) => {
  const item = event.target.closest("li.section");
  if (!item || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const up = event.key === "ArrowUp";
  const other = up ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  other[up ? "before" : "after"](item);
  event.target.focus();
  reordered(item);
});

/** Brings the form's groups into the order of the list of sections. */
function reordered(item) {
  const what = item.matches(".attached") ? "附件" : "章节";
  let above = byId("g-basics");
  for (const entry of document.querySelectorAll("#sections li.section")) {
    const group = byId(`g-${entry.dataset.section}`);
    above.after(group);
    above = group;
  }
  announce(`已换了${what}的顺序`);
  changed(true);
}

watchRows(form);
watchPhotos(form);
watchTables(form);
draggable(byId("sections"), "li.section", reordered);
prepare();
gaps = JSON.parse(dock.dataset.gaps);
residue.view(JSON.parse(form.dataset.residue));
sheets.show(JSON.parse(form.dataset.pages), JSON.parse(form.dataset.marks));
const left = saver.left();
if (left && left.fresh) {
  rebuild(left.state).then(() => {
    // at once: the try on leaving may have been saved since this page was made, and what is typed
    // on top of it would look like another person's
    saver.save();
    undo.settle();
    undo.resume();
    toast("刚才没来得及存的内容已经接上");
  });
} else {
  dialogs.left(left, (state) => rebuild(state), () => saver.forget());
  // typed before the page listened
  if (saver.dirty) changed();
}
form.dataset.ready = "true";
document.body.classList.add("scripted");


// Repeating rows 重复行: add, remove, move by keyboard and by dragging, paste from a spreadsheet.

import { cellsOf, fill, isTable } from "./spreadsheet.js";

const live = () => document.getElementById("live");

/** Says `text` to a screen reader. */
export function announce(text) {
  const region = live();
  if (region) region.textContent = text;
}

const rowsOf = (list) => [...list.querySelector(".rows-body").children];
const fieldsOf = (row) => [...row.querySelectorAll("input[name]:not([type=hidden]), select[name], textarea[name]")];

function renumber(list) {
  const path = list.dataset.path;
  rowsOf(list).forEach((row, index) => {
    for (const field of row.querySelectorAll("[name]")) {
      const rest = field.name.slice(path.length + 1).replace(/^[^.]*/, String(index));
      field.name = `${path}.${rest}`;
      field.id = field.name;
      const note = field.closest(".field").querySelector("p.error, p.warning");
      if (note) {
        note.id = `${field.id}-error`;
        field.setAttribute("aria-describedby", note.id);
      }
    }
  });
}

function changed(list) {
  renumber(list);
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function blankRow(list) {
  const blank = list.querySelector("template").content.firstElementChild.cloneNode(true);
  list.querySelector(".rows-body").append(blank);
  return blank;
}

/** Adds an empty row at the end of `list` and returns it. */
export function addRow(list) {
  const blank = blankRow(list);
  renumber(list);
  return blank;
}

function told(list, text) {
  list.dispatchEvent(new CustomEvent("rows:told", { bubbles: true, detail: text }));
}

function removeRow(list, row) {
  const rows = rowsOf(list);
  const at = rows.indexOf(row);
  const neighbour = rows[at + 1] || rows[at - 1];
  // a list of photos may be empty; others keep a row to type in
  if (neighbour || list.matches(".photos")) row.remove();
  else for (const field of fieldsOf(row)) field.value = "";
  changed(list);
  const left = neighbour || (row.isConnected && row);
  ((left && fieldsOf(left)[0]) || list.querySelector(".row-add, .photos-pick")).focus();
  told(list, `已删去第 ${at + 1} ${list.dataset.one || "行"}`);
}

function moveRow(list, row, to) {
  const rows = rowsOf(list);
  const from = rows.indexOf(row);
  if (to < 0 || to >= rows.length || to === from) return;
  const focused = row.contains(document.activeElement) ? document.activeElement : null;
  rows[to][from < to ? "after" : "before"](row);
  changed(list);
  if (focused) focused.focus();
  const one = list.dataset.one || "行";
  announce(`已把第 ${from + 1} ${one}移到第 ${to + 1} ${one}`);
}

/** Writes `cells` into `list` from row `top`, column `left`, adding rows; says what was done. */
function fillRows(list, cells, top, left) {
  const heads = [...list.querySelectorAll(".rows-head [data-part]")].map((h) => h.dataset.part);
  const rows = rowsOf(list);
  const said = fill(cells, heads, left, (n) => fieldsOf(rows[top + n] || blankRow(list)));
  changed(list);
  announce(said);
  told(list, said);
}

function pasted(event) {
  const field = event.target;
  const row = field.closest && field.closest(".row");
  if (!row || row.matches(".photo") || !event.clipboardData || !isTable(event.clipboardData, field)) return;
  const cells = cellsOf(event.clipboardData.getData("text/plain"));
  if (!cells.length) return;
  event.preventDefault();
  const list = row.closest(".repeat");
  fillRows(list, cells, rowsOf(list).indexOf(row), fieldsOf(row).indexOf(field));
}

function pressed(event) {
  const row = event.target.closest(".row");
  if (!row) return;
  const list = row.closest(".repeat");
  const rows = rowsOf(list);
  const at = rows.indexOf(row);
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    moveRow(list, row, at + (event.key === "ArrowUp" ? -1 : 1));
  } else if (event.key === "Enter" && event.target.tagName === "INPUT" && !row.matches(".photo")) {
    event.preventDefault();
    const column = fieldsOf(row).indexOf(event.target);
    const next = rows[at + 1] || addRow(list);
    if (!rows[at + 1]) changed(list);
    fieldsOf(next)[rows[at + 1] ? column : 0].focus();
  } else if (event.key === "Delete" && event.target.classList.contains("row-remove")) {
    event.preventDefault();
    removeRow(list, row);
  }
}

function clicked(event) {
  const button = event.target.closest("button");
  const list = button && button.closest(".repeat");
  if (!list) return;
  if (button.classList.contains("row-add")) {
    event.preventDefault();
    const row = addRow(list);
    changed(list);
    fieldsOf(row)[0].focus();
  } else if (button.classList.contains("row-remove")) {
    event.preventDefault();
    removeRow(list, button.closest(".row"));
  } else if (button.classList.contains("row-paste")) {
    event.preventDefault();
    const box = list.querySelector(".paste-box");
    box.hidden = !box.hidden;
    if (!box.hidden) box.querySelector("textarea").focus();
  } else if (button.classList.contains("paste-fill")) {
    event.preventDefault();
    fillPasted(list);
  }
}

/** Puts what lies in the box 从表格粘贴 of `list` into its rows, from the first empty one on. */
function fillPasted(list) {
  const box = list.querySelector(".paste-box");
  const area = box?.querySelector("textarea");
  const cells = area ? cellsOf(area.value) : [];
  if (!cells.length) return;
  const rows = rowsOf(list);
  const empty = rows.findIndex((row) => fieldsOf(row).every((f) => f.tagName === "SELECT" || !f.value));
  fillRows(list, cells, empty < 0 ? rows.length : empty, 0);
  area.value = "";
  box.hidden = true;
}

/** Lets the `children` of a container be dragged by their `.handle`; `done(item, from, to)`. */
export function draggable(root, itemSelector, done) {
  root.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".handle");
    const item = handle && handle.closest(itemSelector);
    if (!item || event.button !== 0) return;
    event.preventDefault();
    const siblings = () => [...item.parentElement.children];
    const from = siblings().indexOf(item);
    item.classList.add("dragging");
    const move = (e) => {
      for (const other of siblings()) {
        if (other === item) continue;
        const box = other.getBoundingClientRect();
        if (e.clientY < box.top || e.clientY > box.bottom) continue;
        const below = e.clientY > box.top + box.height / 2;
        const at = siblings().indexOf(other);
        const own = siblings().indexOf(item);
        if (below && at > own) other.after(item);
        else if (!below && at < own) other.before(item);
      }
    };
    const drop = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", drop);
      item.classList.remove("dragging");
      const to = siblings().indexOf(item);
      if (to !== from) done(item, from, to);
    };
    // on the window: an element that is moved in the page loses a captured pointer
    addEventListener("pointermove", move);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", drop);
  });
}

/** Makes every `.repeat` below `root` work, also those that are put there later. */
export function watchRows(root) {
  root.addEventListener("paste", pasted);
  root.addEventListener("keydown", pressed);
  root.addEventListener("click", clicked);
  // who pastes a table and saves at once means the rows: nothing pasted is lost
  root.addEventListener("submit", () => root.querySelectorAll(".repeat").forEach(fillPasted), true);
  draggable(root, ".row", (row, from, to) => {
    changed(row.closest(".repeat"));
    const one = row.closest(".repeat").dataset.one || "行";
    told(row.closest(".repeat"), `已把第 ${from + 1} ${one}移到第 ${to + 1} ${one}`);
  });
}

// Editing tables 改表格 in the texts of the form: by mouse, by keyboard, and by pasting cells.

import { areaAt, filled, merged, parted, partsOf, rawOf, rowsOf, withColumn, withRow, withoutColumn, withoutRow } from "./cells.js";
import { gridFrom, gridOn, wordsIn } from "./clipped.js";
import { controlAt, drawn, label, offer } from "./grid.js";
import { caretOf, fieldOf, partOf, piecesOf, show, tablesIn, take, tell } from "./pieces.js";
import { announce } from "./rows.js";

const SIDE = 3;

/** Puts `grid` in the place of the table of `part`, says `words`, and goes on in the cell `at`. */
function change(part, grid, at, words) {
  const field = fieldOf(part.box);
  Object.assign(part, { grid, raw: null, at });
  drawn(part);
  tell(field);
  controlAt(part, part.at).focus();
  announce(words);
  changed(part.box, words);
}

function changed(box, words = "") {
  box.closest(".tabled, .field").dispatchEvent(new CustomEvent("grid:changed", { bubbles: true, detail: words }));
}

function addRow(part, at) {
  change(part, withRow(part.grid, at), { r: at, c: part.at.c }, "");
}

const ACTS = {
  "row-below": (part, grid, at) => addRow(part, at.r + at.high),
  "row-above": (part, grid, at) => addRow(part, at.r),
  "column-right": (part, grid, at) => change(part, withColumn(grid, at.c + at.wide), { r: at.r, c: at.c + at.wide }, ""),
  "column-left": (part, grid, at) => change(part, withColumn(grid, at.c), { r: at.r, c: at.c }, ""),
  "row-drop": (part, grid, at) => change(part, withoutRow(grid, at.r), { r: Math.min(at.r, grid.high - 2), c: at.c }, `已删去第 ${at.r + 1} 行`),
  "column-drop": (part, grid, at) => change(part, withoutColumn(grid, at.c), { r: at.r, c: Math.min(at.c, grid.wide - 2) }, `已删去第 ${at.c + 1} 列`),
  "merge-right": (part, grid, at) => change(part, merged(grid, at, "right"), at, "已合并两格"),
  "merge-below": (part, grid, at) => change(part, merged(grid, at, "below"), at, "已合并两格"),
  part: (part, grid, at) => change(part, parted(grid, at), at, "已拆开"),
  "table-drop": (part) => {
    const field = fieldOf(part.box);
    const above = part.box.previousElementSibling.querySelector(".piece").value.length;
    tell(field, part);
    const box = field.closest(".field");
    show(field);
    const left = piecesOf(field)[0];
    left.focus();
    left.setSelectionRange(above, above);
    changed(box, "已删去一张表");
  },
};

function clicked(event) {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  if (pressed.dataset.grid) {
    const part = partOf(pressed);
    pressed.closest("details")?.removeAttribute("open");
    ACTS[pressed.dataset.grid](part, part.grid, part.at);
  } else if (pressed.classList.contains("table-add")) {
    const field = pressed.closest(".field").querySelector(".edited-text");
    insert(field, caretIn(field), gridFrom(Array.from({ length: SIDE }, () => Array(SIDE).fill(""))));
  }
}

// the button takes the focus away, so the last caret is kept
const carets = new WeakMap();
const caretIn = (field) => carets.get(field) ?? field.value.length;

/** Puts the table of `grid` into the text of `field`, behind the line in which letter `at` stands. */
function insert(field, at, grid) {
  const raw = rawOf({ kind: "table", caption: "", rows: rowsOf(grid) });
  const end = field.value.indexOf("\n", at);
  const above = field.value.slice(0, end < 0 ? undefined : end).replace(/\n+$/, "");
  const below = end < 0 ? "" : field.value.slice(end).replace(/^\n+/, "");
  field.value = [above, raw, below].filter(Boolean).join("\n\n");
  show(field);
  const before = partsOf(above).filter((part) => part.kind === "table").length;
  const part = tablesIn(field)[before];
  controlAt(part, { r: 0, c: 0 }).focus();
  changed(part.box, "已插入一张表");
}

/** Writes `cells` into the table from the cell `piece` on. */
function fill(piece, cells) {
  const part = partOf(piece);
  const [r, c] = [Number(piece.dataset.r), Number(piece.dataset.c)];
  const { grid, lost } = filled(part.grid, r, c, cells);
  const added = [[grid.high - part.grid.high, "行"], [grid.wide - part.grid.wide, "列"]].filter(([n]) => n);
  const more = added.length ? `，表格加了 ${added.map(([n, of]) => `${n} ${of}`).join("、")}` : "";
  const left = lost ? `；${lost} 格落在合并的格子里，没有填` : "";
  change(part, grid, { r, c }, `已填入 ${cells.length} 行 ${Math.max(...cells.map((row) => row.length))} 列${more}${left}`);
}

function pasted(event) {
  const piece = event.target;
  if (!piece.matches?.(".cell, .piece-text, .edited-text") || !event.clipboardData) return;
  const grid = gridOn(event.clipboardData);
  if (piece.matches(".cell")) {
    const column = !grid && /<t[dr][\s>]/i.test(event.clipboardData.getData("text/html"));
    const lines = column && event.clipboardData.getData("text/plain").trim().split(/\r?\n/);
    if (!grid && !(lines?.length > 1)) return;
    event.preventDefault();
    fill(piece, grid ? wordsIn(grid) : lines.map((line) => [line.trim()]));
  } else if (grid) {
    event.preventDefault();
    insert(fieldOf(piece), fieldOf(piece) === piece ? piece.selectionStart : caretOf(piece), grid);
  }
}

function typed(event) {
  const piece = event.target;
  const part = piece.matches(".piece") && partOf(piece);
  if (part) take(piece, part);
  if (piece.matches(".piece-text, .edited-text") && partsOf(piece.value).some((one) => one.kind === "table")) {
    // rows pasted among other text: they are a table from now on
    event.stopPropagation();
    const field = fieldOf(piece);
    show(field);
    piecesOf(field).find((one) => one.matches(".cell")).focus();
    changed(field.nextElementSibling);
  }
  if (part && piece.matches(".cell")) part.fresh = part.at.r + part.at.high === part.grid.high;
  if (part && piece.closest("th")) label(piece.closest("table"), part.grid);
}

// ── Going about ──

/** The cell to which Tab, or an arrow `key`, leads from `piece`; nothing where it belongs to the text
 *  in the cell or leads out of the table. */
function next(part, piece, key, back) {
  const { at } = part;
  const all = [...part.box.querySelectorAll(".cell")];
  if (key === "Tab") return all[all.indexOf(piece) + (back ? -1 : 1)];
  if (back) return null;
  const [start, end, length] = [piece.selectionStart, piece.selectionEnd, piece.value.length];
  const above = !piece.value.slice(0, start).includes("\n");
  const below = !piece.value.slice(end).includes("\n");
  if (key === "ArrowUp" && above) return controlAt(part, { r: at.r - 1, c: at.c });
  if (key === "ArrowDown" && below) return controlAt(part, { r: at.r + at.high, c: at.c });
  const whole = start === 0 && end === length;
  if (key === "ArrowLeft" && start === 0 && (end === 0 || whole)) return all[all.indexOf(piece) - 1];
  if (key === "ArrowRight" && end === length && (start === length || whole)) return all[all.indexOf(piece) + 1];
  return null;
}

function enter(cell) {
  cell.focus();
  cell.select();
}

function pressed(event) {
  const piece = event.target;
  if (event.key === "Escape" && piece.closest(".grid-box")) turn(piece);
  if (!piece.matches(".cell") || event.isComposing || event.ctrlKey || event.metaKey) return;
  const part = partOf(piece);
  const { grid, at } = part;
  if (event.key === "Enter" && (event.altKey || event.shiftKey)) {
    event.preventDefault();
    piece.setRangeText("\n", piece.selectionStart, piece.selectionEnd, "end");
    piece.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (event.key === "Enter") {
    event.preventDefault();
    const below = controlAt(part, { r: at.r + at.high, c: at.c });
    if (below) enter(below);
    else addRow(part, grid.high);
  } else if (event.key === "Tab" && !event.shiftKey && !event.altKey && isLast(grid, at) && part.fresh) {
    // as in Word, but only while one is filling it in: else Tab must lead out of the table
    event.preventDefault();
    part.fresh = false;
    change(part, withRow(grid, grid.high), { r: grid.high, c: 0 }, "");
  } else if (!event.altKey) {
    const cell = next(part, piece, event.key, event.shiftKey);
    if (!cell) return;
    event.preventDefault();
    enter(cell);
  }
}

/** From a cell to the tools below its table, and back to it. */
function turn(piece) {
  const part = partOf(piece);
  if (piece.matches(".cell")) part.box.querySelector("[data-grid]").focus();
  else if (part.at && !piece.closest("details[open]")) controlAt(part, part.at).focus();
}

const isLast = (grid, at) => at.r + at.high === grid.high && at.c + at.wide === grid.wide;

function entered(event) {
  const piece = event.target;
  if (!piece.matches?.(".cell")) return;
  const part = partOf(piece);
  if (!part.box.contains(event.relatedTarget)) part.fresh = false;
  part.at = areaAt(part.grid, Number(piece.dataset.r), Number(piece.dataset.c));
  for (const old of part.box.querySelectorAll(".at")) old.classList.remove("at");
  piece.closest("td, th").classList.add("at");
  offer(part);
}

function left(event) {
  const piece = event.target;
  if (piece.matches?.(".edited-text, .piece")) carets.set(fieldOf(piece), piece.matches(".edited-text") ? piece.selectionStart : caretOf(piece));
}

/** Shows the tables in all texts below `root`. */
export function showTables(root) {
  for (const field of root.querySelectorAll(".edited-text")) show(field);
}

/** Lets the tables in the texts below `root` be edited; before those who listen to typing there. */
export function watchTables(root) {
  root.addEventListener("input", typed, true);
  root.addEventListener("paste", pasted);
  root.addEventListener("keydown", pressed);
  root.addEventListener("click", clicked);
  root.addEventListener("focusin", entered);
  root.addEventListener("focusout", left);
}

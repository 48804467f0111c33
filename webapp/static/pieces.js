// Pieces of a text 文中的各段和表格: what is typed into in place of a field with tables in it. Each
// table is a grid, the text around it stays text; the field, hidden, holds the whole and follows, so
// that saving, undo and finding go on as they did.

import { areaAt, cellAt, gridOf, partsOf, rawOf, rowsOf } from "./cells.js";
import { controlAt, drawn, grown } from "./grid.js";

const shown = new WeakMap();

/** The field that holds the text of which `piece` shows a part; `piece` itself where it is one. */
export function fieldOf(piece) {
  return piece.closest(".tabled")?.previousElementSibling ?? piece;
}

/** What is typed into in place of `field`: its texts and cells, or itself. */
export function piecesOf(field) {
  return shown.has(field) ? [...field.nextElementSibling.querySelectorAll(".piece")] : [field];
}

/** Where the letters from `start` to `end` of `field` are typed: {control, start, end}. */
export function pieceAt(field, start, end) {
  let from = 0;
  for (const part of shown.get(field) ?? []) {
    const raw = rawNow(part);
    if (raw === null) continue;
    if (start <= from + raw.length) {
      const at = start - from;
      if (part.kind === "text") return within(part.box.querySelector(".piece"), at - part.before.length, end - start);
      const cell = cellAt({ ...part, raw, skip: part.raw === null ? 1 : part.skip }, at);
      const area = cell && areaAt(part.grid, cell.r, cell.c);
      return within(area ? controlAt(part, area) : part.box.querySelector(".grid-caption"), cell ? cell.at : 0, end - start);
    }
    from += raw.length + 1;
  }
  return { control: field, start, end };
}

const within = (control, start, length) => ({ control, start: Math.max(0, start), end: Math.max(0, start) + length });

/** Where in its field's text the caret of `piece` stands; behind the table for a cell. */
export function caretOf(piece) {
  const field = fieldOf(piece);
  let from = 0;
  for (const part of shown.get(field) ?? []) {
    const raw = rawNow(part) ?? "";
    if (part.box.contains(piece)) return part.kind === "text" ? from + part.before.length + piece.selectionStart : from + raw.length;
    if (rawNow(part) !== null) from += raw.length + 1;
  }
  return field.selectionStart;
}

/** The row that is printed of what is typed into `piece`: {table, row}, or null. */
export function rowAt(piece) {
  const field = fieldOf(piece);
  const table = piece.matches(".cell") ? tablesIn(field).indexOf(partOf(piece)) : -1;
  return table < 0 ? null : { table, row: Number(piece.dataset.r) };
}

/** The cell `c` of a row of a table in `field`, or null. */
export function cellOf(field, { table, row }, c) {
  const part = tablesIn(field)[table];
  return part ? controlAt(part, { r: row, c }) : null;
}

/** Which piece this is, to be found again after the form was drawn afresh. */
export function placeOf(piece) {
  const field = fieldOf(piece);
  if (field === piece) return null;
  return { name: field.name, at: piecesOf(field).indexOf(piece), caret: piece.selectionStart };
}

/** Focuses the piece that `placeOf` told of. */
export function backTo(form, { name, at, caret }) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
  const pieces = field ? piecesOf(field) : [];
  const piece = pieces[Math.min(at, pieces.length - 1)];
  if (!piece) return;
  piece.focus({ preventScroll: true });
  piece.setSelectionRange(caret, caret);
}

/** Tells the field of `piece` that its value was set by a script. */
export function wrote(piece) {
  const part = partOf(piece);
  if (part) take(piece, part);
}

/** The tables in `field`, in their order. */
export function tablesIn(field) {
  return (shown.get(field) ?? []).filter((part) => part.kind === "table");
}

/** The part of a text that an element is about, or undefined. */
export function partOf(piece) {
  return shown.get(fieldOf(piece))?.find((part) => part.box.contains(piece));
}

function rawNow(part) {
  if (part.kind === "text") return rawOf(part);
  return part.raw ?? rawOf({ ...part, rows: rowsOf(part.grid) });
}

/** Lets `field` say what its parts say, all or all but one. */
export function tell(field, without) {
  const parts = shown.get(field).filter((part) => part !== without);
  field.value = parts.map(rawNow).filter((raw) => raw !== null).join("\n");
}

/** Takes over what was typed into `piece`, which is of `part`. */
export function take(piece, part) {
  if (piece.parentElement.matches(".grow")) piece.parentElement.dataset.text = piece.value;
  if (part.kind === "text") part.text = piece.value;
  else {
    part.raw = null;
    if (piece.matches(".grid-caption")) part.caption = piece.value;
    else areaAt(part.grid, Number(piece.dataset.r), Number(piece.dataset.c)).text = piece.value;
  }
  tell(fieldOf(piece));
}

/** Shows the tables in `field` as grids; one without tables is typed into itself. */
export function show(field) {
  const parts = partsOf(field.value);
  const old = shown.has(field) ? field.nextElementSibling : null;
  const tabled = parts.some((part) => part.kind === "table");
  field.hidden = tabled;
  shown.delete(field);
  if (!tabled) {
    old?.remove();
    return;
  }
  const box = document.createElement("div");
  box.className = "tabled";
  let tables = 0;
  parts.forEach((part, n) => {
    if (part.kind === "text") part.box = textBox(field, part, n, parts.length);
    else {
      tables += 1;
      part.box = drawn(Object.assign(part, { grid: gridOf(part.rows), number: tables }));
    }
    box.append(part.box);
  });
  if (old) old.replaceWith(box);
  else field.after(box);
  shown.set(field, parts);
}

function textBox(field, part, n, all) {
  const box = document.createElement("div");
  const area = document.createElement("textarea");
  box.className = "text-part";
  area.className = "piece piece-text";
  area.rows = 1;
  area.value = part.text;
  const where = n === 0 ? "表格前面" : n === all - 1 ? "表格后面" : "两张表格中间";
  area.setAttribute("aria-label", `${field.getAttribute("aria-label") || "正文"}，${where}的文字`);
  area.placeholder = `${where}的文字`;
  box.append(grown(area));
  return box;
}

// A table 表格 as a grid of cells to type in, with its caption and its tools.

import { areaAt, beside } from "./cells.js";

function element(name, kind = "", text = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (text) made.textContent = text;
  return made;
}

/** `piece` in a box that grows with what is typed into it. */
export function grown(piece) {
  const made = element("span", "grow");
  made.dataset.text = piece.value;
  made.append(piece);
  return made;
}

const TOOLS = [
  ["row-below", "下面加行"],
  ["column-right", "右边加列"],
  ["row-drop", "删这一行"],
  ["column-drop", "删这一列"],
];
const MORE = [
  ["row-above", "上面加一行"],
  ["column-left", "左边加一列"],
  ["merge-right", "和右边一格合并"],
  ["merge-below", "和下面一格合并"],
  ["part", "拆开合并的格"],
  ["table-drop", "删去这张表"],
];

function button(kind, act, text) {
  const made = element("button", kind, text);
  made.type = "button";
  made.dataset.grid = act;
  return made;
}

/** How many rows are the head: as many as its tallest cell, where something is left below. */
function headOf(grid) {
  const tall = Math.max(...grid.areas.filter((one) => one.r === 0).map((one) => one.high));
  return tall < grid.high ? tall : 0;
}

/** The box in which the table of `part` (caption, grid, number) is edited; drawn anew where there
 *  is one. */
export function drawn(part) {
  const box = part.box ?? element("div", "grid-box");
  const caption = element("input", "piece grid-caption");
  Object.assign(caption, { type: "text", value: part.caption, autocomplete: "off", placeholder: "表题，例如 任务分工表" });
  caption.setAttribute("aria-label", "表题");
  const scroll = element("div", "grid-scroll");
  scroll.append(tableOf(part));
  box.replaceChildren(caption, scroll, tools());
  offer({ ...part, box });
  return box;
}

function tools() {
  const made = element("div", "grid-tools");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", "改表格");
  const more = element("details", "menu right grid-more");
  const list = element("div", "menu-list");
  list.append(...MORE.map(([act, text]) => button("menu-item", act, text)));
  more.append(element("summary", "button text", "更多"), list);
  made.append(...TOOLS.map(([act, text]) => button("button text", act, text)), more);
  return made;
}

function tableOf({ grid, caption, number }) {
  const table = element("table", "grid");
  table.setAttribute("aria-label", caption ? `表：${caption}` : `第 ${number} 张表`);
  const heads = headOf(grid);
  const lines = Array.from({ length: grid.high }, () => element("tr"));
  for (const area of [...grid.areas].sort((a, b) => a.r - b.r || a.c - b.c)) {
    const place = element(area.r < heads ? "th" : "td");
    if (area.r < heads) place.scope = "col";
    if (area.high > 1) place.rowSpan = area.high;
    if (area.wide > 1) place.colSpan = area.wide;
    const cell = element("textarea", "piece cell");
    cell.rows = 1;
    cell.value = area.text;
    cell.dataset.r = area.r;
    cell.dataset.c = area.c;
    const around = grown(cell);
    around.style.minWidth = `${room(area)}rem`;
    place.append(around);
    lines[area.r].append(place);
  }
  const body = element("tbody");
  body.append(...lines);
  table.append(body);
  label(table, grid);
  return table;
}

/** Calls every cell of `table` by its row and what stands above its column. */
export function label(table, grid) {
  const heads = headOf(grid);
  const names = columnNames(grid, heads);
  for (const cell of table.querySelectorAll(".cell")) {
    const [r, c] = [Number(cell.dataset.r), Number(cell.dataset.c)];
    const column = `第 ${c + 1} 列`;
    cell.setAttribute("aria-label", r < heads ? `表头，${column}` : `第 ${r + 1 - heads} 行，${names[c] || column}`);
  }
}

/** How wide a cell is at least, in rem: four 汉字, less where it says less. */
function room({ text, wide }) {
  const most = Math.max(...text.split("\n").map((line) => [...line].reduce((sum, c) => sum + (c < "\u2e80" ? 0.5 : 1), 0)));
  return wide > 1 ? 0 : 1 + 0.8125 * Math.min(Math.max(most, 2), 4.5);
}

function columnNames(grid, heads) {
  return Array.from({ length: heads ? grid.wide : 0 }, (_, c) => areaAt(grid, heads - 1, c).text.replace(/\n/g, ""));
}

/** Lets the tools say what can be done with the cell that was entered last. */
export function offer(part) {
  const { grid, at } = part;
  const can = at && {
    "row-drop": grid.high > 1,
    "column-drop": grid.wide > 1,
    "merge-right": Boolean(beside(grid, at, "right")),
    "merge-below": Boolean(beside(grid, at, "below")),
    part: at.high * at.wide > 1,
  };
  for (const one of part.box.querySelectorAll("[data-grid]")) one.disabled = can ? can[one.dataset.grid] === false : one.dataset.grid !== "table-drop";
}

/** The cell of the grid of `part` that covers a place, or null. */
export function controlAt(part, { r, c }) {
  const area = areaAt(part.grid, r, c);
  return area ? part.box.querySelector(`.cell[data-r="${area.r}"][data-c="${area.c}"]`) : null;
}

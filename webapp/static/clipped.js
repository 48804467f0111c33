// Cells on the clipboard 剪贴板里的格子: a table copied from a spreadsheet or a Word file.

import { cellsOf } from "./spreadsheet.js";

// stands for a break that is meant
const BREAK = "\u2028";

/** The only table on the clipboard as a grid (`gridOf` in cells.js), its merged cells merged, or null
 *  where that is text or one cell; a cell of several paragraphs keeps them. */
export function gridOn(data) {
  const html = data.getData("text/html");
  if (/<table[\s>]/i.test(html)) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const tables = [...page.querySelectorAll("table")].filter((one) => !one.parentElement.closest("table"));
    const words = [...page.body.children].filter((one) => !one.matches("table, style, meta, link") && !one.querySelector("table"));
    if (tables.length === 1 && words.every((one) => !one.textContent.trim())) return several(gridIn(tables[0]));
    if (tables.length) return null;
  }
  const rows = cellsOf(data.getData("text/plain"));
  return rows.length && rows.every((row) => row.length > 1 && row.length === rows[0].length) ? gridFrom(rows) : null;
}

/** `rows` of cells as a grid without merged ones. */
export function gridFrom(rows) {
  const areas = rows.flatMap((row, r) => row.map((text, c) => ({ r, c, high: 1, wide: 1, text })));
  return { high: rows.length, wide: rows[0].length, areas };
}

/** What `grid` says row by row; what a merged cell covers is empty. */
export function wordsIn({ high, wide, areas }) {
  const rows = Array.from({ length: high }, () => Array(wide).fill(""));
  for (const { r, c, text } of areas) rows[r][c] = text;
  return rows;
}

const several = (grid) => (grid.areas.length > 1 ? grid : null);

function gridIn(table) {
  const lines = [...table.rows];
  const taken = lines.map(() => []);
  const areas = [];
  lines.forEach((line, r) => {
    for (const cell of line.cells) {
      let c = 0;
      while (taken[r][c]) c += 1;
      // 0 is said of a cell that goes down to the end
      const high = Math.min(cell.rowSpan || lines.length, lines.length - r);
      areas.push({ r, c, high, wide: cell.colSpan, text: wordsOf(cell) });
      for (let y = r; y < r + high; y += 1) {
        for (let x = c; x < c + cell.colSpan; x += 1) taken[y][x] = true;
      }
    }
  });
  return whole(areas);
}

/** A grid of `areas`, without the rows and columns in which no cell begins: a page lets a cell go over a hundred
 *  columns that there are not. */
function whole(areas) {
  const grid = { areas };
  for (const [place, length] of [["r", "high"], ["c", "wide"]]) {
    const begun = [...new Set(areas.map((one) => one[place]))].sort((a, b) => a - b);
    const before = (at) => begun.filter((one) => one < at).length;
    grid[length] = begun.length;
    for (const one of areas) {
      const end = before(one[place] + one[length]);
      one[place] = before(one[place]);
      one[length] = end - one[place];
    }
  }
  return grid;
}

function wordsOf(cell) {
  for (const rule of cell.querySelectorAll("br")) rule.replaceWith(BREAK);
  const paragraphs = cell.querySelectorAll("p");
  const texts = (paragraphs.length ? [...paragraphs] : [cell]).map((one) => one.textContent);
  return texts.flatMap((text) => text.split(BREAK)).map(flat).filter(Boolean).join("\n");
}

/** `text` in one line: programs break the lines of what they copy anywhere, also between 汉字. */
function flat(text) {
  return text.replace(/([\u2e80-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\uffef])/g, "$1").replace(/[\s\u00a0]+/g, " ").trim();
}

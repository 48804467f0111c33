// Cells on the clipboard 剪贴板里的格子: a table copied from a spreadsheet or a Word file.

import { cellsOf } from "./spreadsheet.js";

// stands for a break that is meant
const BREAK = "\u2028";

/** The cells of the only table on the clipboard, or null where that is text or one cell. What a merged cell
 *  covers is empty; a cell of several paragraphs keeps them. */
export function cellsOn(data) {
  const html = data.getData("text/html");
  if (/<table[\s>]/i.test(html)) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const tables = [...page.querySelectorAll("table")].filter((one) => !one.parentElement.closest("table"));
    const words = [...page.body.children].filter((one) => !one.matches("table, style, meta, link") && !one.querySelector("table"));
    if (tables.length === 1 && words.every((one) => !one.textContent.trim())) return several(rowsOf(tables[0]));
    if (tables.length) return null;
  }
  const rows = cellsOf(data.getData("text/plain"));
  return rows.length && rows.every((row) => row.length > 1 && row.length === rows[0].length) ? rows : null;
}

const several = (rows) => (rows && rows.length * rows[0].length > 1 ? rows : null);

function rowsOf(table) {
  const rows = [];
  [...table.rows].forEach((line, r) => {
    rows[r] ??= [];
    for (const cell of line.cells) {
      let c = 0;
      while (rows[r][c] !== undefined) c += 1;
      for (let y = 0; y < cell.rowSpan && r + y < table.rows.length; y += 1) {
        rows[r + y] ??= [];
        for (let x = 0; x < cell.colSpan; x += 1) rows[r + y][c + x] = y || x ? "" : wordsOf(cell);
      }
    }
  });
  const wide = Math.max(0, ...rows.map((row) => row.length));
  return wide ? rows.map((row) => Array.from({ length: wide }, (_, c) => row[c] ?? "")) : null;
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

// Cells 格子: the tables in a text, taken out of it as grids and put back. A line is a row, tabs
// part its cells; what a merged cell covers says so, and ↵ is a line break (webapp/cells.py).

const LEFT = "（并左）";
const UP = "（并上）";
const SAID = new Map([[LEFT, LEFT], ["(并左)", LEFT], [UP, UP], ["(并上)", UP]]);
const BREAK = "↵";
const CAPTION = /^\s*表[：:]/;
const PIPES = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*$/;

const isRow = (line) => line.includes("\t") || PIPES.test(line);

/** The cells of a row, and where in the line each begins. */
function cellsIn(line) {
  const piped = !line.includes("\t");
  const parts = piped ? line.trim().split(/(?<!\\)\|/).slice(1, -1) : line.split("\t");
  return parts.map((part) => (piped ? part.replace(/\\\|/g, "|") : part).trim());
}

/** `text` as parts: texts, and tables with `caption`, `rows` of cells and `skip`, the lines above
 *  the first row. Joined by line breaks the `raw` of all parts are the text. A text stands before,
 *  between and behind all tables; one that the text does not have has no `raw`. */
export function partsOf(text) {
  const lines = text.split("\n");
  const parts = [];
  let between = [];
  const close = () => {
    parts.push(between.length ? { kind: "text", ...bare(between.join("\n")) } : { kind: "text", ...bare(""), raw: null });
    between = [];
  };
  for (let at = 0; at < lines.length;) {
    const captioned = CAPTION.test(lines[at]);
    let start = at + (captioned ? 1 : 0);
    while (captioned && start < lines.length && !lines[start].trim() && !isRow(lines[start])) start += 1;
    let end = start;
    while (end < lines.length && isRow(lines[end])) end += 1;
    if (end - start < (captioned ? 1 : 2)) {
      between.push(lines[at]);
      at += 1;
      continue;
    }
    close();
    const own = lines.slice(start, end).filter((line) => !RULE.test(line)).map(cellsIn);
    const wide = Math.max(...own.map((row) => row.length));
    parts.push({
      kind: "table",
      raw: lines.slice(at, end).join("\n"),
      skip: start - at,
      caption: captioned ? lines[at].replace(CAPTION, "").trim() : "",
      rows: own.map((row) => [...row, ...Array(wide - row.length).fill("")]),
    });
    at = end;
  }
  close();
  return parts;
}

/** A text without the blank lines around it, which stay as they are. */
function bare(raw) {
  const [, before, text, behind] = /^(\n*)([^]*?)(\n*)$/.exec(raw);
  return { raw, before, text, behind };
}

/** What `part` is in the text, or null for nothing. */
export function rawOf(part) {
  if (part.kind === "text") {
    return part.raw === null && !part.text ? null : `${part.before}${part.text}${part.behind}`;
  }
  const wide = part.rows[0].length;
  const line = (row) => {
    const cells = row.map((cell) => cell.replace(/\t/g, " ").trim());
    return wide === 1 ? `|${cells[0].replace(/\|/g, "\\|")}|` : cells.join("\t");
  };
  return [`表：${part.caption.trim()}`, ...part.rows.map(line)].join("\n");
}

/** Which cell of `part` (a table) stands at letter `at` of its raw text, and how far in. */
export function cellAt(part, at) {
  const before = part.raw.slice(0, at).split("\n");
  const r = before.length - 1 - part.skip;
  if (r < 0) return null;
  const parts = before[before.length - 1].split("\t");
  const gap = /^[ \u3000]*/.exec(part.raw.split("\n")[before.length - 1].split("\t")[parts.length - 1])[0].length;
  const piped = part.rows[0].length === 1 ? 1 : 0;
  return { r, c: parts.length - 1, at: Math.max(0, parts[parts.length - 1].length - gap - piped) };
}

/** `rows` as a grid: how high and wide, and its `areas`, each cell with the places it covers. What
 *  would be no rectangle is not merged. */
export function gridOf(rows) {
  const owners = rows.map((row) => row.map(() => null));
  const own = new Map();
  rows.forEach((row, r) => row.forEach((text, c) => {
    const said = SAID.get(text.replace(/ /g, ""));
    const from = said === UP ? owners[r - 1]?.[c] : said && owners[r][c - 1];
    const [y, x] = (owners[r][c] = from || [r, c]);
    const key = `${y} ${x}`;
    if (!own.has(key)) own.set(key, []);
    own.get(key).push([r, c]);
  }));
  const areas = [];
  const word = (r, c) => (SAID.has(rows[r][c].replace(/ /g, "")) ? "" : rows[r][c].split(BREAK).join("\n"));
  for (const [key, places] of own) {
    const [r, c] = key.split(" ").map(Number);
    const high = Math.max(...places.map(([y]) => y)) - r + 1;
    const wide = Math.max(...places.map(([, x]) => x)) - c + 1;
    const square = high * wide === places.length && places.every(([, x]) => x >= c);
    if (square) areas.push({ r, c, high, wide, text: word(r, c) });
    else for (const [y, x] of places) areas.push({ r: y, c: x, high: 1, wide: 1, text: word(y, x) });
  }
  return { high: rows.length, wide: rows[0].length, areas };
}

/** `grid` as rows, every place filled; a place that no area has is an empty cell. */
export function rowsOf({ high, wide, areas }) {
  const rows = Array.from({ length: high }, () => Array(wide).fill(""));
  for (const { r, c, high: down, wide: across, text } of areas) {
    for (let y = 0; y < down; y += 1) {
      for (let x = 0; x < across; x += 1) rows[r + y][c + x] = y ? UP : x ? LEFT : text.trim().replace(/\s*\n\s*/g, BREAK);
    }
  }
  return rows;
}

/** The area of `grid` that covers a place, or undefined. */
export function areaAt({ areas }, r, c) {
  return areas.find((one) => r >= one.r && r < one.r + one.high && c >= one.c && c < one.c + one.wide);
}

// along which a line lies: [place, length of an area, length of the grid]
const ROW = ["r", "high"];
const COLUMN = ["c", "wide"];

function wider(grid, at, [place, length]) {
  const areas = grid.areas.map((one) => {
    if (one[place] >= at) return { ...one, [place]: one[place] + 1 };
    return one[place] + one[length] > at ? { ...one, [length]: one[length] + 1 } : one;
  });
  return complete({ ...grid, [length]: grid[length] + 1, areas });
}

function narrower(grid, at, [place, length]) {
  if (grid[length] < 2) return grid;
  const areas = grid.areas
    .map((one) => {
      if (one[place] > at) return { ...one, [place]: one[place] - 1 };
      return one[place] + one[length] > at ? { ...one, [length]: one[length] - 1 } : one;
    })
    .filter((one) => one.high && one.wide);
  return { ...grid, [length]: grid[length] - 1, areas };
}

const complete = (grid) => gridOf(rowsOf(grid));

/** `grid` with an empty row above row `at`; a cell merged across that line grows. */
export const withRow = (grid, at) => wider(grid, at, ROW);
/** `grid` with an empty column on the left of column `at`. */
export const withColumn = (grid, at) => wider(grid, at, COLUMN);
/** `grid` without row `at`; a merged cell shrinks and keeps its text. The last row stays. */
export const withoutRow = (grid, at) => narrower(grid, at, ROW);
/** `grid` without column `at`. */
export const withoutColumn = (grid, at) => narrower(grid, at, COLUMN);

/** What `area` of `grid` can be merged with on its right ("right") or below, or undefined. */
export function beside(grid, area, way) {
  const found = way === "right" ? areaAt(grid, area.r, area.c + area.wide) : areaAt(grid, area.r + area.high, area.c);
  if (!found) return undefined;
  const fits = way === "right" ? found.r === area.r && found.high === area.high : found.c === area.c && found.wide === area.wide;
  return fits ? found : undefined;
}

/** `grid` with `area` and what is beside it as one cell that keeps both texts. */
export function merged(grid, area, way) {
  const other = beside(grid, area, way);
  const text = [area.text, other.text].filter(Boolean).join("\n");
  const grown = way === "right" ? { wide: area.wide + other.wide } : { high: area.high + other.high };
  const areas = grid.areas.filter((one) => one !== other).map((one) => (one === area ? { ...area, ...grown, text } : one));
  return { ...grid, areas };
}

/** `grid` with `area` parted into its places, the first of which keeps the text. */
export function parted(grid, area) {
  return complete({ ...grid, areas: grid.areas.map((one) => (one === area ? { ...one, high: 1, wide: 1 } : one)) });
}

/** `grid` with `cells` written from a place on, rows and columns added where they end; `lost` counts
 *  what fell upon places that a merged cell covers. */
export function filled(grid, r, c, cells) {
  let made = grid;
  const wide = Math.max(...cells.map((row) => row.length));
  while (made.high < r + cells.length) made = withRow(made, made.high);
  while (made.wide < c + wide) made = withColumn(made, made.wide);
  const areas = made.areas.map((one) => ({ ...one }));
  const own = new Map(areas.map((one) => [`${one.r} ${one.c}`, one]));
  let lost = 0;
  cells.forEach((row, y) => row.forEach((text, x) => {
    const area = own.get(`${r + y} ${c + x}`);
    if (area) area.text = text;
    else if (text) lost += 1;
  }));
  return { grid: { ...made, areas }, lost };
}

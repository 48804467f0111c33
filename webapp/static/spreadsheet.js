// Cells copied from a spreadsheet 从表格粘贴: read from the clipboard, written into rows.

// more rows than that nobody looks through in a form
const MOST = 1000;
// so many reasons are said at once
const SAID = 3;

/** Cells of text copied from a spreadsheet: tabs between cells, quotes around line breaks. */
export function cellsOf(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    const row = rows[rows.length - 1];
    if (quoted) {
      if (c === '"' && text[at + 1] === '"') row[row.length - 1] += text[(at += 1)];
      else if (c === '"') quoted = false;
      else row[row.length - 1] += c;
    } else if (c === '"' && row[row.length - 1] === "") quoted = true;
    else if (c === "\t") row.push("");
    else if (c === "\n") rows.push([""]);
    else if (c !== "\r") row[row.length - 1] += c;
  }
  return rows.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some(Boolean));
}

/** Whether what is pasted into `field` are several cells: a table, or one column of it. */
export function isTable(data, field) {
  const text = data.getData("text/plain").trim();
  if (text.includes("\t")) return true;
  const copied = /<t[dr][\s>]/i.test(data.getData("text/html"));
  return (copied || field.tagName === "INPUT") && /\S\s*\n\s*\S/.test(text);
}

/** Writes `value` into `field`; false where a choice does not know it. */
function write(field, value) {
  if (field.tagName !== "SELECT") {
    field.value = value;
    return true;
  }
  const option = [...field.options].find((o) => o.value === value || o.text === value);
  if (option) field.value = option.value;
  return Boolean(option) || !value;
}

/** The column from which on `lines` belong into `fields`: `left` where they were pasted, unless the
 *  first of their columns is what a choice on the left of it offers, or they fill a whole row. */
function columnOf(lines, left, fields) {
  const first = lines.map((line) => line[0]).filter(Boolean);
  const offers = (field) => {
    const known = field.tagName === "SELECT" ? [...field.options].flatMap((o) => [o.value, o.text]) : [];
    return first.length > 0 && first.every((cell) => known.includes(cell));
  };
  const choice = fields.slice(0, left).findIndex(offers);
  if (choice >= 0) return choice;
  const width = Math.max(...lines.map((line) => line.length));
  return width === fields.length ? 0 : left;
}

const bare = (text) => text.replace(/[（(].*$/, "").replace(/[*＊\s]/g, "");

/** Writes `cells` row by row into the controls that `fieldsOf(n)` gives for the n-th of them,
 *  from column `left` on; a first line of `heads` is obeyed. Returns what is to be said: how
 *  many rows, and what found no place. */
export function fill(cells, heads, left, fieldsOf) {
  const named = cells[0].map((cell) => heads.indexOf(bare(cell)));
  const known = named.filter((n) => n >= 0).length;
  const isHead = known > 0 && known >= Math.min(2, heads.length);
  const all = isHead ? cells.slice(1) : cells;
  const body = all.slice(0, MOST);
  const lost = new Set();
  const from = !isHead && body.length ? columnOf(body, left, fieldsOf(0)) : left;
  body.forEach((line, n) => {
    const fields = fieldsOf(n);
    line.forEach((cell, column) => {
      const at = isHead ? named[column] : from + column;
      if (at < 0 || !fields[at]) {
        if (cell) lost.add(isHead ? `没有“${cells[0][column]}”这一列` : "多出来的列");
      } else if (!write(fields[at], cell)) lost.add(`“${cell}”不在“${heads[at]}”可选的里面`);
    });
  });
  if (all.length > MOST) lost.add(`一次最多 ${MOST} 行，后面 ${all.length - MOST} 行没有填`);
  const reasons = [...lost].slice(0, SAID).join("；");
  return `已填入 ${body.length} 行${reasons ? `，没填进来的：${reasons}` : ""}`;
}

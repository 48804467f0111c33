// Cells 格子 of a table in a text: Tab goes from cell to cell, Enter begins a row, as in Word.

const ROW = /\t/;

/** The line of `area` in which the caret stands: its start, end, and words. */
function lineOf(area) {
  const { value, selectionStart: at } = area;
  const start = value.lastIndexOf("\n", at - 1) + 1;
  const found = value.indexOf("\n", at);
  const end = found < 0 ? value.length : found;
  return { start, end, text: value.slice(start, end) };
}

/** Types `text` over what is selected, so that the browser's own undo knows of it. */
function type(area, text) {
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Selects the next cell of the table, or the one before; false where there is none. */
function step(area, back) {
  const { value } = area;
  const edge = back ? area.selectionStart : area.selectionEnd;
  const isEnd = (c) => c === undefined || c === "\t" || c === "\n";
  let at = edge;
  if (back) {
    while (at > 0 && !isEnd(value[at - 1])) at -= 1;
    at -= 1;
  } else while (!isEnd(value[at])) at += 1;
  if (at < 0 || at >= value.length) return false;
  const start = back ? Math.max(value.lastIndexOf("\t", at - 1), value.lastIndexOf("\n", at - 1)) + 1 : at + 1;
  let end = start;
  while (!isEnd(value[end])) end += 1;
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const to = value.indexOf("\n", start);
  if (!ROW.test(value.slice(from, to < 0 ? undefined : to))) return false;
  area.setSelectionRange(start, end);
  return true;
}

function pressed(event) {
  const area = event.target;
  if (!area.matches(".edited-text") || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const line = lineOf(area);
  if (!ROW.test(line.text)) return;
  if (event.key === "Tab") {
    if (step(area, event.shiftKey)) event.preventDefault();
  } else if (event.key === "Enter" && !event.shiftKey) {
    const filled = line.text.trim();
    if (filled && area.selectionStart !== line.end) return;
    event.preventDefault();
    if (filled) {
      type(area, `\n${line.text.replace(/[^\t]/g, "")}`);
      const at = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
      area.setSelectionRange(at, at);
    } else {
      // a second Enter leaves the table
      area.setSelectionRange(line.start, line.end);
      type(area, "\n");
    }
  }
}

/** Lets the tables in the texts below `root` be gone through by keyboard. */
export function watchCells(root) {
  root.addEventListener("keydown", pressed);
}

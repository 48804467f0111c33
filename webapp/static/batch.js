// The check of a roster 核对: from the list of problems to the cell and back, F8 to the next one.

const entries = [...document.querySelectorAll("[data-cell]")];

function point(entry) {
  document.querySelectorAll(".batch-problems .now").forEach((old) => old.classList.remove("now"));
  const item = entry.closest("li");
  item.classList.add("now");
  // the list alone moves: of two clicks on a cell the second has to meet the same cell
  const list = item.closest("ol");
  const [own, box] = [item.getBoundingClientRect(), list.getBoundingClientRect()];
  if (own.top < box.top) list.scrollTop -= box.top - own.top;
  else if (own.bottom > box.bottom) list.scrollTop += own.bottom - box.bottom;
}

function visit(entry) {
  const cell = document.getElementById(entry.dataset.cell);
  point(entry);
  if (!cell) return;
  cell.scrollIntoView({ block: "center", inline: "center" });
  cell.focus({ preventScroll: true });
}

for (const entry of entries) {
  // a cell on another page of the table: the link itself leads there
  if (!document.getElementById(entry.dataset.cell)) continue;
  entry.addEventListener("click", (event) => {
    event.preventDefault();
    visit(entry);
  });
}

const arrived = entries.find((entry) => `#${entry.dataset.cell}` === location.hash);
if (arrived) visit(arrived);

document.addEventListener("keydown", (event) => {
  if (event.key !== "F8" || !entries.length) return;
  event.preventDefault();
  // an entry of several places names the first one twice
  const cells = entries.map((entry) => entry.dataset.cell);
  const here = entries.filter((entry, at) => cells.indexOf(cells[at]) === at && document.getElementById(cells[at]));
  if (!here.length) return;
  const at = here.findIndex((entry) => entry.dataset.cell === document.activeElement?.id);
  visit(here[(at + (event.shiftKey ? here.length - (at < 0 ? 0 : 1) : 1)) % here.length]);
});

document.addEventListener("click", (event) => {
  const cell = event.target.closest("td[id^='c-']");
  const entry = cell && entries.find((one) => one.dataset.cell === cell.id);
  if (entry) point(entry);
});

// after a cell was put right the page comes back where it was
const moving = [document.querySelector(".sheet-table"), document.querySelector(".batch-problems ol")];
const kept = `looked-at ${location.pathname}`;
document.addEventListener("submit", () => {
  sessionStorage.setItem(kept, JSON.stringify(moving.map((box) => [box?.scrollLeft, box?.scrollTop])));
});
const before = JSON.parse(sessionStorage.getItem(kept) ?? "null");
sessionStorage.removeItem(kept);
before?.forEach(([x, y], at) => moving[at]?.scrollTo(x ?? 0, y ?? 0));

// a cell is put right where it stands: two clicks or Enter, as in a spreadsheet
const table = document.querySelector("[data-mend]");
const form = table && document.getElementById(table.dataset.mend);

function edit(cell) {
  const row = cell.closest("tr").querySelector("th[scope=row]").textContent.trim();
  const column = table.querySelector(".letters").children[cell.cellIndex].textContent.trim();
  if (!column || cell.querySelector("input")) return;
  const words = cell.querySelector(".cell");
  const before = cell.classList.contains("blank-cell") ? "" : words.textContent;
  // several lines do not fit into one: those are for the spreadsheet
  if (before.includes("\n")) return;
  const input = document.createElement("input");
  input.value = before;
  input.setAttribute("aria-label", `第 ${row} 行 ${column} 列 改成`);
  words.hidden = true;
  cell.classList.add("editing");
  cell.append(input);
  input.focus();
  input.select();
  let left = false;
  const leave = (keep) => {
    if (left) return; // taking the field away is leaving it once more
    left = true;
    const value = input.value.trim();
    input.remove();
    words.hidden = false;
    cell.classList.remove("editing");
    if (!keep || value === before.trim()) return;
    words.textContent = value;
    for (const [name, own] of Object.entries({ row, column, value })) form.elements[name].value = own;
    form.requestSubmit();
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    leave(event.key === "Enter");
    cell.focus();
  });
  input.addEventListener("blur", () => leave(true));
}

table?.addEventListener("dblclick", (event) => {
  const cell = event.target.closest("tbody td:not(.verdict)");
  if (cell) edit(cell);
});
table?.addEventListener("keydown", (event) => {
  const cell = event.target.closest("tbody td[tabindex]");
  if (!cell || event.target !== cell || (event.key !== "Enter" && event.key !== "F2")) return;
  event.preventDefault();
  edit(cell);
});

// what was typed before the page listened, or stands there after going back
document.addEventListener("DOMContentLoaded", () => {
  const name = document.getElementById("name");
  if (name && name.value !== name.defaultValue) name.dispatchEvent(new Event("typed"));
});

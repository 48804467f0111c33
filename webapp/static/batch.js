// The check of a roster 核对: from the list of problems to the cell and back, F8 to the next one.

const entries = [...document.querySelectorAll("[data-cell]")];

function visit(entry) {
  const cell = document.getElementById(entry.dataset.cell);
  document.querySelectorAll(".batch-problems .now").forEach((old) => old.classList.remove("now"));
  entry.closest("li").classList.add("now");
  entry.closest("li").scrollIntoView({ block: "nearest" });
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
  if (entry) visit(entry);
});

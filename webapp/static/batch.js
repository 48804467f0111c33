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
  entry.addEventListener("click", (event) => {
    event.preventDefault();
    visit(entry);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "F8" || !entries.length) return;
  event.preventDefault();
  const at = entries.findIndex((entry) => entry.closest("li").classList.contains("now"));
  visit(entries[(at + (event.shiftKey ? entries.length - 1 : 1)) % entries.length]);
});

document.addEventListener("click", (event) => {
  const cell = event.target.closest("td[id^='c-']");
  const entry = cell && entries.find((one) => one.dataset.cell === cell.id);
  if (entry) visit(entry);
});

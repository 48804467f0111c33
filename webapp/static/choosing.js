// Several rows of a list chosen at once 多选: all, none, and how many.

const boxes = [...document.querySelectorAll("[data-choose]")];
const all = document.querySelector("[data-choose-all]");
const count = document.querySelector("[data-chosen-count]");
const quiet = count?.textContent ?? "";
const actions = [...document.querySelectorAll("button[form=chosen]")];

function show() {
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  count.textContent = chosen ? `选了 ${chosen} 份` : quiet;
  for (const button of actions) {
    button.disabled = !chosen;
    button.closest("details")?.querySelector("summary").setAttribute("aria-disabled", String(!chosen));
  }
  for (const box of boxes) box.closest("tr").classList.toggle("chosen", box.checked);
}

if (all) {
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  let last = null;
  for (const box of boxes) {
    // shift takes all from the last one that was clicked, as lists of files do
    box.addEventListener("click", (event) => {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)];
      if (event.shiftKey && from >= 0) {
        for (const one of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
      }
      last = box;
      show();
    });
  }
  addEventListener("pageshow", show);
  show();
}

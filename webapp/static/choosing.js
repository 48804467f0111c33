// Several rows of a list chosen at once 多选: a page, the whole list over its pages, and how many.

const boxes = [...document.querySelectorAll("[data-choose]")];
const all = document.querySelector("[data-choose-all]");
const count = document.querySelector("[data-chosen-count]");
const quiet = count?.textContent ?? "";
const actions = [...document.querySelectorAll("button[form=chosen]")];
const more = document.querySelector("[data-choose-whole]");
const until = document.querySelector("[data-chosen-until]");
// whether the whole list is meant, not the ticked rows alone
let whole = false;

function show() {
  const chosen = boxes.filter((box) => box.checked).length;
  const page = chosen > 0 && chosen === boxes.length;
  whole &&= page;
  all.checked = page;
  all.indeterminate = chosen > 0 && !page;
  count.textContent = !chosen ? quiet : whole ? `选中全部 ${more.dataset.chooseWhole} 份` : page && more ? `选中本页 ${chosen} 份` : `选了 ${chosen} 份`;
  if (more) {
    more.hidden = !page;
    more.textContent = whole ? `只选本页 ${chosen} 份` : `选中全部 ${more.dataset.chooseWhole} 份`;
    until.disabled = !whole;
  }
  for (const said of document.querySelectorAll("[data-chosen-number]"))
    said.textContent = !chosen ? "" : whole ? `全部 ${more.dataset.chooseWhole} 份` : ` ${chosen} 份`;
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
  more?.addEventListener("click", () => {
    whole = !whole;
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

// 对应各列: a field that a column was chosen for is no longer asked for above.

const form = document.querySelector("[data-columns]");
const LACKING = "缺少必填的列：";
const notice = [...document.querySelectorAll(".notice.wrong .notice-what b")].find((one) =>
  one.textContent.startsWith(LACKING));
const lacking = notice?.textContent.slice(LACKING.length).split("、") ?? [];

function show() {
  const chosen = new Set([...form.querySelectorAll("td select")].map((one) => one.value));
  for (const input of form.querySelectorAll("[name^='all.']")) {
    input.closest(".field").hidden = chosen.has(input.name.slice(4));
  }
  const asked = form.querySelector(".columns-constants");
  if (asked) asked.hidden = !asked.querySelector(".field:not([hidden])");
  const still = lacking.filter((name) => {
    const given = form.elements[`all.${name}`];
    return !chosen.has(name) && !given?.value.trim();
  });
  if (notice) {
    notice.closest(".notice").hidden = !still.length;
    notice.textContent = LACKING + still.join("、");
  }
}

form.addEventListener("change", (event) => {
  const select = event.target.closest("td select");
  const chip = select?.closest("tr").querySelector("td:last-child");
  if (chip) chip.textContent = select.value ? "选定" : "不用";
  show();
});
form.addEventListener("input", show);

// From one difference to the next 下一处: by button, F8 and Shift+F8.

const lines = [...document.querySelectorAll("[data-change]")];
const tool = document.querySelector(".compared-steps");
let at = -1;

function step(by) {
  if (!lines.length) return;
  lines[at]?.classList.remove("now");
  at = at < 0 && by < 0 ? lines.length - 1 : (at + by + lines.length) % lines.length;
  const line = lines[at];
  line.classList.add("now");
  line.scrollIntoView({ block: "center" });
  tool.querySelector("[role=status]").textContent = `第 ${at + 1} 处，共 ${lines.length} 处`;
}

if (tool && lines.length) {
  tool.hidden = false;
  tool.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(Number(button.dataset.step));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F8") return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  });
}

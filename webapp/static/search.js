// ↑ ↓ choose a result and show its page, Enter opens it; “/” goes to the search box.
import { copy, toast } from "./app.js";

const hits = [...document.querySelectorAll(".hit")];
const pane = document.querySelector(".preview-pane");
let showing = 0;

async function show(url) {
  if (!pane || getComputedStyle(pane).display === "none") return;
  const turn = ++showing;
  const response = await fetch(url, { headers: { Accept: "text/html" } });
  if (!response.ok || turn !== showing) return;
  const body = new DOMParser().parseFromString(await response.text(), "text/html").body;
  if (turn === showing) pane.replaceChildren(...body.childNodes);
}

function choose(hit) {
  hits.forEach((other) => {
    other.classList.toggle("chosen", other === hit);
    other.setAttribute("aria-current", other === hit);
  });
  hit.scrollIntoView({ block: "nearest" });
  show(hit.dataset.preview);
}

const chosen = () => hits.findIndex((hit) => hit.classList.contains("chosen"));

document.addEventListener("keydown", (event) => {
  const target = event.target;
  const typing = target.matches("textarea, select, input:not([type=checkbox])");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    document.querySelector(".results .searchbox input").select();
  } else if (event.defaultPrevented) {
    return;
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.isComposing && hits.length) {
    if (target.matches("textarea, select")) return;
    event.preventDefault();
    // Enter opens what is chosen, not what was clicked before
    target.blur();
    const next = typing ? 0 : chosen() + (event.key === "ArrowDown" ? 1 : -1);
    choose(hits[Math.max(0, Math.min(hits.length - 1, next))]);
  } else if (event.key === "Enter" && target === document.body && hits.length) {
    hits[chosen()]?.querySelector("h2 a").click();
  }
});

document.querySelector(".hits")?.addEventListener("click", (event) => {
  const hit = event.target.closest(".hit");
  if (!hit || event.target.closest("a, button") || String(getSelection())) return;
  choose(hit);
});

document.querySelector(".hits")?.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-copy-from]");
  if (!link) return;
  event.preventDefault();
  const response = await fetch(link.dataset.copyFrom);
  if (!response.ok) return location.assign(link.href);
  await copy(await response.text());
  toast("已复制，可以粘贴到文稿里");
});

pane?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-turn]");
  if (!link) return;
  event.preventDefault();
  show(link.href);
});

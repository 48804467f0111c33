// Steps through what was found, chooses sections and tells the page in view, without reloads.

const scroller = document.querySelector(".document-page .pane.desk");
const finds = document.querySelector(".finds");

finds?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-step]");
  if (!link) return;
  event.preventDefault();
  const total = Number(finds.dataset.total);
  const shown = finds.querySelector("[data-now]");
  const next = (Number(shown.textContent) - 1 + Number(link.dataset.step) + total) % total + 1;
  shown.textContent = next;
  document.querySelectorAll(".sheet .found.now").forEach((old) => old.classList.remove("now"));
  const place = document.getElementById(`found-${next}`);
  place.classList.add("now");
  place.scrollIntoView({ block: "center" });
});

document.querySelector(".outline")?.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-block]");
  if (!link) return;
  const place = document.getElementById(`at-${link.dataset.block}`) ?? document.getElementById(`t-${link.dataset.block}`);
  // in the text, which comes in parts, another part is another page
  if (!place) return;
  event.preventDefault();
  document.querySelectorAll(".outline a[aria-current]").forEach((old) => old.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  place.scrollIntoView({ block: "start" });
  // what the page was asked with goes along: a masked page shows masked sections
  const masked = new URLSearchParams(location.search).get("masked");
  const response = await fetch(`${location.pathname}/outline/${link.dataset.block}${masked ? "?masked=1" : ""}`);
  if (!response.ok) return;
  const body = new DOMParser().parseFromString(await response.text(), "text/html").body;
  document.getElementById("section").replaceChildren(...body.childNodes);
});

const number = document.querySelector("[data-page]");
if (scroller && number) {
  const seen = new IntersectionObserver((entries) => {
    const top = entries.filter((entry) => entry.isIntersecting)[0];
    if (top) number.textContent = top.target.id.replace("page-", "");
  }, { root: scroller, rootMargin: "-40% 0px -55% 0px" });
  document.querySelectorAll(".sheet").forEach((sheet) => seen.observe(sheet));
}

// ＋ and －: the paper's width in pixels at the standard text size
const WIDTHS = [420, 504, 604, 676, 794, 940];
const pages = document.querySelector(".document-page .pages");
let step = matchMedia("(min-width: 1600px)").matches ? 4 : 2;

document.querySelectorAll("[data-zoom]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    step = Math.max(0, Math.min(WIDTHS.length - 1, step + Number(button.dataset.zoom)));
    pages.classList.add("zoomed");
    pages.style.setProperty("--page", `${WIDTHS[step] / 16}rem`);
    pages.querySelectorAll("img").forEach((image) => { image.sizes = `${WIDTHS[step]}px`; });
  });
});

// a passage that is not found on the pages leaves the first word that was
if (!document.getElementById(location.hash.slice(1))) document.querySelector(".sheet .found.now")?.scrollIntoView({ block: "center" });

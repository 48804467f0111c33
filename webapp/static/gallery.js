// Templates and past documents found while one types 边打边找; Enter asks at once, as without a script.

const form = document.querySelector(".gallery-search");
const field = form?.querySelector("input[type=search]");
const WAIT = 250;
let asking = null;
let timer = 0;

/** Puts what the server lists for the words in the place of what is listed. */
async function look() {
  asking?.abort();
  asking = new AbortController();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  let page;
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return;
  }
  const head = form.closest(".gallery-head");
  const found = page.querySelector(".gallery-head");
  if (!found) return;
  head.querySelector(".quiet").replaceWith(found.querySelector(".quiet"));
  while (head.nextElementSibling) head.nextElementSibling.remove();
  while (found.nextElementSibling) head.parentElement.append(found.nextElementSibling);
  const [old, chosen] = [document, page].map((one) => one.querySelector("aside.chosen-pane:not(.past-upload)"));
  if (old && chosen) old.replaceWith(chosen);
  else if (chosen) head.closest("main").append(chosen);
  else old?.remove();
  history.replaceState(null, "", address);
}

function typed() {
  clearTimeout(timer);
  timer = setTimeout(look, WAIT);
}

field?.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
field?.addEventListener("compositionend", typed);
// typed before the page listened
if (field && field.value !== field.defaultValue) typed();

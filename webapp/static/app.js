// What saves a reload or a click; every page works without it.

const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

// What only stands in for a script.
document.querySelectorAll("[data-without-script]").forEach((element) => element.remove());

// an upload that was left is sent on by whatever page comes next
if (localStorage.getItem("nigao-uploading")) import("./carrying.js");

/** fetch with the form token; same origin only. */
export function send(url, options = {}) {
  const headers = new Headers(options.headers ?? {});
  headers.set("X-CSRFToken", token);
  return fetch(url, { ...options, headers, credentials: "same-origin" });
}

/** One line at the bottom left, with at most one action; gone after six seconds unless looked at. */
export function toast(text, action = null) {
  const box = document.querySelector(".toasts");
  const line = document.createElement("div");
  line.className = "toast";
  const words = document.createElement("span");
  words.textContent = text;
  line.append(words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.name;
    button.addEventListener("click", () => { line.remove(); action.run(); });
    line.append(button);
  }
  box.append(line);
  fade(line);
}

function fade(line) {
  let timer = 0;
  const start = () => { timer = setTimeout(() => line.remove(), 6000); };
  const stay = () => clearTimeout(timer);
  line.addEventListener("mouseenter", stay);
  line.addEventListener("focusin", stay);
  line.addEventListener("mouseleave", start);
  line.addEventListener("focusout", start);
  start();
}

document.querySelectorAll(".toasts .toast").forEach(fade);

// Menus: one open at a time; Escape and a click outside close it.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open], details.bar-menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
});

// Copy: a button with data-copy names the element whose text goes to the clipboard.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy)?.textContent ?? "";
  await copy(text);
  toast("已复制，可以粘贴到文稿里");
});

/** Put text on the clipboard; the old way where the page is not served over https. */
export async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

// Polling: an element with data-poll is replaced by what that address returns, until it
// comes back without data-poll. Nothing runs while the page is hidden.
function poll(element) {
  const wait = Number(element.dataset.every ?? 1000);
  setTimeout(async () => {
    if (!element.isConnected) return;
    if (document.hidden) return poll(element);
    try {
      const response = await fetch(element.dataset.poll, { headers: { Accept: "text/html" } });
      if (response.redirected) return location.reload();
      if (!response.ok) throw new Error(response.statusText);
      const body = new DOMParser().parseFromString(await response.text(), "text/html").body;
      const fresh = body.firstElementChild;
      fresh.querySelectorAll("[data-without-script]").forEach((old) => old.remove());
      if (element.contains(document.activeElement)) keepFocus(element, fresh);
      else element.replaceWith(fresh);
      if (fresh.dataset.poll) poll(fresh);
      else fresh.dispatchEvent(new CustomEvent("settled", { bubbles: true }));
    } catch {
      poll(element);
    }
  }, wait);
}

function keepFocus(element, fresh) {
  const id = document.activeElement.id;
  element.replaceWith(fresh);
  if (id) document.getElementById(id)?.focus();
}

document.querySelectorAll("[data-poll]").forEach(poll);

// What was chosen in a file field, in words.
document.addEventListener("change", (event) => {
  if (event.target.type !== "file") return;
  const words = event.target.parentElement.querySelector("[data-picked]");
  const files = event.target.files;
  if (words && files.length) words.textContent = files.length > 1 ? `已选 ${files.length} 个文件` : files[0].name;
});

// A form with data-submit sends itself when one of its choices changes; its button is for the rest.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-submit") && event.target.type !== "search") form.requestSubmit();
});

// The menu of versions 版本: kept from the open draft, listed afresh whenever it is opened.

import { send, toast } from "./app.js";
import { announce } from "./rows.js";

/** Lets the menu work with what is typed: `saver` brings it to the server first. */
export function watchVersions(saver) {
  const menu = document.getElementById("versions");
  const list = menu.querySelector(".menu-list");
  const count = menu.querySelector("[data-count]");

  async function refresh() {
    let answer;
    try {
      answer = await send(menu.dataset.menu);
    } catch {
      return;
    }
    if (!answer.ok || answer.redirected) return;
    const body = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    const name = list.querySelector("[name=name]");
    const typing = document.activeElement === name;
    list.replaceChildren(...body.childNodes);
    const field = list.querySelector("[name=name]");
    field.value = name ? name.value : "";
    if (typing) field.focus();
    const number = list.querySelector("[data-total]");
    if (number) count.textContent = number.dataset.total;
  }

  menu.addEventListener("toggle", () => menu.open && refresh());

  list.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    form.querySelector("[role=alert]").textContent = "";
    const refused = (text) => { form.querySelector("[role=alert]").textContent = text; };
    if (!(await saver.save())) return refused("刚才写的还没存上，存上后再留版本。");
    let answer;
    try {
      const body = new URLSearchParams(new FormData(form));
      answer = await send(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      return refused("连不上服务器，版本没有存上。连上后再点一次。");
    }
    const told = await answer.json();
    if (!answer.ok) return refused(`${told.error.message}。${told.error.remedy}`);
    menu.open = false;
    count.textContent = told.count;
    list.querySelector("[name=name]").value = "";
    menu.querySelector("summary").focus();
    const text = `已存为第 ${told.number} 版`;
    toast(text, { name: "看看", run: () => (location.href = `${form.action}?of=${told.number}`) });
    announce(text);
  });

  // what is typed is saved before the page is left for a version
  list.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    if (await saver.save()) location.href = link.href;
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    menu.open = true;
    menu.querySelector("[name=name]").focus();
  });

  return refresh;
}

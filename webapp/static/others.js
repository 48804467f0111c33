// 看看别人怎么写: sections of other documents in a drawer over the pages, taken in with one click.

import { caretOf, fieldOf } from "./pieces.js";

const byId = (id) => document.getElementById(id);

export class Others {
  /** `take(parameters)` asks the server to take a section in. */
  constructor(form, take) {
    this.form = form;
    this.take = take;
    this.drawer = byId("others");
    this.body = this.drawer.querySelector(".others-body");
    this.cursors = new Map();
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a.others-open");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open(link);
    });
    this.drawer.addEventListener("click", (event) => this.clicked(event));
    this.drawer.addEventListener("submit", (event) => {
      event.preventDefault();
      const asked = new URLSearchParams(new FormData(event.target));
      this.load(asked);
    });
    this.drawer.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    // the click on the link takes the focus away, so the place is kept before
    form.addEventListener("focusout", (event) => {
      if (event.target.matches(".edited-text, .piece")) this.cursors.set(fieldOf(event.target).name, caretOf(event.target));
    });
  }

  async open(link) {
    this.into = link.dataset.into;
    this.opener = link;
    const title = link.closest(".group").querySelector(".group-title").textContent;
    this.drawer.querySelector(".others-title").textContent = `看看别人怎么写：${title}`;
    this.body.replaceChildren();
    this.drawer.hidden = false;
    document.body.dataset.pane = "pages";
    await this.load(new URL(link.href).searchParams);
    this.drawer.querySelector(".others-close").focus();
  }

  async load(asked) {
    this.asking?.abort();
    this.asking = new AbortController();
    const query = new URLSearchParams({ q: asked.get("q") ?? "", role: asked.get("role") ?? "" });
    try {
      const answer = await fetch(`${this.form.dataset.others}?${query}`, { signal: this.asking.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      this.body.replaceChildren(...page.childNodes);
    } catch (error) {
      if (error.name === "AbortError") return;
      const line = document.createElement("p");
      line.className = "others-none";
      line.textContent = "没有找成，连不上服务器。连上后再点一次。";
      this.body.replaceChildren(line);
    }
  }

  close() {
    this.drawer.hidden = true;
    document.body.dataset.pane = "form";
    this.opener?.focus();
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("others-close")) this.close();
    if (!button.dataset.take) return;
    const { take, block, heading, way } = button.dataset;
    const asked = { take, block, heading, way, into: this.into };
    const cursor = this.cursors.get(`text.${this.into}`);
    if (cursor !== undefined) asked.at = String(cursor);
    this.close();
    this.take(asked, way === "replace" ? "已换成那一节的写法" : "已插入那一节");
  }
}

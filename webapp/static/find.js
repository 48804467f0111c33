// Find and replace 查找和替换 over all fields and texts of the form: Ctrl+F, Ctrl+H.

import { controls } from "./editor.js";
import { layer, overlay, reveal } from "./caret.js";
import { wrote } from "./pieces.js";
import { announce } from "./rows.js";

const MOST = 2000;
const byId = (id) => document.getElementById(id);

export class Finder {
  /** `form` is searched; `show(control, words)` points at the page, `changed()` is told of a
      replacement, `told(text)` says it with a way back. */
  constructor(form, { show, changed, told }) {
    Object.assign(this, { form, show, changed, told });
    this.bar = byId("find");
    this.words = byId("find-words");
    this.other = byId("find-other");
    this.count = byId("find-count");
    this.pane = byId("groups");
    this.found = [];
    this.at = -1;
    document.addEventListener("keydown", (event) => this.opened(event));
    byId("find-open").addEventListener("click", () => this.start(true));
    this.bar.addEventListener("keydown", (event) => this.pressed(event));
    this.bar.addEventListener("click", (event) => this.clicked(event));
    // what is looked for is no part of the draft
    for (const kind of ["input", "change"]) this.bar.addEventListener(kind, (event) => event.stopPropagation());
    this.words.addEventListener("input", () => this.search());
    form.addEventListener("input", () => this.refresh());
    addEventListener("resize", () => this.paint());
  }

  get open() {
    return !this.bar.hidden;
  }

  opened(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const key = event.key.toLowerCase();
    if (key !== "f" && key !== "h") return;
    event.preventDefault();
    this.start(key === "h");
  }

  /** Opens the bar, with what is selected in the form; `replacing` shows its second line, too. */
  start(replacing) {
    const field = document.activeElement;
    if (field && this.form.contains(field) && !this.bar.contains(field) && field.selectionStart < field.selectionEnd) {
      const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
      if (!chosen.includes("\n")) this.words.value = chosen;
    }
    this.bar.hidden = false;
    document.body.dataset.pane = "form";
    if (replacing) this.bar.classList.add("replacing");
    this.words.focus();
    this.words.select();
    this.search();
  }

  close() {
    const now = this.found[this.at];
    this.bar.hidden = true;
    this.bar.classList.remove("replacing");
    this.clear();
    if (!now) return;
    now.control.focus({ preventScroll: true });
    now.control.setSelectionRange(now.start, now.end);
  }

  /** Every field that is printed: those of sections that are left out do not count. */
  fields() {
    const typed = controls(this.form).filter((one) => !/^SELECT$/.test(one.tagName) && one.type !== "checkbox");
    const titles = [...this.form.querySelectorAll("input[name^='title.'], input[name^='p.'][type=text], .piece")];
    return [...typed, ...titles]
      .filter((one) => (one.name || one.matches(".piece")) && !one.closest(".group.off") && !one.closest("[hidden]"))
      .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  }

  /** Looks for the words anew and goes to the first place at or behind `from`. */
  search(from = null) {
    this.found = this.places();
    this.at = this.found.length ? 0 : -1;
    if (from) {
      const next = this.found.findIndex((one) => one.order > from.order || (one.order === from.order && one.start >= from.start));
      if (next >= 0) this.at = next;
    }
    this.go(0);
  }

  places() {
    const words = this.words.value.toLowerCase();
    const found = [];
    if (!words) return found;
    this.fields().forEach((control, order) => {
      const text = control.value.toLowerCase();
      for (let at = text.indexOf(words); at >= 0 && found.length < MOST; at = text.indexOf(words, at + words.length)) {
        found.push({ control, order, start: at, end: at + words.length });
      }
    });
    return found;
  }

  /** The form was changed or drawn afresh: the places are looked up again, the view stays. */
  refresh() {
    if (!this.open) return;
    this.found = this.places();
    this.at = Math.min(this.at, this.found.length - 1);
    this.tell();
    this.paint();
  }

  go(by) {
    const total = this.found.length;
    if (total) this.at = (this.at + by + total) % total;
    this.tell();
    this.paint();
    const now = this.found[this.at];
    if (!now) return;
    reveal(this.pane, now.control, now.start, now.end);
    this.paint();
    this.show(now.control, [this.words.value]);
  }

  /** Says where one is; `done` instead, while nothing is left to be found. */
  tell(done = "") {
    const total = this.found.length;
    const says = !this.words.value ? "" : total ? `${this.at + 1} / ${total}` : done || "没有找到";
    if (this.count.textContent !== says) this.count.textContent = says;
    this.count.classList.toggle("missing", Boolean(this.words.value) && !total && !done);
    for (const button of this.bar.querySelectorAll("[data-find]")) button.disabled = !total;
  }

  clear() {
    for (const old of this.form.querySelectorAll(".find-layer")) old.remove();
  }

  paint() {
    this.clear();
    if (!this.open) return;
    const byControl = new Map();
    this.found.forEach((one, n) => {
      if (!byControl.has(one.control)) byControl.set(one.control, []);
      byControl.get(one.control).push({ ...one, now: n === this.at });
    });
    for (const [control, ranges] of byControl) {
      if (control.offsetParent) overlay(control, layer(control, ranges, "find-layer"));
    }
  }

  put({ control, start, end }) {
    control.value = control.value.slice(0, start) + this.other.value + control.value.slice(end);
    wrote(control);
  }

  replaceOne() {
    const now = this.found[this.at];
    if (!now) return;
    this.put(now);
    this.changed();
    this.search({ order: now.order, start: now.start + this.other.value.length });
  }

  replaceAll() {
    const total = this.found.length;
    if (!total) return;
    for (const one of [...this.found].reverse()) this.put(one);
    this.changed();
    this.search();
    this.tell(`已替换 ${total} 处`);
    this.told(`已替换 ${total} 处`);
    announce(`已替换 ${total} 处`);
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey && event.target === this.words && this.bar.classList.contains("replacing")) this.other.focus();
    else if (event.key === "Tab" && event.shiftKey && event.target === this.other) this.words.focus();
    else if (event.key === "Enter" && event.target === this.other) this.replaceOne();
    else if (event.key === "Enter" && event.target === this.words) this.go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.find === "next") this.go(1);
    else if (button.dataset.find === "back") this.go(-1);
    else if (button.dataset.find === "one") this.replaceOne();
    else if (button.dataset.find === "all") this.replaceAll();
    else if (button.dataset.bar === "close") this.close();
    else if (button.dataset.bar === "more") {
      this.bar.classList.toggle("replacing");
      if (this.bar.classList.contains("replacing")) this.other.focus();
    }
  }
}

// Old → new 旧文内容: what came from past documents, where it still stands, what takes its place.

import { reveal } from "./caret.js";

const byId = (id) => document.getElementById(id);

export class Residue {
  /** `show(control, words)` points at the page, `replace(number)` asks the server to replace. */
  constructor(form, { show, replace, fit }) {
    Object.assign(this, { form, show, replace, fit });
    this.pane = byId("residue");
    this.tabs = byId("side-tabs");
    this.data = { unchecked: 0, ready: 0, left: [] };
    this.seen = new Map();
    this.pane.addEventListener("click", (event) => this.clicked(event));
    this.pane.addEventListener("input", (event) => this.typed(event));
    this.pane.addEventListener("keydown", (event) => this.pressed(event));
    this.tabs.addEventListener("click", (event) => {
      const side = event.target.closest("[data-side]");
      if (side) this.turn(side.dataset.side === "residue");
    });
  }

  /** Shows the list in place of the sections, or the sections again. */
  turn(shown) {
    document.body.classList.toggle("side-residue", shown);
    this.mark();
    this.fit();
  }

  mark() {
    const shown = document.body.classList.contains("side-residue");
    for (const tab of this.tabs.querySelectorAll("[data-side]")) {
      tab.setAttribute("aria-pressed", String((tab.dataset.side === "residue") === shown));
    }
  }

  line(n) {
    return this.pane.querySelector(`.remnant[data-n="${n}"]`);
  }

  /** Shows counts and places as the server told them. */
  view(data) {
    this.data = data;
    this.tabs.hidden = !data.left.length;
    this.tabs.querySelector(".side-count").textContent = data.unchecked || "";
    const foot = byId("export-residue");
    foot.hidden = !data.unchecked;
    foot.querySelector("b").textContent = `还有 ${data.unchecked} 项旧文内容没有核对`;
    if (!data.left.length) {
      if (document.body.classList.contains("side-residue")) this.turn(false);
      return;
    }
    this.mark();
    const count = this.pane.querySelector(".residue-count");
    count.textContent = data.unchecked ? `${data.unchecked} 项未核对` : "都核对过了";
    for (const one of data.left) this.draw(one);
    this.tally();
  }

  draw(one) {
    const line = this.line(one.n);
    if (!line) return;
    line.className = `remnant ${one.state}`;
    const places = line.querySelector(".remnant-places");
    const groups = new Map();
    for (const place of one.places) {
      if (!groups.has(place.label)) groups.set(place.label, []);
      groups.get(place.label).push(place);
    }
    const links = [...groups].map(([label, own]) => {
      const link = document.createElement("button");
      link.type = "button";
      link.className = "link remnant-place";
      link.dataset.label = label;
      link.textContent = own.length > 1 ? `${label} ${own.length}` : label;
      if (own.some((place) => !place.certain)) {
        link.classList.add("doubtful");
        link.title = "可能是别的名称，不会自动替换，请看一眼";
        link.textContent += "（看一眼）";
      }
      return link;
    });
    if (links.length) places.replaceChildren(...links);
    else places.textContent = one.state === "gone" ? "文中没有" : "文中已没有";
  }

  /** How many are open in each kind, and what one click would replace. */
  tally() {
    const state = new Map(this.data.left.map((one) => [String(one.n), one]));
    let ready = 0;
    for (const kind of this.pane.querySelectorAll(".residue-kind")) {
      let open = 0;
      for (const line of kind.querySelectorAll(".remnant")) {
        const one = state.get(line.dataset.n);
        const filled = Boolean(line.querySelector(".remnant-new").value.trim());
        const left = Boolean(one && one.open);
        open += left;
        ready += left && filled;
        line.querySelector(".remnant-replace").disabled = !(left && filled);
      }
      kind.querySelector(".residue-kind-count").textContent = open || "";
      kind.querySelector(".residue-keep-all").hidden = !open;
    }
    this.pane.querySelector(".residue-ready").textContent = ready;
    this.pane.querySelector(".residue-all button").disabled = !ready;
  }

  /** How many places a click on the button with `value` changes. */
  places(value) {
    return this.data.left
      .filter((one) => (value === "all" ? one.open : String(one.n) === value))
      .filter((one) => this.line(one.n).querySelector(".remnant-new").value.trim())
      .reduce((sum, one) => sum + one.places.filter((place) => place.certain).length, 0);
  }

  typed(event) {
    if (event.target.classList.contains("remnant-new")) this.tally();
  }

  pressed(event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.classList.contains("remnant-new")) return;
    event.preventDefault();
    const button = event.target.closest(".remnant").querySelector(".remnant-replace");
    if (!button.disabled) this.replace(button.value);
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("remnant-place")) this.lead(button);
    else if (button.classList.contains("residue-keep-all")) {
      event.preventDefault();
      for (const line of button.closest(".residue-kind").querySelectorAll(".remnant.open")) {
        line.querySelector(".remnant-keep input").checked = true;
      }
      this.pane.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  /** Leads to the next place of a remnant in one part of the form, and on the page. */
  lead(button) {
    const n = button.closest(".remnant").dataset.n;
    const { label } = button.dataset;
    const own = this.data.left.find((one) => String(one.n) === n).places.filter((place) => place.label === label);
    const key = `${n} ${label}`;
    const at = ((this.seen.get(key) ?? -1) + 1) % own.length;
    this.seen.set(key, at);
    const { name, start, end } = own[at];
    const control = this.form.querySelector(`[name="${CSS.escape(name)}"]`);
    if (!control) return;
    reveal(byId("groups"), control, start, end);
    control.focus({ preventScroll: true });
    control.setSelectionRange(start, end);
    this.show(control, [control.value.slice(start, end)]);
  }
}

// Old → new 旧文内容: what came from past documents, where it still stands, what takes its place.

import { toast } from "./app.js";
import { reveal } from "./caret.js";
import { pieceAt, show as showPieces } from "./pieces.js";

const byId = (id) => document.getElementById(id);
// as many characters as the server tells a place by, and as many as there is room to show
const AROUND = 6;
const SHOWN = 9;

function element(name, kind = "", text = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

/** A place as `text` counts: the server counts a rare character as one, the browser as two. */
function placed(text, { start, end }) {
  const letters = [...text];
  const from = letters.slice(0, start).join("").length;
  return { start: from, end: from + letters.slice(start, end).join("").length };
}

/** What stands before and behind a place in `text`, as far as its line or cell goes. */
function edges(text, { start, end }, most) {
  const letters = [...text];
  const before = letters.slice(Math.max(0, start - most), start).join("").split(/[\n\t↵]/).pop();
  const behind = letters.slice(end, end + most).join("").split(/[\n\t↵]/)[0];
  return { before, behind };
}

export class Residue {
  /** `show(control, words)` points at the page, `replace(number)` asks the server to replace,
   *  `changed(words)` is told of a single place that was settled. */
  constructor(form, { show, replace, fit, changed }) {
    Object.assign(this, { form, show, replace, fit, changed });
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
    line.className = `remnant ${one.state}${line.classList.contains("each") ? " each" : ""}`;
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
    if (one.places.length > 1 || one.places.some((place) => place.spared)) {
      const open = line.classList.contains("each");
      const each = element("button", "link remnant-each-open", open ? "收起" : "逐处看");
      each.type = "button";
      each.setAttribute("aria-expanded", String(open));
      links.push(each);
    }
    if (links.length) places.replaceChildren(...links);
    else places.textContent = one.state === "gone" ? "文中没有" : "文中已没有";
    this.drawEach(line, one);
  }

  /** The places of a remnant one by one, while they are asked for: each is replaced or stays by
   *  itself. */
  drawEach(line, one) {
    let list = line.querySelector(".remnant-each");
    if (!line.classList.contains("each") || !one.places.length) {
      list?.remove();
      return;
    }
    if (!list) {
      list = element("ol", "remnant-each");
      line.append(list);
    }
    const focused = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    const items = one.places.map((place, at) => {
      const item = element("li", place.spared ? "spared" : "");
      const control = this.form.querySelector(`[name="${CSS.escape(place.name)}"]`);
      const text = control ? control.value : "";
      const show = element("button", "link remnant-at");
      show.type = "button";
      show.dataset.at = at;
      const { before, behind } = edges(text, place, SHOWN);
      show.append(before, element("mark", "", place.old), behind);
      const swap = element("button", "link", "替换");
      swap.disabled = !place.new || place.new === place.old;
      const stay = element("button", "link", place.spared ? "不保留" : "保留");
      for (const [button, how] of [[swap, "one"], [stay, "spare"]]) {
        button.type = "button";
        button.dataset.at = at;
        button.dataset.how = how;
      }
      item.append(show, ...(place.spared ? [] : [swap]), stay);
      return item;
    });
    list.replaceChildren(...items);
    if (focused >= 0) [...list.querySelectorAll("button")][focused]?.focus();
  }

  /** Replaces one place of a remnant, or lets it stay (or no longer). */
  settle(button) {
    const line = button.closest(".remnant");
    const place = this.data.left.find((one) => String(one.n) === line.dataset.n).places[button.dataset.at];
    const control = this.form.querySelector(`[name="${CSS.escape(place.name)}"]`);
    if (!control) return;
    const { start, end } = placed(control.value, place);
    // typed since the list was made, the place has moved: the next answer says where to
    if (control.value.slice(start, end) !== place.old) {
      toast("这一句刚改过，稍等一下再点");
      return;
    }
    if (button.dataset.how === "one") {
      control.value = control.value.slice(0, start) + place.new + control.value.slice(end);
      if (control.matches(".edited-text")) showPieces(control);
      this.moved(place);
      this.changed("已替换 1 处");
      return;
    }
    const { before, behind } = edges(control.value, place, AROUND);
    const value = `${before}▸${behind}`;
    const known = [...line.querySelectorAll("input[name^='spare.']")].filter((input) => input.value === value);
    if (known.length) for (const input of known) input.remove();
    else {
      const input = element("input");
      Object.assign(input, { type: "hidden", name: `spare.${line.dataset.n}`, value });
      line.append(input);
    }
    this.changed(known.length ? "" : "这一处保留");
  }

  /** Moves what stands behind a place that was replaced, for a click before the next answer. */
  moved({ name, end, old, new: fresh }) {
    const by = [...fresh].length - [...old].length;
    for (const other of this.data.left.flatMap((one) => one.places)) {
      if (other.name === name && other.start >= end) Object.assign(other, { start: other.start + by, end: other.end + by });
    }
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
    else if (button.classList.contains("remnant-each-open")) {
      const line = button.closest(".remnant");
      line.classList.toggle("each");
      this.draw(this.data.left.find((one) => String(one.n) === line.dataset.n));
      line.querySelector(".remnant-each-open").focus();
    } else if (button.classList.contains("remnant-at")) {
      const { n } = button.closest(".remnant").dataset;
      this.point(this.data.left.find((one) => String(one.n) === n).places[button.dataset.at]);
    } else if (button.dataset.how) this.settle(button);
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
    this.point(own[at]);
  }

  /** Leads to one place in the form, and on the page. */
  point(place) {
    const control = this.form.querySelector(`[name="${CSS.escape(place.name)}"]`);
    if (!control) return;
    const at = placed(control.value, place);
    const { control: piece, start, end } = pieceAt(control, at.start, at.end);
    reveal(byId("groups"), piece, start, end);
    piece.focus({ preventScroll: true });
    piece.setSelectionRange(start, end);
    this.show(piece, [control.value.slice(at.start, at.end)]);
  }
}

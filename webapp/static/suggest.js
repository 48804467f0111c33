// Suggestions below a search box: ↑ ↓ choose, Enter takes, Escape closes; without them it is a box.

const PAUSE = 120;
const KEPT = 60;
const KINDS = { topic: "主题", term: "常用词", title: "打开这一篇" };

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.known = new Map();
    this.chosen = -1;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "您要找的可能是");
    form.append(this.list);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", (event) => { if (!event.isComposing) this.typed(); });
    this.input.addEventListener("compositionend", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // the box keeps the focus, so that the list is still there when the button comes up
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const line = event.target.closest("li");
      if (line) this.take(this.found[[...this.list.children].indexOf(line)]);
    });
    // typed before the page listened
    if (this.input.value !== this.input.defaultValue) this.typed();
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value;
    if (!text.trim() || /\s$/.test(text)) return this.close();
    if (!this.known.has(text)) {
      this.asking?.abort();
      this.asking = new AbortController();
      try {
        const url = `${this.form.dataset.suggest}?q=${encodeURIComponent(text)}`;
        const response = await fetch(url, { signal: this.asking.signal });
        if (!response.ok) return;
        this.known.set(text, (await response.json()).suggestions);
      } catch {
        return;  // typed on, or the connection is gone: the box itself still searches
      }
      if (this.known.size > KEPT) this.known.delete(this.known.keys().next().value);
    }
    if (text === this.input.value && document.activeElement === this.input) this.show(this.known.get(text));
  }

  show(found) {
    this.found = found;
    this.chosen = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...found.map((one, n) => {
      const line = document.createElement("li");
      line.id = `suggestion-${n}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      const words = document.createElement("span");
      words.className = "one-line";
      words.textContent = one.text;
      const says = document.createElement("span");
      says.textContent = KINDS[one.kind] + (one.kind === "title" ? "" : `，${one.count} 篇`);
      line.append(words, says);
      return line;
    }));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (!this.list.hidden) this.show([]);
  }

  pressed(event) {
    if (event.isComposing || this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      // what one chooses in stays as it is: an answer on its way would begin the list anew
      clearTimeout(this.timer);
      this.asking?.abort();
      // one more place than lines: between the last and the first, the box itself is chosen
      const places = this.found.length + 1;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose((this.chosen + 1 + step + places) % places - 1);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      this.take(this.found[this.chosen]);
    } else if (event.key === "Escape") {
      this.close();
    } else return;
    event.preventDefault();
  }

  choose(n) {
    this.chosen = n;
    [...this.list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === n)));
    if (n < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", `suggestion-${n}`);
    this.list.children[n].scrollIntoView({ block: "nearest" });
  }

  /** A title opens its document; a word takes the place of the last one and is searched for. */
  take(one) {
    if (one.kind === "title") return location.assign(this.form.dataset.documents.replace(/0$/, one.id));
    this.input.value = this.input.value.replace(/\S+$/, one.text);
    this.close();
    this.form.requestSubmit();
  }
}

document.querySelectorAll("[data-suggest]").forEach((form) => new Suggestions(form));

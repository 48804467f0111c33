// Undo and redo 撤销、重做 of what was filled in, over the whole form.

const PAUSE = 700;
const DEPTH = 100;
// browsers keep about five million letters for a session
const KEPT = 1500000;

const isTyped = (field) =>
  field.tagName === "TEXTAREA" || (field.tagName === "INPUT" && !/^(checkbox|radio|file|button)$/.test(field.type));

export class Undo {
  /** `read(form)` gives the state, `restore(state)` puts one back. */
  constructor(form, read, restore) {
    this.form = form;
    this.read = () => read(form).replace(/(^|&)revision=\d*/, "");
    this.restore = restore;
    this.past = [];
    this.future = [];
    this.stepped = Promise.resolve();
    this.now = this.read();
    this.latest = this.now;
    this.back = document.getElementById("undo");
    this.forth = document.getElementById("redo");
    this.key = `${form.dataset.key}-undo`;
    addEventListener("pagehide", () => this.keep());
    // whether the last change was typed: pasted rows, replaced words and moved sections are not,
    // and the browser knows nothing of them
    this.typed = false;
    form.addEventListener("input", (event) => { this.typed = isTyped(event.target); });
    this.back.addEventListener("click", () => this.step(this.past, this.future));
    this.forth.addEventListener("click", () => this.step(this.future, this.past));
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      // of what is typed into a field the browser's own undo is finer
      const at = document.activeElement;
      // in a table a step is a cell or a row, whichever was changed last
      const inTable = at && at.closest(".grid-box");
      if (isTyped(at) && !inTable && (this.typed || !this.form.contains(at))) return;
      if (event.key === "z" && !event.shiftKey) this.step(this.past, this.future);
      else if (event.key === "y" || (event.key === "z" && event.shiftKey)) {
        this.step(this.future, this.past);
      } else return;
      event.preventDefault();
    });
    this.resume();
    this.show();
  }

  /** Keeps the states around this one for a reload in this window, the nearest first. */
  keep() {
    this.settle();
    const near = (states) => {
      let size = 0;
      const kept = [...states].reverse().filter((state) => (size += state.length) < KEPT / 2);
      return kept.reverse();
    };
    try {
      const kept = { now: this.now, past: near(this.past), future: near(this.future) };
      sessionStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // switched off or full: undo ends at the reload then
    }
  }

  /** Takes up the states of before a reload, if the form shows what it showed then: where
      anything was saved elsewhere in between, they would overwrite it. */
  resume() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key) || "null");
      if (!kept || kept.now !== this.now) return;
      this.past = kept.past;
      this.future = kept.future;
      this.show();
    } catch {
      // nothing was kept then
    }
  }

  /** Notes a change; what is typed without a pause becomes one step, and what stands `apart`
      (a row moved, a section switched off) a step of its own. */
  changed(apart = false) {
    clearTimeout(this.timer);
    if (apart) {
      this.typed = false;
      this.take(this.latest);
      this.settle();
    } else {
      this.latest = this.read();
      this.timer = setTimeout(() => this.settle(), PAUSE);
    }
  }

  settle() {
    clearTimeout(this.timer);
    this.take(this.read());
  }

  take(state) {
    this.latest = state;
    if (state === this.now) return;
    this.past.push(this.now);
    if (this.past.length > DEPTH) this.past.shift();
    this.now = state;
    this.future = [];
    this.show();
  }

  /** Goes one step back or forth, after those that are under way, also where one failed. */
  step(from, to) {
    const go = () => this.go(from, to);
    this.stepped = this.stepped.then(go, go);
  }

  async go(from, to) {
    this.settle();
    if (!from.length) return;
    this.typed = false;
    const asked = from[from.length - 1];
    if (!(await this.restore(asked))) return;
    to.push(this.now);
    from.pop();
    this.now = this.read();
    this.latest = this.now;
    this.show();
  }

  show() {
    this.back.disabled = !this.past.length;
    this.forth.disabled = !this.future.length;
  }
}

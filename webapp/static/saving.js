// Autosave 自动保存: within two seconds of the last change, against the revision last seen.
// A lost connection keeps the text in the page and on this machine; a conflict is never resolved
// without the person.

import { composed } from "./composing.js";

const WAIT = 1200;
const RETRIES = [2, 4, 8, 15, 30];
const FRESH = 60000;

// what means something in a form as it is sent; 汉字 go as they are, a third as long and read sooner
const MEANING = /[%&+=#\u0000- \u007f]/g;
const plain = (text) => text.replace(MEANING, (letter) => encodeURIComponent(letter));

/** The form as sent: everything that has a name, the token of the session and what is still being
 *  composed left out. */
export function stateOf(form) {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  return pairs.map(([name, value]) => `${plain(name)}=${plain(composed(name, value))}`).join("&");
}

/** Whether a control stands otherwise than it was sent: somebody typed before the page listened. */
function isTouched(control) {
  if (control.options) {
    const sent = [...control.options].findIndex((option) => option.defaultSelected);
    return control.selectedIndex !== Math.max(sent, 0);
  }
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  return "defaultValue" in control && control.value !== control.defaultValue;
}

/** Whether this page is of before what was last saved here: asked for first, it came after. */
export function isBehind(form) {
  const saved = Number(sessionStorage.getItem(`${form.dataset.key}-saved`));
  sessionStorage.removeItem(`${form.dataset.key}-saved`);
  return saved > Number(form.elements.revision.value);
}

/** Sends `body` to `address`; resolves to {status, data}, rejects where nothing answers. */
export async function post(address, body, token, signal, keepalive = false) {
  const response = await fetch(address, {
    method: "POST",
    body,
    signal,
    keepalive,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      Accept: "application/json",
      "X-CSRFToken": token,
    },
  });
  const text = await response.text();
  let data = {};
  try {
    data = JSON.parse(text);
  } catch {
    data = { error: { message: "服务器的回答没有看懂", remedy: "刷新页面后再试" } };
  }
  return { status: response.status, data };
}

export class Saver {
  /** `form` with data-save, data-token, data-key; `show` displays a state, `conflict` asks. */
  constructor(form, { show, conflict, lost, found }) {
    Object.assign(this, { form, show, conflict, lost, found });
    this.revision = form.elements.revision;
    this.kept = [...form.elements].some(isTouched) ? "" : stateOf(form);
    this.attempt = 0;
    this.timer = 0;
    this.running = null;
    this.halted = false;
    addEventListener("online", () => this.retry());
    addEventListener("pagehide", () => this.part());
    addEventListener("beforeunload", (event) => {
      if (this.dirty && this.attempt) event.preventDefault();
    });
  }

  get dirty() {
    return stateOf(this.form) !== this.kept;
  }

  /** Tells that something was typed. */
  changed() {
    if (this.halted) return;
    clearTimeout(this.timer);
    if (!this.dirty) {
      // taken back before it was sent
      if (!this.running && !this.attempt) this.show("kept");
      return;
    }
    this.show("waiting");
    if (this.attempt) this.keep();
    else this.timer = setTimeout(() => this.save(), WAIT);
  }

  /** Saves now; resolves to whether everything typed is on the server. */
  async save() {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (this.halted) return false;
    if (!this.dirty) return true;
    this.running = this.send();
    const done = await this.running;
    this.running = null;
    return done;
  }

  async send() {
    const state = stateOf(this.form);
    this.show("saving");
    let answer;
    try {
      answer = await post(this.form.dataset.save, state, this.form.dataset.token);
    } catch {
      this.fail();
      return false;
    }
    if (answer.status === 409) {
      this.halted = true;
      this.keep();
      this.show("conflict");
      this.conflict(answer.data);
      return false;
    }
    if (answer.status !== 200) {
      this.keep();
      this.show("refused", answer.data.error);
      return false;
    }
    const wasLost = this.attempt > 0;
    this.attempt = 0;
    // the revision is part of the state, so what was sent is compared under the new one
    this.kept = state.replace(/(^|&)revision=\d*/, `$1revision=${answer.data.revision}`);
    this.revision.value = answer.data.revision;
    this.forget();
    this.note();
    this.show("saved", answer.data);
    if (wasLost) this.found();
    if (this.dirty) this.changed();
    return true;
  }

  fail() {
    const seconds = RETRIES[Math.min(this.attempt, RETRIES.length - 1)];
    this.attempt += 1;
    this.keep();
    this.show("lost");
    this.lost(this.attempt, seconds);
    this.timer = setTimeout(() => this.save(), seconds * 1000);
  }

  /** Tries again at once after a lost connection. */
  retry() {
    return this.attempt ? this.save() : Promise.resolve(false);
  }

  /** Accepts `revision` as the one to save over: the person has chosen what was typed here. */
  override(revision) {
    this.revision.value = revision;
    this.halted = false;
    return this.save();
  }

  /** Keeps what is not saved on this machine, so that closing the page loses nothing. */
  keep(parting = false) {
    if (!this.dirty) return;
    try {
      const left = { state: stateOf(this.form), time: Date.now(), parting };
      localStorage.setItem(this.form.dataset.key, JSON.stringify(left));
    } catch {
      // storage full or switched off: the page itself still has the text
    }
  }

  /** On leaving: a copy on this machine, and one last try that outlives the page. */
  part() {
    if (!this.dirty) return;
    this.keep(!this.attempt && !this.halted);
    const body = stateOf(this.form);
    // browsers refuse to send more after a page is gone; the copy is there then
    const size = new TextEncoder().encode(body).length;
    if (this.attempt || this.halted || size > 60000) return;
    post(this.form.dataset.save, body, this.form.dataset.token, undefined, true).catch(() => {});
  }

  /** Notes what was saved last, for a page that was asked for before and comes after. */
  note() {
    try {
      sessionStorage.setItem(`${this.form.dataset.key}-saved`, this.revision.value);
    } catch {
      // switched off: such a page is found out when it is saved
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.form.dataset.key);
    } catch {
      // nothing was kept then
    }
  }

  /** What an earlier visit could not save, or null; `fresh` where it is from just now and
   *  continues what this page shows, as after a reload in the middle of a word. */
  left() {
    try {
      const left = JSON.parse(localStorage.getItem(this.form.dataset.key) || "null");
      const bare = (state) => new URLSearchParams(state.replace(/(^|&)revision=\d*/, "")).toString();
      if (!left || bare(left.state) === bare(this.kept)) return null;
      const revision = new URLSearchParams(left.state).get("revision");
      const fresh =
        left.parting && revision === this.revision.value && Date.now() - left.time < FRESH;
      return { ...left, fresh };
    } catch {
      return null;
    }
  }
}

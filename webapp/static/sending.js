// Sending an upload to its end: part by part, again while nobody answers, then its import.

import { send } from "./app.js";

const MEGABYTE = 1024 * 1024;
const LONGEST_WAIT = 15;
// Another page answers within milliseconds. Web Locks would do the same, but not over plain http
// from another computer. Where an answer comes too late, two send: no harm, a part takes its place.
const ANSWER_MS = 400;
const mine = new Set();
const asking = new Map();
let pages = null;

export const JSON_ONLY = { Accept: "application/json" };
export const size = (bytes) => (bytes < MEGABYTE ? `${Math.max(Math.round(bytes / 1024), 1)} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`);

/** Sends what `source` gives of `run`, tells `state`, and orders the import: where its page is. */
export async function forward(run, source, state) {
  for (;;) {
    const part = await source.next();
    if (!part.length) break;
    await patiently(state, () => sendPart(run.files, part, (bytes) => state.sent(bytes)));
    await source.sent(part);
    state.done(part);
  }
  const body = new FormData();
  body.set("count", run.count);
  for (const name of run.options) body.set(name, "1");
  const ordered = await patiently(state, () => send(run.import, { method: "POST", headers: JSON_ONLY, body }));
  await source.close();
  return ordered.location;
}

/** This page sends the run `id`, and says so to any other that asks, until what is returned is
 *  called. A page that is gone, however it went, answers no more. */
export function held(id) {
  channel();
  mine.add(id);
  return () => mine.delete(id);
}

/** The same for a run that another page may be sending; null where one is. */
export async function claimed(id) {
  const own = Math.random();
  const taken = await new Promise((resolve) => {
    asking.set(id, { own, taken: () => resolve(true) });
    channel().postMessage({ ask: id, own });
    setTimeout(() => resolve(false), ANSWER_MS);
  });
  asking.delete(id);
  return taken ? null : held(id);
}

/** What the pages of this browser say to each other; opened where there is something to say. */
function channel() {
  if (pages) return pages;
  pages = new BroadcastChannel("nigao-uploading");
  pages.addEventListener("message", ({ data }) => {
    if (data.have) return asking.get(data.have)?.taken();
    // of two that ask at once the lower number has it
    if (mine.has(data.ask) || asking.get(data.ask)?.own < data.own) pages.postMessage({ have: data.ask });
    return undefined;
  });
  return pages;
}

/** Whether what was refused would be again: not for who has to sign in first, nor by a server that
 *  is busy or whose disk is full. */
export const isFinal = ({ status }) => status >= 400 && status < 500 && status !== 401 && status !== 403;

/** What `ask` answers as JSON; asked again while nobody answers, refused with {message, remedy}. */
export async function patiently(state, ask) {
  for (let wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    let response = null;
    try {
      response = await ask();
    } catch {
      // nobody there: the server is being started again, or the line is down
    }
    if (response?.ok) return response.json();
    const told = response ? await response.json().catch(() => null) : null;
    if (told?.error) throw Object.assign(told.error, { status: response.status });
    state.lost(wait);
    await new Promise((resolve) => { setTimeout(resolve, wait * 1000); });
  }
}

/** One part by XMLHttpRequest, which alone tells how far it is; like fetch otherwise. */
function sendPart(address, part, progress) {
  const body = new FormData();
  part.forEach((one) => {
    body.append("files", one.file, one.file.name || one.name);
    body.append("numbers", one.number);
    body.append("names", one.name);
    body.append("sizes", one.size);
  });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf-token"]').content);
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("error", () => reject(new Error("lost")));
    request.addEventListener("load", () => resolve(new Response(request.response || null, { status: request.status || 500 })));
    request.send(body);
  });
}

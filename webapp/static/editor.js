// The form 填写: what the server says about it (numbers, gaps, problems) is shown where it belongs.

import { piecesOf } from "./pieces.js";

const byId = (id) => document.getElementById(id);
const GAP = "【待补";

/** Everything with a name that is typed into, in order. */
export const controls = (form) => [
  ...form.querySelectorAll("input[name^='f.']:not([type=hidden]), select[name^='f.'], textarea[name]"),
];

function setNote(control, text, kind) {
  const holder = control.closest(".field") || control.parentElement;
  let note = byId(`${control.id}-error`);
  if (!text) {
    if (note) note.remove();
    control.removeAttribute("aria-describedby");
    control.removeAttribute("aria-invalid");
    return;
  }
  if (!note) {
    note = document.createElement("p");
    note.id = `${control.id}-error`;
    holder.append(note);
  }
  note.className = kind;
  note.textContent = text;
  control.setAttribute("aria-describedby", note.id);
  if (kind === "error") control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

function chip(place, text) {
  let found = place.querySelector(".chip.amber");
  if (!text) {
    if (found) found.remove();
    return;
  }
  if (!found) {
    found = document.createElement("span");
    found.className = "chip amber";
    place.append(found);
  }
  found.textContent = text;
}

/** The name of the value that `control` is one end of, such as a period, or nothing. */
function endsOf(control) {
  const set = control.closest("fieldset.set");
  return set && !set.querySelector(".repeat") ? set.id : "";
}

/** Shows gaps and problems at their fields; a field being typed in gets its error on leaving. */
export function showProblems(form, gaps, problems) {
  const gapped = new Set(gaps.filter((gap) => !gap.wrong).map((gap) => gap.name));
  const told = new Map(problems.map((problem) => [problem.name, problem]));
  for (const control of controls(form)) {
    const holder = control.closest(".field");
    const name = control.name.replace(/\.\+$/, "");
    const gap = gapped.has(name) || (gapped.has(endsOf(control)) && !control.value);
    if (holder) {
      holder.classList.toggle("gap", gap);
      const label = holder.querySelector("label");
      if (label) chip(label, gap && !holder.closest(".row") ? "待补" : "");
    }
    const problem = told.get(name);
    const typing = control === document.activeElement;
    const holds = problem && problem.severity === "error";
    if (problem && !(typing && holds)) setNote(control, problem.text, problem.severity);
    else if (!problem) setNote(control, "");
    if (holder) holder.classList.toggle("wrong", Boolean(holds && !typing));
  }
  for (const set of form.querySelectorAll("fieldset.set")) {
    const problem = told.get(set.id);
    const note = set.querySelector(".set-note");
    const shown = problem && !set.contains(document.activeElement);
    note.textContent = shown ? problem.text : "";
    set.classList.toggle("wrong", Boolean(shown && problem.severity === "error" && endsOf(set.querySelector("input"))));
  }
  for (const list of form.querySelectorAll(".repeat")) {
    list.classList.toggle("gap", gapped.has(list.dataset.path));
    const legend = list.querySelector(".rows-legend");
    if (legend) chip(legend, gapped.has(list.dataset.path) ? "待补" : "");
    const note = list.querySelector(".rows-note");
    const problem = told.get(list.dataset.path);
    if (note) note.textContent = problem ? problem.text : "";
  }
}

/** Offers the paragraphs that a section has now as places of its photos. */
function offerStands(box, group) {
  const selects = [...box.querySelectorAll(".photo select[name$='.stand']")];
  selects.forEach((select, n) => {
    const [asked, stand] = group.stands[n] || ["", ""];
    // chosen anew since this was asked for: the next answer is about it
    if (select.value !== asked) return;
    const offered = [["", select.options[0].text], ...group.stops];
    const known = [...select.options].map((one) => `${one.value} ${one.text}`).join("\n");
    if (known !== offered.map((one) => one.join(" ")).join("\n")) {
      select.replaceChildren(...offered.map(([value, text]) => new Option(text, value)));
    }
    select.value = stand;
  });
}

/** Shows the groups' real numbers and open gaps, in the form and in the list of sections. */
export function showGroups(groups) {
  for (const group of groups) {
    const box = byId(`g-${group.id}`);
    const entry = byId(`s-${group.id}`);
    if (box) {
      box.querySelector(".group-title").textContent = group.heading;
      chip(box.querySelector(".group-name"), group.gaps ? `待补 ${group.gaps}` : "");
      box.classList.toggle("off", group.state === "off");
      box.classList.toggle("absent", group.absent);
      box.classList.toggle("filled", group.filled);
      offerStands(box, group);
      const note = box.querySelector(".group-note");
      if (note && note.textContent !== group.note) {
        note.textContent = group.note;
        if (group.note && box.tagName === "DETAILS") box.open = true;
      }
      const guide = box.querySelector(".group-words");
      if (guide) guide.textContent = group.guide;
      const unasked = new Set(group.unasked);
      for (const field of box.querySelectorAll("[data-field]")) {
        field.hidden = unasked.has(field.dataset.field);
      }
      for (const [name, text] of Object.entries(group.defaults)) {
        const control = document.getElementsByName(name)[0];
        if (control) control.placeholder = text;
      }
      const values = box.querySelector(".group-values");
      if (values) values.textContent = group.values;
    }
    if (entry) {
      entry.querySelector(".section-title").textContent = group.heading;
      entry.classList.toggle("off", group.state === "off");
      entry.classList.toggle("absent", group.absent);
      entry.classList.toggle("filled", group.filled);
      entry.querySelector(".section-count").textContent = group.gaps || "";
    }
  }
}

/** Fills the docked list of gaps. */
export function showGaps(dock, gaps) {
  dock.hidden = !gaps.length;
  dock.querySelector(".gap-count").textContent = `待补 ${gaps.length} 处`;
  const items = gaps.map((gap) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${gap.name}`;
    link.dataset.target = gap.name;
    for (const [name, text] of [
      ["gap-section", gap.section],
      ["gap-label", gap.label],
      ["gap-wrong", gap.wrong ? "要改" : ""],
    ]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      link.append(part);
    }
    item.append(link);
    return item;
  });
  dock.querySelector("ol").replaceChildren(...items);
}

/** Leads to the field, list or group that `target` names; there to `piece`, if one is known. */
export function lead(form, target, piece = null) {
  const list = form.querySelector(`.repeat[data-path="${CSS.escape(target)}"]`);
  const box = target.startsWith("g:") ? byId(`g-${target.slice(2)}`) : null;
  let place =
    form.querySelector(`[name="${CSS.escape(target)}"]`) ||
    (list && list.querySelector("input, select, textarea, .row-add"));
  if (!place && target.startsWith("f.")) {
    place = form.querySelector(`[name^="${CSS.escape(target)}."]`);
  }
  if (!place && box) {
    place =
      box.querySelector("input[name^='f.']:not([type=hidden]), select, textarea") ||
      box.querySelector("input[name=on]");
  }
  if (piece) place = piece;
  else if (place) {
    const pieces = piecesOf(place);
    place = pieces.find((piece) => piece.value.includes(GAP)) || pieces[0];
  }
  const holder = box || (place && place.closest(".group"));
  if (!holder) return false;
  const fold = holder.closest("details") || (holder.tagName === "DETAILS" ? holder : null);
  if (fold) fold.open = true;
  document.body.dataset.pane = "form";
  if (place) place.focus({ preventScroll: true });
  scrollTo(byId("groups"), holder, place);
  return true;
}

/** Scrolls `pane` alone: the head of the group at the top if the field can still be seen. */
function scrollTo(pane, group, place) {
  if (pane.scrollHeight <= pane.clientHeight || getComputedStyle(pane).overflowY === "visible") {
    (place || group).scrollIntoView({ block: "center" });
    return;
  }
  const top = pane.getBoundingClientRect().top;
  const head = group.getBoundingClientRect().top - top + pane.scrollTop;
  const foot = place ? place.getBoundingClientRect().bottom - top + pane.scrollTop : head;
  pane.scrollTop = foot - head < pane.clientHeight - 24 ? head : foot - pane.clientHeight / 2;
}

/** The texts of what is being edited at `control`: its own, or those of its row. */
export function textsAt(control) {
  const row = control.closest(".row");
  if (!row) return [control.value.trim()];
  return [...row.querySelectorAll("input[name], textarea[name]")].map((f) => f.value.trim());
}

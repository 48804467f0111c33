// What is typed while the server draws the form afresh 回答之前又写的: it goes into the new form too.

import { fieldOf } from "./pieces.js";

const KINDS = ["input", "change", "grid:changed"];
const isBox = (control) => control.type === "checkbox" || control.type === "radio";

/** Notes what is typed, chosen and ticked in `form` from now on; what it returns ends that and
 *  gives the controls. */
export function noting(form) {
  const typed = new Set();
  const note = ({ target }) => {
    // beside the list of sections the box has no name, that in the form has
    const id = target.dataset?.sectionBox;
    typed.add(id ? form.querySelector(`[name][data-section-box="${CSS.escape(id)}"]`) : fieldOf(target));
  };
  for (const kind of KINDS) form.addEventListener(kind, note);
  return () => {
    for (const kind of KINDS) form.removeEventListener(kind, note);
    return [...typed].filter((control) => control?.name && control.type !== "file" && control.isConnected);
  };
}

/** Puts what stands in the `typed` controls of a form that is gone into those of `form` that have
 *  their names; returns these. */
export function putBack(form, typed) {
  return typed.flatMap((old) => {
    const [control] = [...form.elements].filter(
      (one) => one.name === old.name && one.type === old.type && (!isBox(old) || one.value === old.value),
    );
    if (!control) return [];
    if (isBox(old)) control.checked = old.checked;
    else if (!control.options || [...control.options].some((one) => one.value === old.value)) control.value = old.value;
    return [control];
  });
}

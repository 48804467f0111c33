// What is typed while the server draws the form afresh 回答之前又写的: it goes into the new form too.

const isBox = (control) => control.type === "checkbox" || control.type === "radio";
const stands = (control) => (isBox(control) ? control.checked : control.value);
const isTyped = (control) => control.name && !/^(hidden|file|submit|button)$/.test(control.type);

/** What the controls of `form` hold now, to be compared later. */
export function noted(form) {
  return new Map([...form.elements].filter(isTyped).map((control) => [control, stands(control)]));
}

/** The controls that hold something else than they did when they were `noted`. */
export function typedSince(before) {
  return [...before].filter(([control, held]) => control.isConnected && stands(control) !== held).map(([control]) => control);
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
    else control.value = old.value;
    return [control];
  });
}

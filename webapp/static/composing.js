// Composition 拼写: letters that an input method has not yet made into 汉字 are no text: they are
// neither saved nor printed, and no step of undo leads back to them.

import { fieldOf } from "./pieces.js";

let half = null;

/** Calls `done` whenever what was being composed in `form` has come to stand there. */
export function watchComposition(form, done) {
  form.addEventListener("compositionstart", ({ target }) => {
    const field = fieldOf(target);
    half = { field, name: field.name, value: field.value };
  });
  form.addEventListener("compositionend", () => {
    half = null;
    done();
  });
}

/** `value`, which stands in the control `name`; before the composition where one is under way there. */
export function composed(name, value) {
  return half?.field.isConnected && half.name === name ? half.value : value;
}

// Caret 文中位置: where words stand inside a text field, told by a copy of the field laid beneath.

const COPIED = [
  "fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "fontVariantNumeric",
  "paddingTop", "paddingRight", "paddingBottom", "paddingLeft",
  "borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth",
];

/** A copy of `field` with its text in a layer: `ranges` ([{start, end, now}]) are `mark`s in it. */
export function layer(field, ranges, className) {
  const made = document.createElement("div");
  made.className = className;
  made.setAttribute("aria-hidden", "true");
  const style = getComputedStyle(field);
  for (const name of COPIED) made.style[name] = style[name];
  made.style.width = `${field.offsetWidth}px`;
  made.style.height = `${field.offsetHeight}px`;
  made.style.whiteSpace = field.tagName === "TEXTAREA" ? "pre-wrap" : "pre";
  let at = 0;
  for (const range of ranges) {
    made.append(field.value.slice(at, range.start));
    const mark = document.createElement("mark");
    mark.textContent = field.value.slice(range.start, range.end);
    if (range.now) mark.className = "now";
    made.append(mark);
    at = range.end;
  }
  made.append(field.value.slice(at), "\u200b");
  return made;
}

/** Lays `made` over `field`, in the field's own box. */
export function overlay(field, made) {
  const holder = field.parentElement;
  holder.classList.add("layered");
  holder.append(made);
  made.style.top = `${field.offsetTop}px`;
  made.style.left = `${field.offsetLeft}px`;
  made.scrollLeft = field.scrollLeft;
  made.scrollTop = field.scrollTop;
}

/** How far below the upper edge of `field` the letters from `start` on stand, in pixels. */
export function heightOf(field, start, end) {
  const made = layer(field, [{ start, end }], "find-layer");
  overlay(field, made);
  const top = made.querySelector("mark").offsetTop;
  made.remove();
  return top;
}

/** Brings the letters from `start` to `end` of `field` into the middle of `pane`, unless seen. */
export function reveal(pane, field, start, end) {
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  document.body.dataset.pane = "form";
  const down = field.tagName === "TEXTAREA" ? heightOf(field, start, end) : 0;
  const own = getComputedStyle(pane).overflowY !== "visible" && pane.scrollHeight > pane.clientHeight;
  const top = field.getBoundingClientRect().top + down;
  const frame = own ? pane.getBoundingClientRect() : { top: 0, height: innerHeight };
  const below = top - frame.top;
  if (below > 56 && below < frame.height - 56) return;
  const by = below - frame.height / 3;
  if (own) pane.scrollTop += by;
  else scrollBy(0, by);
}

/** The line of `field` in which the caret stands, without an ordinal that was typed. */
export function lineAt(field) {
  const at = field.selectionStart;
  const start = field.value.lastIndexOf("\n", at - 1) + 1;
  const end = field.value.indexOf("\n", at);
  const line = field.value.slice(start, end < 0 ? undefined : end).trim();
  return line.replace(/^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])\s*/, "");
}

// 文字: a click anywhere on a paragraph chooses it, as its mark in the margin does.

document.querySelector(".text-sheet.can-correct")?.addEventListener("click", (event) => {
  const link = event.target.closest(".text-block")?.querySelector(".text-mark");
  // a selection is being made to copy it, or the mark itself was clicked
  if (!link || event.target.closest("a") || String(getSelection())) return;
  link.click();
});

// Before and after scroll together, by their share of the way.

const panes = [...document.querySelectorAll("[data-together]")];
let leader = null;

panes.forEach((pane) => {
  pane.addEventListener("pointerenter", () => { leader = pane; });
  pane.addEventListener("focusin", () => { leader = pane; });
  pane.addEventListener("scroll", () => {
    if (leader && leader !== pane) return;
    const share = pane.scrollTop / Math.max(1, pane.scrollHeight - pane.clientHeight);
    panes.filter((other) => other !== pane).forEach((other) => {
      other.scrollTop = share * (other.scrollHeight - other.clientHeight);
    });
  }, { passive: true });
});

// 打印: the browser's print view opens by itself when every page has arrived.

const button = document.querySelector("[data-print]");

if (button) {
  const pages = [...document.querySelectorAll(".print-sheet")];
  await Promise.allSettled(pages.map((page) => page.decode()));
  button.disabled = false;
  button.textContent = "打印";
  button.addEventListener("click", () => print());
  document.body.dataset.ready = "";
  print();
}

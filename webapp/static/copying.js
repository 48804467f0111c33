// 打印 and 复制全文: the whole text on the clipboard, with its layout for Word and WPS or as plain
// text. Whoever has something to save first does so when `handing` is announced.

import { toast } from "./app.js";

async function announced() {
  const event = new CustomEvent("handing", { detail: { before: [] } });
  document.dispatchEvent(event);
  await Promise.all(event.detail.before);
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-print-whole]");
  if (!link) return;
  event.preventDefault();
  link.closest("details")?.removeAttribute("open");
  await announced();
  open(link.href, "_blank", "noopener");
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-whole]");
  if (!button) return;
  event.preventDefault();
  button.closest("details")?.removeAttribute("open");
  const slow = setTimeout(() => toast("正在取全文…"), 300);
  try {
    await announced();
    const response = await fetch(button.dataset.copyWhole, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.statusText);
    const whole = await response.json();
    const plain = button.dataset.form === "plain";
    if (!put(plain ? null : whole.html, whole.text)) throw new Error("refused");
    toast(plain ? "全文已复制，不带格式，可以粘贴到网页表单里" : "全文已复制，带格式，可以粘贴到 Word 或 WPS 里");
  } catch {
    toast("没有复制成。等页面连上后再点一次，或者下载 Word");
  } finally {
    clearTimeout(slow);
  }
});

/** Puts `html` and `text` on the clipboard just as they are; also where a page is not served over
 *  https. The newer way washes the HTML and loses what word processors need of it. */
function put(html, text) {
  let done = false;
  const give = (event) => {
    event.preventDefault();
    if (html) event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", text);
    done = true;
  };
  document.addEventListener("copy", give, { once: true, capture: true });
  // something must be chosen, or there is nothing to copy
  const holder = document.createElement("textarea");
  holder.className = "unseen";
  holder.value = "x";
  const before = document.activeElement;
  document.body.append(holder);
  holder.select();
  document.execCommand("copy");
  holder.remove();
  document.removeEventListener("copy", give, { capture: true });
  before?.focus?.();
  return done;
}

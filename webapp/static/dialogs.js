// What the workbench tells 状态与提示: save state, lost connection, conflict, what was left behind.

import { announce } from "./rows.js";
import { post, stateOf } from "./saving.js";

const byId = (id) => document.getElementById(id);

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function button(text, action, kind = "") {
  const made = element("button", `button small ${kind}`.trim(), text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

// what the server answers to a page that outlived its session
const EXPIRED = "form-expired";

const STATES = {
  waiting: ["saving", "正在保存…"],
  saving: ["saving", "正在保存…"],
  lost: ["lost", "没存上，点此重试"],
  conflict: ["lost", "没存上，等您选一份"],
};

export class Dialogs {
  constructor(form) {
    this.form = form;
    this.place = byId("notice");
    this.state = byId("save-state");
    this.saved = this.state.querySelector("span").textContent;
    this.heading = byId("draft-title");
    this.state.addEventListener("click", () => this.retry && this.retry());
  }

  /** Shows the save state beside the title; where it failed, a click tries again. */
  saveState(state, detail) {
    let [kind, text] = STATES[state] || ["", ""];
    if (state === "saved") this.saved = `已保存 ${detail.time}`;
    if (state === "saved" || state === "kept") [kind, text] = ["saved", this.saved];
    if (state === "refused") [kind, text] = ["lost", `没存上：${detail.message}`];
    this.state.className = `save-state ${kind}`;
    this.state.querySelector("span").textContent = text;
    if (state === "refused" && detail.code === EXPIRED) {
      this.state.querySelector("span").textContent = "没存上，登录已过期";
      this.notice(
        "登录已过期，刚才写的还没存上",
        "内容已留在这台电脑的浏览器里。重新登录后回到这份草稿，就能接着写。",
        [
          button("重新登录", () => location.reload()),
          button("先存到本机", () => this.download()),
        ],
        "notice-expired",
      );
    }
  }

  title(text) {
    if (this.heading.textContent !== text) this.heading.textContent = text;
    document.title = `${text} 拟稿`;
  }

  exportFoot(gaps) {
    const foot = byId("export-foot");
    foot.hidden = !gaps;
    foot.querySelector("b").textContent = `还有 ${gaps} 处待补`;
  }

  /** What the exported file would say wrongly, in the menu from which it is exported. */
  exportNotes(groups) {
    const foot = byId("export-notes");
    foot.textContent = groups.map((group) => group.note).filter(Boolean).join("；");
    foot.hidden = !foot.textContent;
  }

  /** Puts a notice above the form: bold what, then what to do, then `actions`. */
  notice(what, then, actions = [], kind = "notice-plain") {
    const box = element("div", `notice ${kind}`);
    const head = element("p", "notice-what");
    head.append(byId("warning-icon").content.cloneNode(true), element("b", "", what));
    box.append(head);
    if (then) box.append(element("p", "", then));
    if (actions.length) {
      const row = element("p", "notice-actions");
      row.append(...actions);
      box.append(row);
    } else {
      box.append(button("知道了", () => box.remove()));
    }
    this.place.querySelectorAll(`.${kind}`).forEach((old) => old.remove());
    this.place.append(box);
    return box;
  }

  drop(kind) {
    this.place.querySelectorAll(`.${kind}`).forEach((old) => old.remove());
  }

  previewFailed(error) {
    if (error && error.code !== EXPIRED) this.notice(error.message, error.remedy, [], "notice-preview");
  }

  previewWorks() {
    this.drop("notice-preview");
  }

  /** The connection is lost: the text stays here; counts down to the next attempt. */
  lost(attempt, seconds, saver) {
    const until = Date.now() + seconds * 1000;
    const count = element("span", "retry-count");
    const box = this.notice(
      "连不上服务器，刚才写的还没存上",
      "内容已留在这个页面里，没有丢。请先别关页面，连上后自动保存。",
      [
        button("现在重试", () => saver.retry()),
        button("先存到本机", () => this.download()),
        count,
      ],
      "notice-lost",
    );
    const tick = () => {
      if (!box.isConnected) return;
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      count.textContent = `第 ${attempt} 次重试，${left} 秒后`;
      setTimeout(tick, 500);
    };
    tick();
    if (attempt === 1) announce("连不上服务器，刚才写的还没存上，内容留在这个页面里");
  }

  found() {
    this.drop("notice-lost");
    announce("连上了，已保存");
  }

  /** Hands over what was typed as a text file made in the browser. */
  download() {
    const lines = [...new FormData(this.form)]
      .filter(([name, value]) => name.startsWith("f.") || name.startsWith("text."))
      .map(([name, value]) => `${name.replace(/^(f|text)\./, "")}：${value}`);
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/plain" }));
    link.download = `${this.heading.textContent}（没存上的内容）.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /** Somebody saved a newer revision: shows what differs and lets the person choose. */
  conflict(detail, saver) {
    const dialog = byId("conflict");
    dialog.querySelector(".conflict-who").textContent = detail.error.message;
    const rows = detail.differences.map((difference) => {
      const row = element("tr");
      row.append(
        element("th", "", difference.label),
        element("td", "", difference.mine || "（空）"),
        element("td", "", difference.theirs || "（空）"),
      );
      row.firstChild.scope = "row";
      return row;
    });
    dialog.querySelector("tbody").replaceChildren(...rows);
    dialog.oncancel = (event) => event.preventDefault();
    dialog.querySelector("[value=mine]").onclick = () => {
      dialog.close();
      saver.override(detail.revision);
    };
    dialog.querySelector("[value=theirs]").onclick = () => {
      saver.forget();
      saver.kept = stateOf(this.form);
      location.reload();
    };
    dialog.querySelector("[value=both]").onclick = async () => {
      const answer = await post(this.form.dataset.another, stateOf(this.form), this.form.dataset.token);
      if (answer.status !== 200) {
        this.notice(answer.data.error.message, answer.data.error.remedy);
        return;
      }
      saver.forget();
      saver.kept = stateOf(this.form);
      location.href = answer.data.location;
    };
    dialog.showModal();
  }

  /** Offers what an earlier visit could not save. */
  left(left, restore, forget) {
    if (!left) return;
    const time = new Date(left.time);
    const clock = `${time.getHours()}:${String(time.getMinutes()).padStart(2, "0")}`;
    const box = this.notice(
      `上次有没存上的内容（${time.getMonth() + 1}月${time.getDate()}日 ${clock}）`,
      "它留在这台电脑的浏览器里。恢复后会接着自动保存。",
      [
        button("恢复", () => {
          box.remove();
          restore(left.state);
        }),
        button("不要了", () => {
          box.remove();
          forget();
        }),
      ],
      "notice-left",
    );
  }
}

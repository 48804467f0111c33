// 接着上传: any page sends on what an upload left to send when its own page was left.

import { left, mark, runs, stored } from "./kept_files.js";
import { claimed, forward, isFinal, size } from "./sending.js";

const WAIT_MS = 3000;

async function carry() {
  const owner = document.documentElement.dataset.person;
  const found = await runs();
  if (!found.length) return mark(false);
  // another person's files wait for that person
  const own = owner ? found.filter((one) => one.owner === owner) : [];
  if (!own.length) return undefined;
  let release = null;
  let run = null;
  for (const one of own) {
    release = await claimed(one.id);
    if (release) { run = one; break; }
  }
  // other pages are sending: look again, in case one is left
  if (!run) return setTimeout(carry, WAIT_MS);
  const source = stored(run);
  const strip = await shown(run);
  try {
    strip.end(await forward(run, source, strip));
  } catch (problem) {
    // signed out meanwhile: the files wait for the next time
    if (problem.status === 401 || problem.status === 403) return strip.remove();
    if (isFinal(problem)) await source.close();
    strip.wrong([problem.message, problem.remedy].filter(Boolean).join("。"));
  } finally {
    release();
  }
  return undefined;
}

/** The line at the foot of the page that says how far it is. */
async function shown(run) {
  const start = await left(run.id);
  const line = document.createElement("div");
  line.className = "uploading";
  line.setAttribute("role", "status");
  const words = document.createElement("span");
  line.append(words);
  document.body.append(line);
  let files = run.count - start.files;
  let bytes = run.bytes - start.bytes;
  const paint = (more) => {
    words.textContent = `正在接着上传：${files} / ${run.count} 个文件，${size(Math.min(bytes + more, run.bytes))} / ${size(run.bytes)}`;
  };
  paint(0);
  return {
    sent: paint,
    done(part) { files += part.length; bytes += part.reduce((sum, one) => sum + one.size, 0); paint(0); },
    lost(seconds) { words.textContent = `上传时连不上服务器，${seconds} 秒后再试`; },
    end(address) {
      words.textContent = "上传完了，正在入库";
      const link = document.createElement("a");
      link.href = address;
      link.textContent = "看进度";
      line.append(link);
    },
    wrong(told) { words.textContent = `上传停下了：${told}`; line.classList.add("is-wrong"); },
    remove() { line.remove(); },
  };
}

// the page that sends itself says so before this one looks
if (!document.querySelector("[data-upload][data-busy]")) carry();

// Files that are being sent, kept by the browser until the server has them: whatever page of the
// application is open sends on what is left.

const PART_BYTES = 8 * 1024 * 1024;
const PART_FILES = 20;
const FLAG = "nigao-uploading";

/** Whether something may be left to send; read before anything else is loaded for it. */
export const mark = (on) => (on ? localStorage.setItem(FLAG, "1") : localStorage.removeItem(FLAG));

const done = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

const over = (work) => new Promise((resolve, reject) => {
  work.oncomplete = () => resolve();
  work.onabort = () => reject(work.error);
});

async function database() {
  const asked = indexedDB.open("nigao-upload", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("runs", { keyPath: "id" });
    asked.result.createObjectStore("files", { keyPath: ["run", "number"] });
  };
  return done(asked);
}

const range = (id) => IDBKeyRange.bound([id, 0], [id, Infinity]);

/** Keeps `run` with its `files` [{number, name, size, file}]; rejects where there is no room. */
export async function keep(run, files) {
  const base = await database();
  try {
    const work = base.transaction(["runs", "files"], "readwrite");
    for (const one of files) work.objectStore("files").put({ run: run.id, ...one });
    work.objectStore("runs").put(run);
    await over(work);
  } finally {
    base.close();
  }
  mark(true);
}

/** What is being sent: [{id, owner, …}]. */
export async function runs() {
  const base = await database();
  const found = await done(base.transaction("runs").objectStore("runs").getAll());
  base.close();
  return found;
}

/** How many files of a run are left, and their bytes. */
export async function left(id) {
  const base = await database();
  const found = await done(base.transaction("files").objectStore("files").getAll(range(id)));
  base.close();
  return { files: found.length, bytes: found.reduce((sum, one) => sum + one.size, 0) };
}

/** The run as a source of parts: `next` gives some of its files, `sent` forgets them. */
export function stored(run) {
  return {
    async next() {
      const base = await database();
      const part = [];
      let bytes = 0;
      await new Promise((resolve, reject) => {
        const walk = base.transaction("files").objectStore("files").openCursor(range(run.id));
        walk.onerror = () => reject(walk.error);
        walk.onsuccess = () => {
          const one = walk.result?.value;
          if (!one || (part.length && (part.length >= PART_FILES || bytes + one.file.size > PART_BYTES))) return resolve();
          part.push(one);
          bytes += one.file.size;
          return walk.result.continue();
        };
      });
      base.close();
      return part;
    },
    async sent(part) {
      const base = await database();
      const work = base.transaction("files", "readwrite");
      for (const one of part) work.objectStore("files").delete([run.id, one.number]);
      await over(work);
      base.close();
    },
    async close() {
      const base = await database();
      const work = base.transaction(["runs", "files"], "readwrite");
      work.objectStore("runs").delete(run.id);
      work.objectStore("files").delete(range(run.id));
      const others = await done(work.objectStore("runs").count());
      await over(work);
      base.close();
      if (!others) mark(false);
    },
  };
}

/** The same where the browser keeps nothing: the files live as long as the page. */
export function inPage(files) {
  let at = 0;
  return {
    async next() {
      const part = [];
      let bytes = 0;
      while (at + part.length < files.length && part.length < PART_FILES) {
        const one = files[at + part.length];
        if (part.length && bytes + one.file.size > PART_BYTES) break;
        part.push(one);
        bytes += one.file.size;
      }
      return part;
    },
    async sent(part) { at += part.length; },
    async close() {},
  };
}

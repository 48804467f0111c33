// The pages beside the form 页面: only pages that changed are loaded again; marks lead to fields.

const SVG = "http://www.w3.org/2000/svg";
// the widths in pixels that the server draws
const WIDTHS = [344, 392, 470, 588, 604, 794, 940, 1208, 1588];
const STEPS = [420, 504, 588, 676, 794];

/** `text` as the marks have theirs: half-width, lower case, without white space. */
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** Whether `text` stands in `words`; a number only as a whole one, 97 not in 97.1. */
function holds(words, text) {
  if (!/^[\d.]+$/.test(text)) return words.includes(text);
  return words.split(/[^\d.]+/).includes(text);
}

export class Sheets {
  /** `pane` holds the list `.sheets`; `follow(target, mark, x)` is called for a mark that is
   *  clicked, `x` thousandths of the page from its left edge. */
  constructor(pane, follow) {
    this.pane = pane;
    this.list = pane.querySelector(".sheets");
    this.follow = follow;
    this.marks = [];
    this.focus = null;
    this.step = STEPS.indexOf(588);
    this.counter = pane.querySelector(".page-count");
    pane.addEventListener("click", (event) => this.clicked(event));
    const scrolled = () => {
      this.count();
      this.refresh();
    };
    pane.querySelector(".sheet-scroll").addEventListener("scroll", scrolled, { passive: true });
    addEventListener("scroll", scrolled, { passive: true });
    this.fit();
    addEventListener("resize", () => this.fit());
  }

  /** The device pixels across a page: the next width that the server draws. */
  get pixels() {
    const width = this.list.getBoundingClientRect().width || 588;
    const needed = Math.round(width * (devicePixelRatio || 1));
    return WIDTHS.find((one) => one >= needed) || WIDTHS[WIDTHS.length - 1];
  }

  fit() {
    const narrow = this.pane.querySelector(".sheet-scroll").clientWidth;
    const chosen = matchMedia("(min-width: 1600px)").matches && !this.zoomed ? 794 : STEPS[this.step];
    const room = narrow - (narrow < 560 ? 24 : 96);
    this.list.style.width = `${this.zoomed ? chosen : Math.max(280, Math.min(chosen, room))}px`;
    this.refresh();
  }

  zoom(by) {
    this.zoomed = true;
    this.step = Math.max(0, Math.min(STEPS.length - 1, this.step + by));
    this.fit();
  }

  /** Shows `pages` ([{src, etag}]) and `marks`; resolves when the changed ones are painted. */
  async show(pages, marks) {
    this.marks = marks;
    const items = this.list.children;
    while (items.length > pages.length) this.list.lastElementChild.remove();
    const loading = pages.map((page, n) => {
      if (!items[n]) {
        const item = document.createElement("li");
        item.className = "sheet";
        item.innerHTML = `<img width="1000" alt=""><svg preserveAspectRatio="none"></svg>`;
        this.list.append(item);
      }
      const image = items[n].querySelector("img");
      // a page that is turned is as low as it is drawn
      image.height = page.height;
      items[n].querySelector("svg").setAttribute("viewBox", `0 0 1000 ${page.height}`);
      image.alt = `第 ${n + 1} 页`;
      if (image.dataset.etag === page.etag) return null;
      image.dataset.etag = page.etag;
      image.dataset.src = page.src;
      return this.isNear(items[n]) ? this.load(image, page) : null;
    });
    await Promise.all(loading);
    this.paint();
    this.count();
  }

  async load(image, page) {
    const address = `${page.src}?width=${this.pixels}`;
    if (image.getAttribute("src") === address) return;
    // decoded aside first, so that a page never flashes white while one types
    const fresh = new Image();
    fresh.src = address;
    try {
      await fresh.decode();
    } catch {
      delete image.dataset.etag;
      return;
    }
    if (image.dataset.etag === page.etag) image.src = address;
  }

  /** Whether `item` is in view, or will be within half a screen. */
  isNear(item) {
    const scroll = this.pane.querySelector(".sheet-scroll");
    const { top, bottom } = item.getBoundingClientRect();
    const frame = scroll.getBoundingClientRect();
    const more = frame.height / 2;
    return bottom > frame.top - more && top < Math.min(frame.bottom, innerHeight) + more;
  }

  /** Loads what is in view and not there yet in this size. */
  refresh() {
    for (const image of this.list.querySelectorAll("img[data-src]")) {
      if (!this.isNear(image.parentElement)) continue;
      this.load(image, { src: image.dataset.src, etag: image.dataset.etag });
    }
  }

  /** Lets the blocks of `section` that hold one of `texts` stand out, or a `row` of a table there. */
  point(section, texts, row = null) {
    this.focus = { section, row, texts: texts.map(folded).filter((text) => text.length > 1) };
    this.paint();
  }

  get pointed() {
    const { section, texts, row } = this.focus || { section: null, texts: [] };
    if (row) return this.marks.filter((m) => m.kind === "row" && m.section === section && m.table === row.table && m.row === row.row);
    const own = this.marks.filter((m) => m.kind === "block" && m.section === section);
    return own.filter((m) => texts.some((text) => holds(m.text, text)));
  }

  paint() {
    const pointed = new Set(this.pointed);
    [...this.list.children].forEach((item, n) => {
      const svg = item.querySelector("svg");
      const shapes = this.marks
        .flatMap((mark, at) =>
          (mark.page === n + 1 ? mark.rects : []).map(([x, y, w, h]) => {
            const rect = document.createElementNS(SVG, "rect");
            const kind = mark.kind === "gap" ? "mark-gap" : pointed.has(mark) ? "mark-now" : "mark-block";
            const values = { x, y, width: w, height: h, class: kind };
            for (const [name, value] of Object.entries(values)) rect.setAttribute(name, value);
            rect.dataset.target = mark.target;
            rect.dataset.mark = at;
            return rect;
          }),
        );
      svg.replaceChildren(...shapes);
    });
  }

  /** Brings the first mark of `section`, or the pointed one, into view if none is. */
  reveal(section) {
    const own = this.pointed.length
      ? this.pointed
      : this.marks.filter((m) => m.kind === "block" && m.section === section);
    const scroll = this.pane.querySelector(".sheet-scroll");
    const tops = own.map((mark) => {
      const item = this.list.children[mark.page - 1];
      return item ? item.offsetTop + (mark.rects[0][1] * item.clientWidth) / 1000 : 0;
    });
    if (!tops.length) return;
    const visible = tops.some(
      (top) => top >= scroll.scrollTop + 20 && top <= scroll.scrollTop + scroll.clientHeight - 60,
    );
    if (!visible) scroll.scrollTo({ top: Math.max(0, tops[0] - scroll.clientHeight / 4) });
  }

  clicked(event) {
    const button = event.target.closest("button[data-zoom]");
    if (button) {
      this.zoom(Number(button.dataset.zoom));
      return;
    }
    const mark = event.target.dataset && this.marks[event.target.dataset.mark];
    if (!mark || !mark.target) return;
    const frame = event.target.ownerSVGElement.getBoundingClientRect();
    this.follow(mark.target, mark, (1000 * (event.clientX - frame.left)) / frame.width);
  }

  count() {
    const scroll = this.pane.querySelector(".sheet-scroll");
    const items = [...this.list.children];
    const middle = scroll.scrollTop + scroll.clientHeight / 2;
    const at = items.filter((item) => item.offsetTop <= middle).length || 1;
    if (this.counter) this.counter.textContent = `${at} / ${items.length} 页`;
  }
}

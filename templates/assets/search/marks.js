// On the page of a dispatch that was found: the words that were asked for are marked, until Escape.
// @ts-check
"use strict";
(() => {
  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd, pre, figcaption, caption, .note-body, blockquote";
  const TEXTS = "h1, .subtitle, .summary, .body, .note-body";
  /** What the page adds to the text. */
  const LEFT_OUT = ".permalink, .noteref, .backlinks, .note-label, .missing, button, script, style";
  const { element, index } = rrSearch;
  const question = new URLSearchParams(location.search).get("q")?.trim() ?? "";

  /** @typedef {{start: number, end: number, surface: string, variants: string[]}} Word */
  /** @typedef {{node: Text, start: number, end: number}} Piece */

  /** @type {HTMLElement[]} */
  let marked = [];
  let current = -1;
  /** @type {HTMLElement | undefined} */
  let bar;

  /**
   * Words as they are compared where the engine is out of reach: without accents, in any case.
   * @param {string} text
   * @returns {Word[]}
   */
  function plainly(text) {
    return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((found) => ({
      start: found.index ?? 0,
      end: (found.index ?? 0) + found[0].length,
      surface: found[0].normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(),
      variants: [],
    }));
  }

  /** What is to be marked, and how a text is cut. */
  async function wanted() {
    try {
      const opened = await index();
      const answer = await opened.ask(question, { limit: 0 });
      return { surfaces: new Set(await opened.marks(answer)), cut: opened.words.bind(opened) };
    } catch {
      const asked = question.replace(/(^|\s)(-|NOT\s+)\S+|\b(AND|OR)\b|near\/\d+|\S+:/g, " ");
      return { surfaces: new Set(plainly(asked).map(({ surface }) => surface)), cut: plainly };
    }
  }

  /**
   * The texts of the page, block by block, each as the pieces that it stands in.
   * @returns {Piece[][]}
   */
  function blocks() {
    /** @type {Map<Element, Piece[]>} */
    const found = new Map();
    for (const root of document.querySelectorAll(`.dispatch :is(${TEXTS})`)) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        const block = parent?.closest(BLOCKS) ?? root;
        if (!parent || parent.closest(LEFT_OUT)) {
          continue;
        }
        const pieces = found.get(block) ?? [];
        const start = pieces.at(-1)?.end ?? 0;
        const piece = { node: /** @type {Text} */ (node), start, end: start + (node.nodeValue ?? "").length };
        found.set(block, pieces);
        // A block within another of these is met twice.
        if (!pieces.some((one) => one.node === node)) {
          pieces.push(piece);
        }
      }
    }
    return [...found.values()];
  }

  /**
   * Marks some characters of a block, backwards, so that the pieces before them stay what they are.
   * @param {Piece[]} pieces
   * @param {Word[]} words
   */
  function markIn(pieces, words) {
    for (const piece of [...pieces].reverse()) {
      for (const { start, end } of [...words].reverse()) {
        const [from, to] = [Math.max(start, piece.start), Math.min(end, piece.end)];
        if (from < to) {
          const range = document.createRange();
          range.setStart(piece.node, from - piece.start);
          range.setEnd(piece.node, to - piece.start);
          range.surroundContents(element("mark", { class: "hit" }));
        }
      }
    }
  }

  async function mark() {
    clear();
    const { surfaces, cut } = await wanted();
    clear();
    for (const pieces of blocks()) {
      const text = pieces.map(({ node }) => node.nodeValue).join("");
      markIn(pieces, cut(text).filter(({ surface, variants }) => [surface, ...variants].some((one) => surfaces.has(one))));
    }
    marked = [...document.querySelectorAll("mark.hit")].map((one) => /** @type {HTMLElement} */ (one));
    if (marked.length) {
      bar = toolbar();
      document.body.append(bar);
      start();
    }
  }

  /** Goes to the first mark of the place that the address names, or of the page. */
  function start() {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    current = Math.max(0, marked.findIndex((one) => place?.contains(one)));
    go(0);
  }

  /** @param {number} step */
  function go(step) {
    marked[current]?.classList.remove("current");
    current = (current + step + marked.length) % marked.length;
    const one = marked[current];
    one?.classList.add("current");
    const at = one?.getBoundingClientRect();
    if (at && (at.top < 0 || at.bottom > window.innerHeight - 60)) {
      one?.scrollIntoView({ block: "center" });
    }
    bar?.querySelector("[role=status]")?.replaceChildren(`${current + 1} of ${marked.length} marked`);
  }

  function toolbar() {
    const made = element("div", { "class": "marks-bar", "role": "group", "aria-label": "Words that were searched for" });
    // In the language of the chrome, whatever that of the dispatch is.
    const chrome = document.querySelector(".masthead");
    for (const name of ["lang", "dir"]) {
      made.setAttribute(name, chrome?.getAttribute(name) ?? document.documentElement.getAttribute(name) ?? "");
    }
    made.append(element("span", { role: "status" }));
    /** @type {[string, string, () => void][]} */
    const buttons = [["↑", "Previous", () => go(-1)], ["↓", "Next", () => go(1)], ["×", "Remove the marks", leave]];
    for (const [sign, name, act] of buttons) {
      const button = element("button", { "type": "button", "aria-label": name, "title": name }, sign);
      button.addEventListener("click", act);
      made.append(button);
    }
    return made;
  }

  function clear() {
    bar?.remove();
    bar = undefined;
    for (const one of document.querySelectorAll("mark.hit")) {
      const parent = one.parentNode;
      one.replaceWith(...one.childNodes);
      parent?.normalize();
    }
    marked = [];
  }

  /** Without the marks, and without the question in the address. */
  function leave() {
    clear();
    history.replaceState(history.state, "", location.pathname + location.hash);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && marked.length) {
      leave();
    }
  });
  document.addEventListener("rr:morphed", () => new URLSearchParams(location.search).has("q") && void mark());
  void mark();
})();

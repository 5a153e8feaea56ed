// A question → its tree; whatever is written, it means something: docs/search.md, "Questions".
// As in readingroom/search/query/: days.py, tokens.py, question.py.
// @ts-check
"use strict";

/**
 * @typedef {{kind: "word", surface: string, variants: string[], start: number, end: number, field: string}} WordNode
 * @typedef {{kind: "phrase", words: WordNode[], field: string}} PhraseNode
 * @typedef {{kind: "prefix", beginning: string, field: string, most?: number}} PrefixNode
 * @typedef {{kind: "exact", surface: string, field: string}} ExactNode
 * @typedef {{kind: "dates", first: number, last: number} | {kind: "before", day: number} | {kind: "after", day: number}} DaysNode
 * @typedef {{kind: "near", between: number, left: QueryNode, right: QueryNode}} NearNode
 * @typedef {{kind: "run", words: (WordNode | PhraseNode)[]}} RunNode
 * @typedef {WordNode | PhraseNode | PrefixNode | ExactNode | NearNode} Leaf
 * @typedef {Leaf | DaysNode | RunNode | {kind: "not", node: QueryNode} | {kind: "together" | "all" | "any", nodes: QueryNode[]} | {kind: "nothing"}} QueryNode
 * @typedef {{kind: string, start: number, end: number, name: string, number: number, days: DaysNode | null}} Token
 * @typedef {InstanceType<typeof rrWords.Characters>} Characters
 */

// Not const: after a failure the engine is loaded again.
var rrQuestion = (() => {
  const QUOTES = '"“”„«»';
  const BLANKS = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
  const DEEPEST = 32;
  const FARTHEST = 30;
  const TEXT_FIELDS = ["title", "heading", "body", "note"];
  const FIRST_DAY = 1;
  const LAST_DAY = 3652059;
  const EPOCH = 719163;
  const DAY = 86400000;
  const NEXT = new RegExp(
    `[${BLANKS}]*(?:(?<quote>[${QUOTES}])(?<phrase>[^${QUOTES}]*)[${QUOTES}]?` +
      `|(?<open>\\()|(?<close>\\))|(?<or>\\|)|(?<chunk>[^${BLANKS}${QUOTES}()|]+))`,
    "dy",
  );
  const STOPS_AND_BLANKS = new RegExp(`^[.${BLANKS}]*$`);
  const BLANK = new RegExp(`^[${BLANKS}]$`);
  const OPERATORS = new Set(["AND", "OR", "NOT"]);
  const PRIMARY = new Set(["chunk", "phrase", "(", "field", "days", "near"]);
  /** What applies to a bracket before it, and to one after it. */
  const APPLIED = new Set(["near", "AND", "OR"]);
  const APPLYING = new Set([...APPLIED, "NOT", "field"]);
  const NOTHING = /** @type {QueryNode} */ ({ kind: "nothing" });
  const END = /** @type {Token} */ ({ kind: ")", start: 0, end: 0, name: "", number: 0, days: null });

  /**
   * The number of a day; 1 January of year 1 is 1.
   * @param {number} year
   * @param {number} month
   * @param {number} day
   */
  function ordinal(year, month, day) {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    return date.getTime() / DAY + EPOCH;
  }

  /** @param {number} day */
  const yearOf = (day) => new Date((day - EPOCH) * DAY).getUTCFullYear();

  /**
   * First and last day of a year, a month or a day; null where it is none.
   * @param {string} text
   * @returns {[number, number] | null}
   */
  function daysOf(text) {
    const match = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/.exec(text);
    if (!match) {
      return null;
    }
    const [year, month, day] = match.slice(1).map((part) => Number(part ?? 0));
    if (!year || month > 12 || (match[2] && !month)) {
      return null;
    }
    if (!month) {
      return [ordinal(year, 1, 1), ordinal(year, 12, 31)];
    }
    const start = ordinal(year, month, 1);
    const length = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
    if (!match[3]) {
      return [start, start + length - 1];
    }
    return day >= 1 && day <= length ? [start + day - 1, start + day - 1] : null;
  }

  /**
   * The days of `DAY`, `DAY..DAY`, `DAY..` or `..DAY`; null where it is none of them.
   * @param {string} text
   * @returns {[number, number] | null}
   */
  function rangeOf(text) {
    const dots = text.indexOf("..");
    if (dots < 0) {
      return daysOf(text);
    }
    const [start, end] = [text.slice(0, dots), text.slice(dots + 2)];
    if (!start && !end) {
      return null;
    }
    const first = start ? daysOf(start) : [FIRST_DAY, FIRST_DAY];
    const last = end ? daysOf(end) : [LAST_DAY, LAST_DAY];
    return first && last ? [first[0], last[1]] : null;
  }

  /** @type {Record<string, (text: string) => DaysNode | null>} */
  const DAYS_OF = {
    date: (text) => {
      const days = rangeOf(text);
      return days && { kind: "dates", first: days[0], last: days[1] };
    },
    before: (text) => {
      const days = daysOf(text);
      return days && { kind: "before", day: days[0] };
    },
    after: (text) => {
      const days = daysOf(text);
      return days && { kind: "after", day: days[1] };
    },
  };

  /**
   * The keys of fields by each of their names, folded.
   * @param {[string, string, string[]][]} fields
   * @param {Characters} characters
   */
  function fieldsByName(fields, characters) {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const [key, label, others] of fields) {
      for (const name of [key, label, ...others]) {
        const folded = characters.fold(name);
        if (!found.has(folded)) {
          found.set(folded, key);
        }
      }
    }
    TEXT_FIELDS.forEach((name) => found.set(name, name));
    return found;
  }

  /**
   * The tokens of a question; quotes and brackets that close nothing are dropped.
   * @param {string} question
   * @param {Map<string, string>} fields
   * @param {Characters} characters
   * @returns {Token[]}
   */
  function tokens(question, fields, characters) {
    /** @type {Token[]} */
    const found = [];
    let depth = 0;
    let passed = 0;

    /** @param {number} at */
    function next(at) {
      NEXT.lastIndex = at;
      return NEXT.exec(question);
    }

    /**
     * @param {string} kind
     * @param {number} start
     * @param {number} end
     * @param {Partial<Token>} more
     */
    function add(kind, start, end, more = {}) {
      found.push({ kind, start, end, name: "", number: 0, days: null, ...more });
      return end;
    }

    /** @param {boolean} isOpen */
    function counts(isOpen) {
      if (isOpen ? depth === DEEPEST : passed) {
        passed += isOpen ? 1 : -1;
        return false;
      }
      if (isOpen || depth) {
        depth += isOpen ? 1 : -1;
        return true;
      }
      return false;
    }

    /**
     * Adds what a chunk begins with; gives where the next token begins.
     * @param {number} start
     * @param {number} end
     */
    function chunk(start, end) {
      const text = question.slice(start, end);
      if (OPERATORS.has(text)) {
        return add(text, start, end);
      }
      const following = question.slice(start + 1, start + 2);
      if (text[0] === "-" && following && !")|".includes(following) && !BLANK.test(following)) {
        return add("NOT", start, start + 1);
      }
      const near = /^near\/([0-9]{1,4})$/i.exec(text);
      if (near) {
        return add("near", start, end, { number: Math.min(Number(near[1]), FARTHEST) });
      }
      const colon = text.indexOf(":");
      if (colon >= 0) {
        const folded = characters.fold(text.slice(0, colon));
        if (Object.hasOwn(DAYS_OF, folded)) {
          return days(DAYS_OF[folded], text.slice(colon + 1), start, end);
        }
        const key = fields.get(folded);
        if (key !== undefined) {
          return add("field", start, start + colon + 1, { name: key });
        }
      }
      return add("chunk", start, end);
    }

    /**
     * @param {(text: string) => DaysNode | null} of
     * @param {string} rest
     * @param {number} start
     * @param {number} end
     */
    function days(of, rest, start, end) {
      const following = rest ? undefined : next(end)?.groups?.chunk;
      const found = of(following ?? rest);
      if (!found) {
        return add("chunk", start, end);
      }
      return add("days", start, following === undefined ? end : NEXT.lastIndex, { days: found });
    }

    let at = 0;
    for (let match = next(at); match; match = next(at)) {
      const places = /** @type {Record<string, [number, number]>} */ (match.indices?.groups);
      at = NEXT.lastIndex;
      if (places.chunk) {
        at = chunk(...places.chunk);
      } else if (places.phrase) {
        add("phrase", ...places.phrase);
      } else if (places.or) {
        add("OR", ...places.or);
      } else if (counts(Boolean(places.open))) {
        add(places.open ? "(" : ")", ...(places.open ?? places.close));
      }
    }
    return withoutAsides(found, question);
  }

  /**
   * The tokens without brackets around plain words that nothing applies to: "Letter (secret) to Stone".
   * @param {Token[]} found
   * @param {string} question
   */
  function withoutAsides(found, question) {
    /** @type {Token[]} */
    const kept = [];
    /** @type {{opened: number, isPlain: boolean}[]} */
    const groups = [];
    found.forEach((token, place) => {
      if (token.kind === "(") {
        groups.push({ opened: kept.length, isPlain: true });
      } else if (token.kind === ")") {
        const { opened, isPlain } = /** @type {{opened: number, isPlain: boolean}} */ (groups.pop());
        const isApplied = APPLIED.has(found[place + 1]?.kind) || (opened > 0 && APPLYING.has(kept[opened - 1].kind));
        if (isPlain && !isApplied) {
          kept.splice(opened, 1);
          return;
        }
        groups.forEach((group) => (group.isPlain = false));
      } else if (token.kind !== "chunk" || question.slice(token.start, token.end).endsWith("*")) {
        groups.forEach((group) => (group.isPlain = false));
      }
      kept.push(token);
    });
    return kept;
  }

  /**
   * The tree of a question.
   * @param {string} question
   * @param {Characters} characters
   * @param {Map<string, string>} fields
   * @returns {QueryNode}
   */
  function parse(question, characters, fields) {
    const all = tokens(question, fields, characters);
    let at = 0;

    /** @param {number} ahead */
    const peek = (ahead = 0) => all[at + ahead] ?? END;
    const hasOperand = () => ![")", "AND", "OR"].includes(peek(1).kind);
    /** @param {number} ahead */
    const isNear = (ahead) => peek(ahead).kind === "near" && PRIMARY.has(peek(ahead + 1).kind);
    /** @param {Token} token */
    const textOf = (token) => question.slice(token.start, token.end);
    /**
     * @param {number} start
     * @param {number} end
     * @returns {Cut[]}
     */
    const cut = (start, end) =>
      characters.words(question.slice(start, end)).map((word) => ({ ...word, start: word.start + start, end: word.end + start }));

    /**
     * @param {"any" | "all"} kind
     * @param {string} operator
     * @param {() => QueryNode} part
     */
    function joined(kind, operator, part) {
      const found = [part()];
      while (peek().kind === operator) {
        at += 1;
        found.push(part());
      }
      return several(kind, found);
    }

    /** @returns {QueryNode} */
    const alternatives = () => joined("any", "OR", () => joined("all", "AND", sequence));

    /** @returns {QueryNode} */
    function sequence() {
      /** @type {QueryNode[]} */
      const items = [];
      /** @type {Token[]} */
      let plain = [];
      const first = at;

      function addRun() {
        if (plain.length) {
          items.push(runOf(cut(plain[0].start, plain[plain.length - 1].end)));
          plain = [];
        }
      }

      while (!isOver(at === first)) {
        if (isPlain()) {
          plain.push(peek());
          at += 1;
        } else {
          addRun();
          items.push(item());
        }
      }
      addRun();
      return several("together", items);
    }

    /** @param {boolean} isEmpty */
    function isOver(isEmpty) {
      const { kind } = peek();
      return kind === "AND" || kind === "OR" ? !isEmpty && peek(1).kind !== ")" : kind === ")";
    }

    function isPlain() {
      const token = peek();
      switch (token.kind) {
        case "chunk":
          return !isNear(1) && !textOf(token).endsWith("*");
        case "NOT":
          return !hasOperand();
        case "field":
          return !PRIMARY.has(peek(1).kind);
        case "near":
          return !isNear(1);
        default:
          return token.kind === "AND" || token.kind === "OR";
      }
    }

    /** @returns {QueryNode} */
    function item() {
      let excluded = false;
      while (peek().kind === "NOT" && hasOperand()) {
        excluded = !excluded;
        at += 1;
      }
      const found = near();
      return excluded && found.kind !== "nothing" ? { kind: "not", node: found } : found;
    }

    function near() {
      let left = primary();
      while (isNear(0)) {
        const between = peek().number;
        at += 1;
        const right = primary();
        if (left.kind === "nothing") {
          left = right;
        } else if (right.kind !== "nothing") {
          left = { kind: "near", between, left, right };
        }
      }
      return left;
    }

    /** @returns {QueryNode} */
    function primary() {
      let field = "";
      while (peek().kind === "field" && PRIMARY.has(peek(1).kind)) {
        field = peek().name;
        at += 1;
      }
      const token = peek();
      at += 1;
      if (field && token.kind === "chunk" && textOf(token).startsWith("@")) {
        return { kind: "exact", surface: textOf(token), field };
      }
      const node = operand(token);
      return field ? within(node, field) : node;
    }

    /**
     * @param {Token} token
     * @returns {QueryNode}
     */
    function operand(token) {
      if (token.kind === "(") {
        const node = alternatives();
        at += 1;
        return node.kind === "run" ? { kind: "together", nodes: [node] } : node;
      }
      if (token.days) {
        return token.days;
      }
      const found = cut(token.start, token.end);
      if (token.kind === "phrase") {
        return found.length ? { kind: "phrase", words: found.map(word), field: "" } : NOTHING;
      }
      return ofChunk(token, found);
    }

    /**
     * @param {Token} token
     * @param {Cut[]} found
     * @returns {QueryNode}
     */
    function ofChunk(token, found) {
      const stem = textOf(token).replace(/\*+$/, "");
      const last = found[found.length - 1];
      if (last && token.start + stem.length < token.end && last.end === token.start + stem.length && !last.isSign) {
        return several("together", [runOf(found.slice(0, -1)), { kind: "prefix", beginning: last.surface, field: "" }]);
      }
      if (found.length > 1) {
        return { kind: "phrase", words: found.map(word), field: "" };
      }
      return found.length ? word(found[0]) : NOTHING;
    }

    /**
     * @param {Cut[]} found
     * @returns {QueryNode}
     */
    function runOf(found) {
      const together = rrWords.numbered(question, found);
      /** @type {(WordNode | PhraseNode)[]} */
      const plain = [];
      for (const group of grouped(found)) {
        const own = group.map((place) => word(found[place]));
        if (own.length === 1) {
          plain.push(own[0]);
        } else {
          plain.push(found[group[0]].isSign ? { kind: "phrase", words: own, field: "" } : abbreviation(own));
        }
        const surface = together.get(group[0]);
        if (surface !== undefined) {
          plain.push({ kind: "word", surface, variants: [], start: own[0].start, end: found[group[0] + 1].end, field: "" });
        }
      }
      return plain.length ? { kind: "run", words: plain } : NOTHING;
    }

    /**
     * Signs without a gap; letters with nothing but blanks and stops between.
     * @param {Cut} before
     * @param {Cut} word
     */
    function goTogether(before, word) {
      if (before.isSign || word.isSign) {
        return before.isSign && word.isSign && before.end === word.start;
      }
      const gap = question.slice(before.end, word.start);
      return isLetter(before) && isLetter(word) && STOPS_AND_BLANKS.test(gap);
    }

    /**
     * Numbers of words, by what is one.
     * @param {Cut[]} found
     */
    function grouped(found) {
      /** @type {number[][]} */
      const groups = [];
      found.forEach((word, place) => {
        const before = found[place - 1];
        if (before && goTogether(before, word)) {
          groups[groups.length - 1].push(place);
        } else {
          groups.push([place]);
        }
      });
      return groups;
    }

    return alternatives();
  }

  /**
   * The same, looked for in a field; what has a field of its own keeps it.
   * @template {QueryNode} T
   * @param {T} node
   * @param {string} field
   * @returns {T}
   */
  function within(node, field) {
    const one = /** @type {any} */ (node);
    switch (node.kind) {
      case "word":
      case "phrase":
      case "prefix":
      case "exact":
        return { ...one, field: one.field || field };
      case "near":
        return { ...one, left: within(one.left, field), right: within(one.right, field) };
      case "not":
        return { ...one, node: within(one.node, field) };
      case "run":
        return { ...one, words: one.words.map((/** @type {WordNode} */ word) => within(word, field)) };
      case "together":
      case "all":
      case "any":
        return { ...one, nodes: one.nodes.map((/** @type {QueryNode} */ own) => within(own, field)) };
      default:
        return node;
    }
  }

  /** @param {Cut} word */
  function isLetter({ surface }) {
    return surface.length === 1 && !/[0-9]/.test(surface);
  }

  /**
   * Letters as the one word that they are in "U.S."; each for itself counts for less.
   * @param {WordNode[]} letters
   * @returns {WordNode}
   */
  function abbreviation(letters) {
    const surfaces = letters.map(({ surface }) => surface);
    return {
      kind: "word",
      surface: surfaces.join(""),
      variants: [...new Set(surfaces)],
      start: letters[0].start,
      end: letters[letters.length - 1].end,
      field: "",
    };
  }

  /**
   * @param {Cut} cut
   * @returns {WordNode}
   */
  function word({ surface, variants, start, end }) {
    return { kind: "word", surface, variants, start, end, field: "" };
  }

  /**
   * @param {"any" | "all" | "together"} kind
   * @param {QueryNode[]} nodes
   * @returns {QueryNode}
   */
  function several(kind, nodes) {
    const real = nodes.filter((node) => node.kind !== "nothing");
    return real.length > 1 ? { kind, nodes: real } : (real[0] ?? NOTHING);
  }

  return { TEXT_FIELDS, daysOf, fieldsByName, parse, rangeOf, yearOf };
})();

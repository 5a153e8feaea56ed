// The search engine as pages use it: ReadingRoomSearch.open(root) → an index that answers questions.
// As in readingroom/search/query/: spelling.py, excerpts.py, asking.py.
// @ts-check
"use strict";

/**
 * @typedef {{ordinal: number, id: string, url: string, title: string, date: string, series: string, number: string,
 *   language: string, subjects: string[], score: number}} EngineHit
 * @typedef {{question: string, asked: string, suggestion: string, total: number, hits: EngineHit[], documents: number[]}} EngineAnswer
 * @typedef {{limit?: number, offset?: number, order?: string, within?: [string, string][], dates?: [string, string] | null}} EngineLimits
 * @typedef {{weight: number, words: Set<string>[], beginning: string}} Mark
 * @typedef {{start: number, end: number, mark: number}} Place
 * @typedef {InstanceType<typeof rrFiles.Edition>} Edition
 */

// Not const: after a failure the engine is loaded again.
var ReadingRoomSearch = (() => {
  const FEW = 3;
  const SHORTEST = 4;
  const LONG = 8;
  const WIDTH = 240;
  const LEAD = 60;
  const TITLE = 0;
  const MOST_ENDINGS = 24;
  const NAMES_AT_LEAST = 3;
  const { BeingMadeError, Edition, SearchError, each, settled } = rrFiles;
  const { Leaves, before, best, documentsOf, isMarked, isWithin, listed, scored, scores, withNearness } = rrScore;
  const { fieldsByName, parse, rangeOf, yearOf } = rrQuestion;

  /** One edition of the index, ready to be asked. */
  class Asked {
    /** @param {Edition} edition */
    constructor(edition) {
      this.edition = edition;
      this.leaves = new Leaves(edition);
      this.characters = new rrWords.Characters(edition.root.characters);
      this.fields = fieldsByName(edition.root.fields, this.characters);
    }

    /** @param {string} question */
    tree(question) {
      return this.edition.once(`tree ${question}`, () => parse(question, this.characters, this.fields));
    }

    /**
     * @param {string} question
     * @param {EngineLimits} limits
     * @returns {EngineAnswer}
     */
    answer(question, { limit = 10, offset = 0, order = "relevance", within = [], dates = null }) {
      let node = this.tree(question);
      let asked = question;
      let suggestion = "";
      // The lengths will be needed: they need not wait until it is known for which documents.
      let [set] = each([() => documentsOf(node, this.leaves), () => this.leaves.norms()], (work) => /** @type {any} */ (work()));
      const few = listed(set).length;
      if (few < FEW) {
        suggestion = corrected(question, node, this.leaves);
      }
      if (suggestion && !few) {
        [node, asked, suggestion] = [this.tree(suggestion), suggestion, ""];
        set = documentsOf(node, this.leaves);
      }
      const documents = listed(this.narrowed(set, within, dates));
      const values = withNearness(node, scores(scored(node, this.leaves), this.leaves.count), documents, this.leaves);
      const ordered =
        order === "newest" ? documents.slice().reverse() : order === "oldest" ? documents : best(documents, values, offset + limit);
      const shown = [...ordered.slice(offset, offset + limit)];
      const hits = each(shown, (ordinal) => this.hit(ordinal, values[ordinal]));
      return { question, asked, suggestion, total: documents.length, hits, documents: [...documents] };
    }

    /**
     * @param {number} ordinal
     * @param {number} score
     * @returns {EngineHit}
     */
    hit(ordinal, score) {
      const [id, title, date, series, number, language, subjects] = this.edition.row(ordinal);
      return { ordinal, id, url: `${id}.html`, title, date, series, number, language, subjects, score };
    }

    /**
     * @param {Uint8Array} set
     * @param {[string, string][]} within any of the values of each key
     * @param {[string, string] | null} dates
     */
    narrowed(set, within, dates) {
      /** @type {Map<string, Uint8Array>} */
      const wanted = new Map();
      const lists = each(within, ([key, label]) => this.facet(key).get(label) ?? new Uint32Array(0));
      within.forEach(([key], place) => {
        const own = wanted.get(key) ?? new Uint8Array(set.length);
        lists[place].forEach((document) => (own[document] = 1));
        wanted.set(key, own);
      });
      let found = set;
      for (const own of wanted.values()) {
        found = found.map((has, document) => has & own[document]);
      }
      if (!dates) {
        return found;
      }
      const days = rangeOf(`${dates[0] ?? ""}..${dates[1] ?? ""}`);
      const all = this.leaves.days();
      return days ? found.map((has, document) => Number(has && isWithin(all, document, { kind: "dates", first: days[0], last: days[1] }))) : found;
    }

    /** @param {string} key */
    facet(key) {
      const place = this.edition.root.facets.findIndex(([own]) => own === key);
      return place < 0 ? /** @type {Map<string, Uint32Array>} */ (new Map()) : this.leaves.lists.facet(place);
    }

    /**
     * How many of the documents have each value of a facet.
     * @param {[string, string]} facet
     * @param {Uint8Array} set
     */
    counted([key, label], set) {
      const values = [];
      for (const [value, documents] of this.facet(key)) {
        const count = documents.reduce((sum, document) => sum + set[document], 0);
        if (count) {
          values.push({ label: value, count });
        }
      }
      return { key, label, values: values.sort((a, b) => b.count - a.count) };
    }

    /**
     * A text as numbers are looked up: its words without what is between them.
     * @param {string} text
     */
    plain(text) {
      return this.characters.words(text.replace(/[/-]/g, " ")).map(({ surface }) => surface).join("");
    }

    /**
     * The dispatches that a text may name by their number, with or without their series.
     * @param {string} text
     */
    meant(text) {
      const plain = this.plain(text);
      /** @type {Map<number, true>} */
      const found = new Map();
      for (const ordinal of this.leaves.lists.numbered(plain.replace(/^(no|nr)(?=[0-9])/, ""))) {
        found.set(ordinal, true);
      }
      for (const [name, slug, forms] of this.edition.root.series) {
        for (const form of [`${name} {n}`, `${name} No. {n}`, `${slug}/{n}`, ...forms]) {
          const [start, end] = form.split("{n}").map((part) => this.plain(part));
          // "SD 10857" is what "SD No. 10857" is, too.
          const own = plain.startsWith(start) ? start : start.replace(/no$/, "");
          if (end !== undefined && plain.startsWith(own) && plain.endsWith(end)) {
            const number = plain.slice(own.length, plain.length - end.length);
            each(this.leaves.lists.numbered(number), (ordinal) => this.hit(ordinal, 0)).filter(({ series }) => series === name).forEach(({ ordinal }) => found.set(ordinal, true));
          }
        }
      }
      return [...found.keys()];
    }

    /** @param {string} text */
    direct(text) {
      const meant = this.meant(text);
      return meant.length === 1 ? this.hit(meant[0], 0).url : "";
    }

    /**
     * What somebody may be writing: dispatches by number or title, names.
     * @param {string} text
     * @param {number} limit
     */
    suggest(text, limit) {
      /** @type {(() => any[])[]} */
      const ways = [() => this.meant(text), () => this.titled(text, limit), () => this.named(text, limit)];
      const [meant, titles, names] = each(ways, (way) => way());
      const room = Math.max(limit - meant.length - Math.min(names.length, NAMES_AT_LEAST), 0);
      const ordinals = [...new Set([...meant, ...titles.slice(0, room)])].slice(0, limit);
      const dispatches = each(ordinals, (ordinal) => {
        const { title, series, number, date, url } = this.hit(ordinal, 0);
        return { kind: "dispatch", label: title, detail: [number ? `${series} No. ${number}` : series, date].filter(Boolean).join(", "), url };
      });
      return [...dispatches, ...names.slice(0, limit - dispatches.length)];
    }

    /**
     * Dispatches with these words in their title, the last of them begun.
     * @param {string} text
     * @param {number} limit
     */
    titled(text, limit) {
      const words = this.characters.words(text);
      const last = words[words.length - 1];
      if (!last) {
        return [];
      }
      /** @type {QueryNode[]} */
      const nodes = words.map(({ surface, variants }) => ({ kind: "word", surface, variants, start: 0, end: 0, field: "title" }));
      if (last.end === text.length && !last.isSign) {
        nodes[nodes.length - 1] = { kind: "prefix", beginning: last.surface, field: "title", most: MOST_ENDINGS };
      }
      /** @type {QueryNode} */
      const node = { kind: "all", nodes };
      const documents = listed(documentsOf(node, this.leaves));
      return best(documents, scores(scored(node, this.leaves), this.leaves.count), limit);
    }

    /**
     * Values of facets that have a word that begins so.
     * @param {string} text
     * @param {number} limit
     */
    named(text, limit) {
      const begun = this.characters.words(text).map(({ surface }) => surface);
      if (begun.join("").length < 2) {
        return [];
      }
      const found = each(this.edition.root.facets, ([key, name]) =>
        [...this.facet(key)].filter(([label]) => this.begins(label, begun)).map(([label, documents]) => ({
          count: documents.length,
          kind: "name",
          label,
          detail: name,
          url: `search.html?${new URLSearchParams([[key, label]])}`,
        })),
      ).flat();
      return found.sort((a, b) => b.count - a.count).slice(0, limit).map(({ count, ...rest }) => rest);
    }

    /**
     * Whether words stand somewhere in a label, the last of them begun.
     * @param {string} label
     * @param {string[]} begun
     */
    begins(label, begun) {
      const words = this.edition.once(`label ${label}`, () => this.characters.words(label).map(({ surface }) => surface));
      return words.some((_, at) => begun.every((one, place) => (place < begun.length - 1 ? words[at + place] === one : words[at + place]?.startsWith(one))));
    }

    /** @param {string} asked */
    marks(asked) {
      return this.edition.once(`marks ${asked}`, () => marksOf(this.tree(asked), this.leaves));
    }
  }

  /** A published index; what it has read it keeps. */
  class Index {
    /**
     * @param {string} base
     * @param {Edition} edition
     */
    constructor(base, edition) {
      this.base = base;
      this.asked = new Asked(edition);
    }

    /** Keys and labels of the facets. */
    get facetKeys() {
      return this.asked.edition.root.facets;
    }

    /** Fields that a question may name: key, label, other names. */
    get fields() {
      return this.asked.edition.root.fields;
    }

    /**
     * What `work` comes to. A file that is gone was another edition's: the new one is asked then, once.
     * @template T
     * @param {(asked: Asked) => T} work
     * @returns {Promise<T>}
     */
    async run(work) {
      const { asked } = this;
      try {
        return await settled(() => work(asked));
      } catch (error) {
        if (!(error instanceof SearchError)) {
          throw error;
        }
        if (this.asked === asked) {
          await this.renew();
        }
        const { asked: anew } = this;
        return settled(() => work(anew));
      }
    }

    /** Takes the newest edition; what was found in another is not to be asked of it. */
    async renew() {
      this.asked = new Asked(await Edition.of(this.base, true));
      return this;
    }

    /** Whether another edition is being made, for this one lacks much. */
    get isOutdated() {
      return Boolean(this.asked.edition.root.making);
    }

    /**
     * What a question finds.
     * @param {string} question
     * @param {EngineLimits} limits
     */
    ask(question, limits = {}) {
      return this.run((asked) => asked.answer(question, limits));
    }

    /**
     * The part of a dispatch that shows best why it was found.
     * @param {EngineHit} hit
     * @param {EngineAnswer} answer
     */
    async snippet(hit, answer) {
      const marks = await this.run((asked) => asked.marks(answer.asked));
      const { asked } = this;
      return excerpt(await asked.edition.passages(hit.ordinal), marks, asked.characters);
    }

    /**
     * How many of the documents have each value of the facets.
     * @param {EngineAnswer} answer
     * @param {string[]} [keys] of these only
     */
    facets(answer, keys) {
      return this.run((asked) => {
        const set = new Uint8Array(asked.leaves.count);
        answer.documents.forEach((document) => (set[document] = 1));
        const wanted = asked.edition.root.facets.filter(([key]) => !keys || keys.includes(key));
        return each(wanted, (facet) => asked.counted(facet, set));
      });
    }

    /**
     * How many documents are of each year.
     * @param {EngineAnswer} answer
     * @returns {Promise<[number, number][]>}
     */
    years(answer) {
      return this.run((asked) => {
        const days = asked.leaves.days();
        const counts = new Map();
        for (const document of answer.documents) {
          if (days[2 * document]) {
            const year = yearOf(days[2 * document]);
            counts.set(year, (counts.get(year) ?? 0) + 1);
          }
        }
        return [...counts].sort(([a], [b]) => a - b);
      });
    }

    /**
     * What somebody may be writing.
     * @param {string} text
     * @param {number} limit
     */
    suggest(text, limit) {
      return this.run((asked) => asked.suggest(text, limit));
    }

    /**
     * The address of the one dispatch that a text names by its number; empty where it names none, or several.
     * @param {string} text
     */
    direct(text) {
      return this.run((asked) => asked.direct(text));
    }

    /**
     * The words that are marked on the page of a dispatch, as `words` gives them.
     * @param {EngineAnswer} answer
     */
    marks(answer) {
      return this.run((asked) => [
        ...new Set(asked.marks(answer.asked).flatMap(({ words, beginning }) => (beginning ? asked.leaves.beginning({ kind: "prefix", beginning, field: "" }).own.map(({ surface }) => surface) : words.flatMap((one) => [...one])))),
      ]);
    }

    /**
     * The words of a text.
     * @param {string} text
     */
    words(text) {
      return this.asked.characters.words(text);
    }
  }

  /**
   * The question, each plain word that no document has replaced by the nearest; empty where none is.
   * @param {string} question
   * @param {QueryNode} node
   * @param {InstanceType<typeof Leaves>} leaves
   */
  function corrected(question, node, leaves) {
    let changed = question;
    const unknown = unknownOf(node, leaves).reverse();
    each(unknown, (word) => nearest(word.surface, leaves)).forEach((other, place) => {
      if (other) {
        changed = changed.slice(0, unknown[place].start) + other + changed.slice(unknown[place].end);
      }
    });
    return changed === question ? "" : changed;
  }

  /**
   * The plain words of a question that no document has.
   * @param {QueryNode} node
   * @param {InstanceType<typeof Leaves>} leaves
   * @returns {WordNode[]}
   */
  function unknownOf(node, leaves) {
    switch (node.kind) {
      case "run": {
        const records = leaves.records(node);
        const found = each(node.words.keys(), (place) => leaves.found(node.words[place], records[place]));
        return /** @type {WordNode[]} */ (node.words.filter((word, place) => word.kind === "word" && !word.field && !word.surface.includes(".") && !found[place].documents.length));
      }
      case "together":
      case "all":
      case "any":
        return each(node.nodes, (one) => unknownOf(one, leaves)).flat();
      case "near":
        return each([node.left, node.right], (one) => unknownOf(one, leaves)).flat();
      default:
        return [];
    }
  }

  /**
   * The nearest surface with the same beginning; a number is not misspelled.
   * @param {string} surface
   * @param {InstanceType<typeof Leaves>} leaves
   */
  function nearest(surface, leaves) {
    if (surface.length < SHORTEST || /^[0-9]/.test(surface)) {
      return "";
    }
    const most = surface.length < LONG ? 1 : 2;
    let found = { surface: "", edits: most + 1, documents: 0 };
    for (const known of leaves.lists.beginning(String.fromCodePoint(surface.codePointAt(0) ?? 0))) {
      if (known.documents && !isMarked(known)) {
        const edits = distance(surface, known.surface, most);
        // They come in order, so that of equals the lesser stays.
        if (edits < found.edits || (edits <= most && edits === found.edits && known.documents > found.documents)) {
          found = { surface: known.surface, edits, documents: known.documents };
        }
      }
    }
    return found.surface;
  }

  /**
   * Edits between two words, in units: to insert, drop, replace or swap neighbours; `most` + 1 for more.
   * @param {string} a
   * @param {string} b
   * @param {number} most
   */
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) {
      return most + 1;
    }
    /** @type {number[]} */
    let beforeThat = [];
    let previous = Array.from({ length: b.length + 1 }, (_, place) => place);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        let cost = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          cost = Math.min(cost, beforeThat[j - 2] + 1);
        }
        row.push(cost);
      }
      if (Math.min(...row) > most) {
        return most + 1;
      }
      [beforeThat, previous] = [previous, row];
    }
    return Math.min(previous[b.length], most + 1);
  }

  /**
   * What a question marks.
   * @param {QueryNode} node
   * @param {InstanceType<typeof Leaves>} leaves
   * @returns {Mark[]}
   */
  function marksOf(node, leaves) {
    switch (node.kind) {
      case "run": {
        const records = leaves.records(node);
        return each(node.words.keys(), (place) => markOf(node.words[place], leaves.found(node.words[place], records[place]).idf, leaves));
      }
      case "word":
        return [markOf(node, leaves.found(node, leaves.recordsAlone(node)).idf, leaves)];
      case "phrase":
        return [markOf(node, leaves.found(node).idf, leaves)];
      case "prefix":
        return [{ weight: leaves.found(node).idf, words: [], beginning: node.beginning }];
      case "near":
        return each([node.left, node.right], (one) => marksOf(one, leaves)).flat();
      case "together":
      case "all":
      case "any":
        return each(node.nodes, (one) => marksOf(one, leaves)).flat();
      default:
        return [];
    }
  }

  /**
   * @param {WordNode | PhraseNode} node
   * @param {number} weight
   * @param {InstanceType<typeof Leaves>} leaves
   * @returns {Mark}
   */
  function markOf(node, weight, leaves) {
    const start = before(node.field).length;
    const words = each(node.kind === "word" ? [node] : node.words, (word) => {
      const { own, others } = node.kind === "word" ? leaves.termsOf(word, []) : leaves.exactly(word, node.field);
      return new Set([word.surface, ...[...own, ...others].map(({ surface }) => surface.slice(start))]);
    });
    return { weight, words, beginning: "" };
  }

  /**
   * The best part of the best passage: where the most, and the rarest, of the marks stand together.
   * The title stands above an excerpt anyway: it is none, if there is anything else.
   * @param {[number, string, string][]} passages
   * @param {Mark[]} marks
   * @param {Characters} characters
   */
  function excerpt(passages, marks, characters) {
    const others = passages.filter(([field]) => field !== TITLE);
    const all = others.length ? others : passages;
    if (!all.length) {
      return null;
    }
    let [found] = all;
    let worth = 0;
    /** @type {Place[]} */
    let places = [];
    for (const passage of all) {
      const its = placesOf(passage[2], marks, characters);
      const own = worthOf(its, marks);
      if (own > worth) {
        [found, worth, places] = [passage, own, its];
      }
    }
    const [field, anchor, text] = found;
    const [start, end] = windowOf(text, places, marks);
    return { field, anchor, parts: partsOf(text, start, end, places) };
  }

  /**
   * @param {Place[]} places
   * @param {Mark[]} marks
   */
  const worthOf = (places, marks) => [...new Set(places.map(({ mark }) => mark))].reduce((sum, mark) => sum + marks[mark].weight, 0);

  /**
   * Where marks stand in a text, in its order.
   * @param {string} text
   * @param {Mark[]} marks
   * @param {Characters} characters
   * @returns {Place[]}
   */
  function placesOf(text, marks, characters) {
    const cut = characters.words(text);
    /** @type {Place[]} */
    const found = [];
    marks.forEach(({ words, beginning }, mark) => {
      const length = Math.max(words.length, 1);
      for (let at = 0; at + length <= cut.length; at += 1) {
        const isOne = beginning
          ? cut[at].surface.startsWith(beginning)
          : words.every((its, place) => its.has(cut[at + place].surface) || cut[at + place].variants.some((variant) => its.has(variant)));
        if (isOne) {
          found.push({ start: cut[at].start, end: cut[at + length - 1].end, mark });
        }
      }
    });
    return found.sort((a, b) => a.start - b.start || a.end - b.end || a.mark - b.mark);
  }

  /**
   * The characters from one place to another that are shown.
   * @param {string} text
   * @param {Place[]} places
   * @param {Mark[]} marks
   * @returns {[number, number]}
   */
  function windowOf(text, places, marks) {
    if (text.length <= WIDTH || !places.length) {
      return [0, atBlank(text, WIDTH)];
    }
    let [found] = places;
    let worth = -1;
    for (const first of places) {
      const there = places.filter(({ start, end }) => first.start <= start && end <= first.start + WIDTH - LEAD);
      const own = worthOf(there, marks);
      if (own > worth) {
        [found, worth] = [first, own];
      }
    }
    let start = Math.max(found.start - LEAD, 0);
    if (start) {
      const blank = text.slice(0, found.start).indexOf(" ", start);
      start = blank >= 0 ? blank + 1 : found.start;
    }
    return [start, atBlank(text, Math.max(start + WIDTH, found.end))];
  }

  /**
   * A place not far before, between words.
   * @param {string} text
   * @param {number} end
   */
  function atBlank(text, end) {
    if (end >= text.length) {
      return text.length;
    }
    const blank = text.lastIndexOf(" ", end - 1);
    return blank >= end - LEAD ? blank : end;
  }

  /**
   * @param {string} text
   * @param {number} start
   * @param {number} end
   * @param {Place[]} places
   * @returns {[string, boolean][]}
   */
  function partsOf(text, start, end, places) {
    /** @type {[string, boolean][]} */
    const parts = [];
    let at = start;
    if (start) {
      parts.push(["… ", false]);
    }
    for (const place of places) {
      if (place.start < at || place.end > end) {
        continue;
      }
      if (place.start > at) {
        parts.push([text.slice(at, place.start), false]);
      }
      parts.push([text.slice(place.start, place.end), true]);
      at = place.end;
    }
    if (at < end) {
      parts.push([text.slice(at, end), false]);
    }
    if (end < text.length) {
      parts.push([" …", false]);
    }
    return parts;
  }

  return {
    BeingMadeError,
    SearchError,
    distance,

    /**
     * Opens the index of the archive whose root lies there: "", "../", an address.
     * @param {string} base
     */
    async open(base) {
      return new Index(base, await Edition.of(base, false));
    },
  };
})();

// What the leaves of a question find, which documents it finds, and their order: docs/search.md, "Questions", "Scores".
// As in readingroom/search/query/: numbers.py, terms.py, spans.py, leaves.py, matching.py; the weights are weights.py's.
// @ts-check
"use strict";

/**
 * @typedef {{surface: string, stem: string}} Key
 * @typedef {{own: Key[], records: Key[], others: Key[], field: number}} Terms field is -1 where all count
 * @typedef {{start: number, end: number}} Span
 * @typedef {{idf: number, documents: Uint32Array, gains: Float64Array}} Found
 */

// Not const: after a failure the engine is loaded again.
var rrScore = (() => {
  const WEIGHTS = [6.0, 1.5, 1.0, 1.5, 6.0, 0.4];
  const VARIANT_OF_QUESTION = 0.5;
  const K1 = 3.0;
  const B_BODY = 0.9;
  const B_NOTES = 0.5;
  const NEARNESS = 5;
  const WHOLENESS = 0.5;
  const SHORTEST_LINE = 4;
  const MANY = 10;
  const LOOKED_AT = 6;
  const MOST_LOOKED_AT = 1000;
  const BODY = 2;
  const NOTES = 3;
  const VARIANT = 5;
  const LONGEST_NAME = 16;
  const STEPS = 20;
  const { COUNTS, FIELDS, each } = rrFiles;
  const { TEXT_FIELDS } = rrQuestion;

  /**
   * The binary logarithm of a number from 1, to 20 binary places, by repeated squaring.
   * @param {number} given
   */
  function log2(given) {
    let number = given;
    let found = 0;
    while (number >= 2) {
      number /= 2;
      found += 1;
    }
    let part = 1;
    for (let step = 0; step < STEPS; step += 1) {
      number *= number;
      part /= 2;
      if (number >= 2) {
        number /= 2;
        found += part;
      }
    }
    return found;
  }

  /**
   * How much a word tells that so many of the documents have.
   * @param {number} documents
   * @param {number} having
   */
  const idf = (documents, having) => Math.floor(1000 * log2(1 + (documents - having + 0.5) / (having + 0.5)));

  /**
   * What the entries of a field begin with.
   * @param {string} field
   */
  const before = (field) => (field && !TEXT_FIELDS.includes(field) ? `${field}:` : "");

  /** @param {{surface: string}} one */
  const isMarked = (one) => /[:@.]/.test(one.surface);

  /** The leaves of questions to one edition of an index; each is looked up once. */
  class Leaves {
    /** @param {InstanceType<typeof rrFiles.Edition>} edition */
    constructor(edition) {
      this.edition = edition;
      this.lists = edition.lists();
      this.count = edition.root.documents;
    }

    /** What the words of bodies and notes are divided by, document by document. */
    norms() {
      return this.edition.once("norms", () => {
        const { lengths, documents } = this.edition.root;
        const levels = this.lists.levels();
        const body = new Float64Array(documents);
        const notes = new Float64Array(documents);
        for (let place = 0; place < documents; place += 1) {
          body[place] = norm(B_BODY, rrWords.LENGTHS[rrWords.digit(levels, 2 * place)], lengths[0] / documents);
          notes[place] = norm(B_NOTES, rrWords.LENGTHS[rrWords.digit(levels, 2 * place + 1)], lengths[1] / documents);
        }
        return { body, notes };
      });
    }

    /**
     * What a leaf finds; `records` are those that a word names together with its neighbours.
     * @param {Leaf} leaf
     * @param {string[]} records
     * @returns {Found}
     */
    found(leaf, records = []) {
      return this.edition.once(`leaf ${keyOf(leaf)} ${records}`, () => {
        const [documents, often] = this.frequencies(leaf, records);
        const weight = idf(this.count, documents.length);
        return { idf: weight, documents, gains: often.map((value) => (weight * value) / (K1 + value)) };
      });
    }

    /**
     * The documents that have a leaf, and how often, by its weights.
     * @param {Leaf} leaf
     * @param {string[]} records
     * @returns {[Uint32Array, Float64Array]}
     */
    frequencies(leaf, records) {
      if (leaf.kind === "phrase" && leaf.words.length > 1) {
        const finder = this.finder(leaf);
        return this.ofCounts(finder.documents(), (one) => finder.spans(one).map((spans) => spans.length));
      }
      if (leaf.kind === "near") {
        const [left, right] = each([leaf.left, leaf.right], (node) => documentsOf(node, this));
        const both = Uint32Array.from(left.keys()).filter((one) => left[one] && right[one]);
        return this.ofCounts(both, (one) => this.nearby(leaf, one)[1]);
      }
      return this.ofTerms(this.terms(leaf, records));
    }

    /**
     * The entries of the index that a leaf means which is no phrase.
     * @param {Leaf} leaf
     * @param {string[]} records
     * @returns {Terms}
     */
    terms(leaf, records) {
      switch (leaf.kind) {
        case "word":
          return this.termsOf(leaf, records);
        case "phrase": {
          const word = { ...leaf.words[0], field: leaf.field };
          const [, named] = this.nameAt([word]);
          return this.exactly(word, leaf.field, named);
        }
        case "prefix":
          return this.beginning(leaf);
        case "exact":
          return { own: this.keys([before(leaf.field) + leaf.surface]), records: [], others: [], field: TEXT_FIELDS.indexOf(leaf.field) };
        default:
          return { own: [], records: [], others: [], field: -1 };
      }
    }

    /**
     * What a word means: its stem's surfaces, the records that it names, its other spellings.
     * @param {WordNode} word
     * @param {string[]} records
     * @returns {Terms}
     */
    termsOf(word, records) {
      const [own, ...rest] = each([word.surface, ...word.variants], (surface) => this.stemMates(surface, word.field));
      const seen = new Set(own.map(({ surface }) => surface));
      const others = [];
      for (const key of rest.flat()) {
        if (!seen.has(key.surface)) {
          seen.add(key.surface);
          others.push(key);
        }
      }
      return { own, records: this.keys(records), others, field: TEXT_FIELDS.indexOf(word.field) };
    }

    /**
     * What a word of a phrase means: as it is written, in either spelling.
     * @param {WordNode} word
     * @param {string} field
     * @param {string[]} records
     * @returns {Terms}
     */
    exactly(word, field, records = []) {
      const start = before(field);
      const [own, others, named] = each([[start + word.surface], word.variants.map((one) => start + one), records], (surfaces) => this.keys(surfaces));
      return { own, records: named, others, field: TEXT_FIELDS.indexOf(field) };
    }

    /**
     * All words that begin so; no entries for fields, records or "No. 10857".
     * @param {PrefixNode} prefix
     * @returns {Terms}
     */
    beginning(prefix) {
      const start = before(prefix.field) + prefix.beginning;
      let known = this.lists.beginning(start).filter((one) => one.documents && !isMarked({ surface: one.surface.slice(start.length) }));
      if (prefix.most) {
        known = known.sort((a, b) => b.documents - a.documents).slice(0, prefix.most);
      }
      return { own: known, records: [], others: [], field: TEXT_FIELDS.indexOf(prefix.field) };
    }

    /**
     * The entries of surfaces, as far as the archive has them.
     * @param {string[]} surfaces
     * @returns {Key[]}
     */
    keys(surfaces) {
      return each(surfaces, (surface) => this.lists.known(surface) ?? []).flat();
    }

    /**
     * @param {string} surface
     * @param {string} field
     * @returns {Key[]}
     */
    stemMates(surface, field) {
      const known = this.lists.known(before(field) + surface);
      return known ? [...this.lists.group(known.stem).keys()].map((mate) => ({ surface: mate, stem: known.stem })) : [];
    }

    /**
     * By number of a word of a run, the records that it names, alone or with its neighbours.
     * @param {RunNode} run
     * @returns {string[][]}
     */
    records(run) {
      const found = run.words.map(() => /** @type {string[]} */ ([]));
      const places = [...run.words.keys()].filter((place) => run.words[place].kind === "word" && !(/** @type {WordNode} */ (run.words[place]).surface.includes(".")));
      const words = places.map((place) => /** @type {WordNode} */ (run.words[place]));
      each(words, (word) => this.namesFrom(word));
      for (let at = 0; at < words.length; ) {
        const [length, records] = this.nameAt(words.slice(at, at + LONGEST_NAME));
        for (const place of places.slice(at, at + length)) {
          found[place] = records;
        }
        at += Math.max(length, 1);
      }
      return found;
    }

    /**
     * The records that a word names on its own.
     * @param {WordNode} word
     */
    recordsAlone(word) {
      return this.nameAt([word])[1];
    }

    /**
     * The longest name that words begin with: how many words, and the records; 0 where there is none.
     * @param {WordNode[]} words
     * @returns {[number, string[]]}
     */
    nameAt(words) {
      const fitting = this.namesFrom(words[0]).filter(([name]) => name.every((one, place) => words[place]?.surface === one));
      const longest = Math.max(0, ...fitting.map(([name]) => name.length));
      return [longest, fitting.filter(([name]) => name.length === longest).map(([, record]) => record)];
    }

    /** @param {WordNode} word */
    namesFrom(word) {
      const first = before(word.field) ? undefined : this.lists.known(word.surface);
      return first ? this.lists.names(first) : [];
    }

    /** First and last day of every document, flat. */
    days() {
      return this.lists.days();
    }

    /**
     * @param {Terms} terms
     * @returns {[Uint32Array, Float64Array]}
     */
    ofTerms(terms) {
      const [own, records, others] = each([terms.own, terms.records, terms.others], (keys) => this.summed(keys, terms.field));
      const { body, notes } = this.norms();
      const documents = united([own.documents, records.documents, others.documents], this.count);
      const often = new Float64Array(documents.length);
      let [mine, named, other] = [0, 0, 0];
      for (let place = 0; place < documents.length; place += 1) {
        const document = documents[place];
        const isMine = own.documents[mine] === document;
        const isNamed = records.documents[named] === document;
        const isOther = others.documents[other] === document;
        let sum = 0;
        for (let field = 0; field < COUNTS; field += 1) {
          const count = isMine ? own.counts[mine * COUNTS + field] : 0;
          const more = isNamed ? Math.max(records.counts[named * COUNTS + field], count) : count;
          if (more) {
            sum += (WEIGHTS[field] * more) / normOf(field, document, body, notes);
          }
        }
        for (let field = 0; isOther && field < COUNTS; field += 1) {
          const count = others.counts[other * COUNTS + field];
          if (count) {
            sum += (VARIANT_OF_QUESTION * WEIGHTS[field] * count) / normOf(field, document, body, notes);
          }
        }
        often[place] = sum;
        mine += isMine ? 1 : 0;
        named += isNamed ? 1 : 0;
        other += isOther ? 1 : 0;
      }
      return [documents, often];
    }

    /**
     * @param {Uint32Array} candidates
     * @param {(document: number) => number[]} countsOf
     * @returns {[Uint32Array, Float64Array]}
     */
    ofCounts(candidates, countsOf) {
      const { body, notes } = this.norms();
      const often = new Float64Array(candidates.length);
      const documents = candidates.filter((document, place) => {
        let sum = 0;
        countsOf(document).forEach((count, field) => {
          if (count) {
            sum += (WEIGHTS[field] * count) / normOf(field, document, body, notes);
          }
        });
        often[place] = sum;
        return sum > 0;
      });
      return [documents, often.filter((value) => value > 0)];
    }

    /**
     * How often each document has any of the entries.
     * @param {Key[]} keys
     * @param {number} field
     * @returns {Postings}
     */
    summed(keys, field) {
      const all = each(keys, (key) => this.inField(key, field));
      if (all.length === 1) {
        return all[0];
      }
      const documents = united(all.map((postings) => postings.documents), this.count);
      const places = new Uint32Array(this.count);
      documents.forEach((document, place) => {
        places[document] = place * COUNTS;
      });
      const counts = new Uint32Array(documents.length * COUNTS);
      for (const postings of all) {
        postings.documents.forEach((document, place) => {
          for (let own = 0; own < COUNTS; own += 1) {
            counts[places[document] + own] += postings.counts[place * COUNTS + own];
          }
        });
      }
      return { documents, counts };
    }

    /**
     * The postings of an entry, in one field of the text only where so asked.
     * @param {Key} key
     * @param {number} field
     * @returns {Postings}
     */
    inField({ surface, stem }, field) {
      const postings = this.lists.postings(surface, stem);
      if (field < 0) {
        return postings;
      }
      const documents = [];
      const counts = [];
      for (let place = 0; place < postings.documents.length; place += 1) {
        const document = postings.documents[place];
        const its = postings.counts.subarray(place * COUNTS, (place + 1) * COUNTS);
        // Postings do not tell which field a variant is in, places do: they have variants too.
        const variants = its[VARIANT] ? this.lists.spots(surface, stem, document)[field].length - its[field] : 0;
        if (its[field] || variants) {
          const alone = Array(COUNTS).fill(0);
          alone[field] = its[field];
          alone[VARIANT] = variants;
          documents.push(document);
          counts.push(...alone);
        }
      }
      return { documents: Uint32Array.from(documents), counts: Uint32Array.from(counts) };
    }

    /** @param {PhraseNode} phrase */
    finder(phrase) {
      return this.edition.once(`phrase ${keyOf(phrase)}`, () => new PhraseFinder(this, phrase));
    }

    /**
     * @param {NearNode} leaf
     * @param {number} document
     * @returns {[Span[][], number[]]}
     */
    nearby(leaf, document) {
      const [left, right] = each([leaf.left, leaf.right], (node) => this.spans(node, document));
      return near(leaf.between, left, right);
    }

    /**
     * Where a document has something beside near: of several, any.
     * @param {QueryNode} node
     * @param {number} document
     * @returns {Span[][]}
     */
    spans(node, document) {
      switch (node.kind) {
        case "word":
          return this.spansOfTerms(this.termsOnce(node, this.recordsAlone(node)), document);
        case "phrase":
          return node.words.length > 1 ? this.finder(node).spans(document) : this.spansOfTerms(this.termsOnce(node, []), document);
        case "prefix":
        case "exact":
          return this.spansOfTerms(this.termsOnce(node, []), document);
        case "near":
          return this.nearby(node, document)[0];
        case "run": {
          const records = this.records(node);
          return joined(each(node.words.keys(), (place) => {
            const word = node.words[place];
            return word.kind === "word" ? this.spansOfTerms(this.termsOnce(word, records[place]), document) : this.spans(word, document);
          }));
        }
        case "any":
        case "all":
        case "together":
          return joined(each(node.nodes, (one) => this.spans(one, document)));
        default:
          return noSpans();
      }
    }

    /**
     * @param {Leaf} leaf
     * @param {string[]} records
     */
    termsOnce(leaf, records) {
      return this.edition.once(`terms ${keyOf(leaf)} ${records}`, () => this.terms(leaf, records));
    }

    /**
     * @param {Terms} terms
     * @param {number} document
     */
    spansOfTerms(terms, document) {
      const all = each([...terms.own, ...terms.records, ...terms.others], ({ surface, stem }) => this.lists.spots(surface, stem, document));
      return noSpans().map((none, field) =>
        terms.field >= 0 && field !== terms.field ? none : sorted(all.flatMap((spots) => spots[field].map(({ place, covers }) => ({ start: place, end: place + covers })))),
      );
    }
  }

  /** Finds a phrase in documents. */
  class PhraseFinder {
    /**
     * @param {Leaves} leaves
     * @param {PhraseNode} phrase
     */
    constructor(leaves, phrase) {
      this.leaves = leaves;
      this.field = TEXT_FIELDS.indexOf(phrase.field);
      const words = phrase.words.map((word) => ({ ...word, field: phrase.field }));
      /** @type {{keys: Key[], words: number}[][]} */
      this.ways = each(words.keys(), (place) => {
        const terms = leaves.exactly(words[place], phrase.field);
        const ways = [{ keys: [...terms.own, ...terms.others], words: 1 }];
        const [length, records] = leaves.nameAt(words.slice(place));
        if (length) {
          ways.push({ keys: leaves.keys(records), words: length });
        }
        return ways;
      });
    }

    /** Those that have all the words, wherever they stand. */
    documents() {
      const { lists, count } = this.leaves;
      const having = new Uint32Array(count);
      const there = this.ways.map(() => new Uint8Array(count));
      each(this.ways.keys(), (number) => {
        for (const way of this.ways[number]) {
          for (const { documents } of each(way.keys, ({ surface, stem }) => lists.postings(surface, stem))) {
            for (const document of documents) {
              for (let word = number; word < number + way.words; word += 1) {
                there[word][document] = 1;
              }
            }
          }
        }
      });
      there.forEach((own) => own.forEach((has, document) => (having[document] += has)));
      return Uint32Array.from(having.keys()).filter((document) => having[document] === this.ways.length);
    }

    /**
     * Where a document has it.
     * @param {number} document
     */
    spans(document) {
      const all = each(this.ways, (ways) => each(ways, (way) => each(way.keys, ({ surface, stem }) => this.leaves.lists.spots(surface, stem, document))));
      return noSpans().map((none, field) => (this.field >= 0 && field !== this.field ? none : this.inField(all, field)));
    }

    /**
     * @param {Spot[][][][][]} all by word, way, entry and field
     * @param {number} field
     */
    inField(all, field) {
      const length = this.ways.length;
      // By how many words are found, chains by where they end: in the whole text, without insertions.
      const whole = Array.from({ length: length + 1 }, () => /** @type {Map<number, Span>} */ (new Map()));
      const bare = Array.from({ length: length + 1 }, () => /** @type {Map<number, Span>} */ (new Map()));
      this.ways.forEach((ways, number) => {
        ways.forEach((way, choice) => {
          const into = number + way.words;
          for (const spot of all[number][choice].flatMap((spots) => spots[field])) {
            const end = spot.place + spot.covers;
            const begun = { start: spot.place, end: 0 };
            const before = number ? whole[number].get(spot.place) : begun;
            if (before && !whole[into].has(end)) {
              whole[into].set(end, { start: before.start, end });
            }
            const without = number ? bare[number].get(spot.bare) : begun;
            if (spot.bare >= 0 && without && !bare[into].has(spot.bare + spot.covers)) {
              bare[into].set(spot.bare + spot.covers, { start: without.start, end });
            }
          }
        });
      });
      return sorted([...whole[length].values(), ...bare[length].values()]);
    }
  }

  /**
   * The spans from one to another with at most so many words between them, and how often by field.
   * @param {number} between
   * @param {Span[][]} left
   * @param {Span[][]} right
   * @returns {[Span[][], number[]]}
   */
  function near(between, left, right) {
    const counts = left.map(() => 0);
    const found = left.map((spans, field) => {
      const others = right[field];
      const longest = others.reduce((most, { start, end }) => Math.max(most, end - start), 0);
      /** @type {Span[]} */
      const all = [];
      for (const one of spans) {
        const had = all.length;
        for (let at = firstFrom(others, one.start - between - longest); at < others.length && others[at].start <= one.end + between; at += 1) {
          const other = others[at];
          if (other.start >= one.end) {
            all.push({ start: one.start, end: other.end });
          } else if (other.end <= one.start && one.start - other.end <= between) {
            all.push({ start: other.start, end: one.end });
          }
        }
        counts[field] += all.length > had ? 1 : 0;
      }
      return sorted(all);
    });
    return [found, counts];
  }

  /**
   * @param {Span[]} spans
   * @param {number} start
   */
  function firstFrom(spans, start) {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spans[middle].start < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** @returns {Span[][]} */
  const noSpans = () => Array.from({ length: FIELDS }, () => []);

  /** @param {Span[][][]} all */
  const joined = (all) => noSpans().map((_, field) => sorted(all.flatMap((spans) => spans[field])));

  /**
   * Spans in order, each once.
   * @param {Span[]} spans
   */
  function sorted(spans) {
    const ordered = spans.sort((a, b) => a.start - b.start || a.end - b.end);
    return ordered.filter((one, place) => !place || one.start !== ordered[place - 1].start || one.end !== ordered[place - 1].end);
  }

  /**
   * @param {Uint32Array[]} lists
   * @param {number} count
   */
  function united(lists, count) {
    const real = lists.filter((list) => list.length);
    if (real.length < 2) {
      return real[0] ?? new Uint32Array(0);
    }
    const there = new Uint8Array(count);
    real.forEach((list) => list.forEach((document) => (there[document] = 1)));
    return listed(there);
  }

  /**
   * The documents of a set.
   * @param {Uint8Array} set
   */
  function listed(set) {
    const found = new Uint32Array(set.length);
    let count = 0;
    for (let document = 0; document < set.length; document += 1) {
      if (set[document]) {
        found[count] = document;
        count += 1;
      }
    }
    return found.slice(0, count);
  }

  /**
   * @param {number} b
   * @param {number} length
   * @param {number} average
   */
  const norm = (b, length, average) => (average ? 1 - b + (b * length) / average : 1);

  /**
   * @param {number} field
   * @param {number} document
   * @param {Float64Array} body
   * @param {Float64Array} notes
   */
  function normOf(field, document, body, notes) {
    return field === BODY ? body[document] : field === NOTES ? notes[document] : 1;
  }

  /**
   * What tells leaves apart, wherever they stand.
   * @param {Leaf} leaf
   */
  const keyOf = (leaf) => JSON.stringify(leaf, (key, value) => (key === "start" || key === "end" ? undefined : value));

  /**
   * The documents that a question finds: 1 for each of them.
   * @param {QueryNode} node
   * @param {Leaves} leaves
   * @returns {Uint8Array}
   */
  function documentsOf(node, leaves) {
    const found = new Uint8Array(leaves.count);
    switch (node.kind) {
      case "nothing":
        return found;
      case "not":
        return documentsOf(node.node, leaves).map((has) => 1 - has);
      case "dates":
      case "before":
      case "after":
        return found.map((_, document) => Number(isWithin(leaves.days(), document, node)));
      case "together":
        return together(node.nodes, leaves);
      case "all":
        return common(each(node.nodes, (one) => documentsOf(one, leaves)));
      case "any":
        return any(each(node.nodes, (one) => documentsOf(one, leaves)), found);
      default:
        for (const { documents } of [...scored(node, leaves)]) {
          documents.forEach((document) => (found[document] = 1));
        }
        return found;
    }
  }

  /**
   * What the leaves that count find, in the order of the question.
   * @param {QueryNode} node
   * @param {Leaves} leaves
   * @returns {Found[]}
   */
  function scored(node, leaves) {
    switch (node.kind) {
      case "nothing":
      case "not":
      case "dates":
      case "before":
      case "after":
        return [];
      case "run": {
        const records = leaves.records(node);
        return each(node.words.keys(), (place) => leaves.found(node.words[place], records[place]));
      }
      case "together":
      case "all":
      case "any":
        return each(node.nodes, (one) => scored(one, leaves)).flat();
      case "word":
        return [leaves.found(node, leaves.recordsAlone(node))];
      default:
        return [leaves.found(node)];
    }
  }

  /**
   * Everything required; where nothing is, any plain word; where there is none either, everything.
   * @param {QueryNode[]} nodes
   * @param {Leaves} leaves
   */
  function together(nodes, leaves) {
    const sets = each(nodes, (node) => documentsOf(node, leaves));
    /** @param {(node: QueryNode) => boolean} fits */
    const those = (fits) => sets.filter((_, place) => fits(nodes[place]));
    const excluding = those(onlyExcludes);
    const plain = those((node) => node.kind === "run");
    const required = those((node) => node.kind !== "run" && !onlyExcludes(node));
    const none = new Uint8Array(leaves.count);
    const found = required.length ? common(required) : plain.length ? any(plain, none) : none.fill(1);
    return found.map((has, document) => (has && excluding.every((set) => set[document]) ? 1 : 0));
  }

  /**
   * Whether it says what must not be there, and nothing else.
   * @param {QueryNode} node
   * @returns {boolean}
   */
  const onlyExcludes = (node) =>
    node.kind === "not" || ((node.kind === "together" || node.kind === "all" || node.kind === "any") && node.nodes.every(onlyExcludes));

  /** @param {Uint8Array[]} sets */
  const common = (sets) => sets[0].map((has, document) => (has && sets.every((set) => set[document]) ? 1 : 0));

  /**
   * @param {Uint8Array[]} sets
   * @param {Uint8Array} none
   */
  const any = (sets, none) => none.map((_, document) => (sets.some((set) => set[document]) ? 1 : 0));

  /**
   * Whether the days of a document are those asked for; it has a date.
   * @param {Int32Array} days
   * @param {number} document
   * @param {DaysNode} wanted
   */
  function isWithin(days, document, wanted) {
    const [first, last] = [days[2 * document], days[2 * document + 1]];
    if (!first) {
      return false;
    }
    switch (wanted.kind) {
      case "before":
        return first < wanted.day;
      case "after":
        return last > wanted.day;
      default:
        return first <= wanted.last && last >= wanted.first;
    }
  }

  /**
   * Of each document the sum of what it gains, times the share of the leaves that it has.
   * @param {Found[]} leaves
   * @param {number} count
   */
  function scores(leaves, count) {
    const sums = new Float64Array(count);
    const shares = new Float64Array(count);
    let total = 0;
    for (const leaf of leaves) {
      total += leaf.idf;
      leaf.documents.forEach((document, place) => {
        sums[document] += leaf.gains[place];
        shares[document] += leaf.idf;
      });
    }
    return total ? sums.map((gained, document) => gained * (shares[document] / total)) : sums;
  }

  /**
   * The best of some documents, best first; of equals the lower ordinal.
   * @param {Uint32Array} documents
   * @param {Float64Array} values
   * @param {number} most
   */
  function best(documents, values, most) {
    /** @type {number[]} */
    const found = [];
    for (const document of documents) {
      if (found.length < most || values[document] > values[found[found.length - 1]]) {
        let low = 0;
        let high = found.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (values[found[middle]] >= values[document]) {
            low = middle + 1;
          } else {
            high = middle;
          }
        }
        found.splice(low, 0, document);
        if (found.length > most) {
          found.pop();
        }
      }
    }
    return found;
  }

  /**
   * The scores of documents, those raised in which the words of a question stand as they do in it: nearness.py.
   * @param {QueryNode} node
   * @param {Float64Array} values
   * @param {Uint32Array} documents those that are found
   * @param {Leaves} leaves
   */
  function withNearness(node, values, documents, leaves) {
    if (node.kind !== "run" || node.words.length < SHORTEST_LINE || node.words.some(({ kind }) => kind !== "word")) {
      return values;
    }
    const words = /** @type {WordNode[]} */ (node.words);
    const found = scored(node, leaves);
    const having = new Uint32Array(leaves.count);
    found.forEach((leaf) => leaf.documents.forEach((document) => (having[document] += 1)));
    const whole = documents.filter((document) => having[document] === words.length);
    const raised = values.slice();
    if (whole.length <= MANY) {
      whole.forEach((document) => (raised[document] = values[document] * (1 + WHOLENESS)));
      return raised;
    }
    const rarest = [...words.keys()].sort((a, b) => found[b].idf - found[a].idf || a - b).slice(0, LOOKED_AT);
    const most = each(rarest, (place) => leaves.termsOf(words[place], []).own);
    each(best(whole, values, MOST_LOOKED_AT), (document) => {
      const all = each(rarest.keys(), (number) => each(most[number], ({ surface, stem }) => leaves.lists.spots(surface, stem, document)));
      const together = inOrder(all, rarest);
      raised[document] = values[document] * (1 + (NEARNESS * (together - 1)) / (rarest.length - 1));
    });
    return raised;
  }

  /**
   * How many of the words, at most, stand at the distances that they have in the question.
   * @param {Spot[][][][]} all by word, entry and field
   * @param {number[]} places of the words
   */
  function inOrder(all, places) {
    let most = 1;
    for (let field = 0; field < FIELDS; field += 1) {
      const beginnings = new Map();
      all.forEach((entries, number) => {
        for (const beginning of new Set(entries.flatMap((fields) => fields[field].map(({ place }) => place - places[number])))) {
          const count = (beginnings.get(beginning) ?? 0) + 1;
          beginnings.set(beginning, count);
          most = Math.max(most, count);
        }
      });
    }
    return most;
  }

  const weights = [WEIGHTS, VARIANT_OF_QUESTION, K1, B_BODY, B_NOTES, NEARNESS, WHOLENESS];
  return { Leaves, before, best, documentsOf, idf, isMarked, isWithin, listed, log2, scored, scores, weights, withNearness };
})();

// The files of the index, loaded when they are asked for, and their lists, decoded: docs/search.md, "Files".
// What is looked for is looked for at once, again and again, until all that it takes has been loaded: whoever
// comes upon a file that is not there yet throws `Wanted`, and `settled` waits for it.
// @ts-check
"use strict";

/**
 * @typedef {{surface: string, stem: string, documents: number, names: [string[], string][]}} Known
 * @typedef {{documents: Uint32Array, counts: Uint32Array}} Postings six counts a document
 * @typedef {{place: number, bare: number, covers: number}} Spot bare is -1 in an insertion
 * @typedef {[string, string, string, string, string, string, string[], number, number]} Row
 * @typedef {{format: number, documents: number, lengths: [number, number], files: Record<string, string[]>, first: string[],
 *   characters: any, texts: number, fields: [string, string, string[]][], facets: [string, string][],
 *   series: [string, string, string[]][], making?: boolean, delta?: {gone: string, places: string, root: Root}}} Root
 */

// Not const: after a failure the engine is loaded again.
var rrFiles = (() => {
  const FORMAT = 1;
  const FIELDS = 5;
  const BODY = 2;
  const COUNTS = 6;
  const MANY = 7;
  const INSIDE = 2;
  const TEXTS_A_FILE = 4;
  const { ascending, bucket, decoded, number } = rrWords;

  /** What files gave, by key, until whoever loaded them takes it. */
  const arrived = new Map();
  /** @type {any} */ (globalThis).readingRoom = (/** @type {string} */ key, /** @type {unknown} */ data) => arrived.set(key, data);

  /** The index cannot be read; the message is for readers. */
  class SearchError extends Error {
    /** @param {string} message */
    constructor(message) {
      super(message);
      this.name = "SearchError";
    }
  }

  /** There is no index yet: it is being made. */
  class BeingMadeError extends SearchError {
    constructor() {
      super("The search index is being made.");
      this.name = "BeingMadeError";
    }
  }

  /** Files that are still on their way. */
  class Wanted {
    /** @param {Promise<unknown>[]} promises */
    constructor(promises) {
      this.promises = promises;
    }
  }

  /**
   * What `work` comes to once everything is there.
   * @template T
   * @param {() => T} work
   * @returns {Promise<T>}
   */
  async function settled(work) {
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof Wanted)) {
          throw error;
        }
        await Promise.all(error.promises);
      }
    }
  }

  /**
   * Each of several, all of whose files are asked for together.
   * @template T, U
   * @param {Iterable<T>} items
   * @param {(item: T) => U} work
   * @returns {U[]}
   */
  function each(items, work) {
    const found = [];
    const promises = [];
    for (const item of items) {
      try {
        found.push(work(item));
      } catch (error) {
        if (!(error instanceof Wanted)) {
          throw error;
        }
        promises.push(...error.promises);
      }
    }
    if (promises.length) {
      throw new Wanted(promises);
    }
    return found;
  }

  /**
   * What a file gives, loaded as a script: that works without a server, too.
   * @param {string} href
   * @param {string} key
   * @returns {Promise<any>}
   */
  function load(href, key) {
    return run(href, () => {
      if (!arrived.has(key)) {
        throw new SearchError(`${href} is no file of a search index.`);
      }
      const data = arrived.get(key);
      arrived.delete(key);
      return data;
    });
  }

  /**
   * What is there at the moment when a script has run.
   * @template T
   * @param {string} href
   * @param {() => T} take
   * @returns {Promise<T>}
   */
  function run(href, take) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = href;
      // No part of the page, which a preview compares with its next version.
      element.setAttribute("data-rr-added", "");
      element.addEventListener("load", () => {
        element.remove();
        try {
          resolve(take());
        } catch (error) {
          reject(error);
        }
      });
      element.addEventListener("error", () => {
        element.remove();
        reject(new SearchError(`${href} could not be loaded.`));
      });
      document.head.append(element);
    });
  }

  /** One edition of the index, and whatever was read of it. */
  class Edition {
    /**
     * @param {string} folder
     * @param {Root} root
     */
    constructor(folder, root) {
      if (root?.format !== FORMAT) {
        throw new SearchError("The search index was made by another version of these pages.");
      }
      if (!root.files) {
        throw new BeingMadeError();
      }
      this.folder = folder;
      this.root = root;
      /** @type {Map<string, any>} */
      this.shards = new Map();
      /** @type {Map<string, Promise<unknown>>} */
      this.loading = new Map();
      /** @type {Map<number, Promise<string>>} */
      this.packed = new Map();
      /** @type {Map<string, any>} */
      this.remembered = new Map();
    }

    /**
     * Reads the root of an index; that of a preview may have a small index of what was edited beside it.
     * @param {string} base
     * @param {boolean} anew whatever the browser remembers
     * @returns {Promise<Edition>}
     */
    static async of(base, anew) {
      const folder = `${base}search/`;
      const root = await load(`${folder}root.js${anew ? `?${Date.now()}` : ""}`, "root");
      if (root?.delta) {
        await run(`${base}assets/search/delta.js`, () => undefined);
        return new rrDelta.Together(folder, root);
      }
      return new Edition(folder, root);
    }

    /** @returns {Lists} */
    lists() {
      return new Lists(this);
    }

    /** @param {string} kind */
    count(kind) {
      return this.root.files[kind]?.length ?? 0;
    }

    /**
     * What a file gives; thrown as wanted where it is not there yet.
     * @param {string} kind
     * @param {number} place
     */
    shard(kind, place) {
      return this.given(`${kind}-${place}`, this.root.files[kind][place]);
    }

    /**
     * @param {string} key
     * @param {string} hash
     */
    given(key, hash) {
      if (!this.shards.has(key)) {
        let promise = this.loading.get(key);
        if (!promise) {
          promise = load(`${this.folder}${key}-${hash}.js`, key).then((data) => this.shards.set(key, data));
          promise.catch(() => this.loading.delete(key));
          this.loading.set(key, promise);
        }
        throw new Wanted([promise]);
      }
      return this.shards.get(key);
    }

    /**
     * What is made of files, once.
     * @template T
     * @param {string} key
     * @param {() => T} make
     * @returns {T}
     */
    once(key, make) {
      if (!this.remembered.has(key)) {
        this.remembered.set(key, make());
      }
      return this.remembered.get(key);
    }

    /**
     * The row of a document.
     * @param {number} ordinal
     * @returns {Row}
     */
    row(ordinal) {
      const all = TEXTS_A_FILE * this.root.texts;
      return this.shard("documents", Math.floor(ordinal / all)).rows[ordinal % all];
    }

    /**
     * The passages of a document: of a server, its part of a text file; else the whole file.
     * @param {number} ordinal
     * @returns {Promise<[number, string, string][]>}
     */
    async passages(ordinal) {
      const row = await settled(() => this.row(ordinal));
      const file = Math.floor(ordinal / this.root.texts);
      const texts = this.shard("documents", Math.floor(file / TEXTS_A_FILE)).texts;
      const key = `text-${file}`;
      const hash = texts[file % TEXTS_A_FILE];
      const remote = /^https?:/.test(new URL(this.folder, document.baseURI).protocol) && !this.shards.has(key);
      const part = remote ? await this.part(`${this.folder}${key}-${hash}.js`, row[7], row[8]) : null;
      if (part) {
        return part;
      }
      return unpacked((await settled(() => this.given(key, hash)))[ordinal % this.root.texts]);
    }

    /**
     * @param {string} href
     * @param {number} offset
     * @param {number} size
     */
    async part(href, offset, size) {
      try {
        const answer = await fetch(href, { headers: { Range: `bytes=${offset}-${offset + size - 1}` } });
        const text = answer.ok ? await answer.text() : "";
        return await unpacked(answer.status === 206 ? text : text.slice(offset, offset + size));
      } catch {
        return null;
      }
    }
  }

  /**
   * @param {string} packed
   * @returns {Promise<[number, string, string][]>}
   */
  async function unpacked(packed) {
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }

  /** The lists of an edition, decoded. */
  class Lists {
    /** @param {Edition} edition */
    constructor(edition) {
      this.edition = edition;
    }

    /**
     * What the lexicon says of a surface.
     * @param {string} surface
     * @returns {Known | undefined}
     */
    known(surface) {
      const file = this.fileOf(surface);
      return file < 0 ? undefined : this.lexicon(file).get(surface);
    }

    /**
     * All surfaces that begin so, in order.
     * @param {string} beginning
     */
    beginning(beginning) {
      const { first } = this.edition.root;
      const files = [];
      for (let file = Math.max(this.fileOf(beginning), 0); file < first.length; file += 1) {
        if (files.length && !first[file].startsWith(beginning)) {
          break;
        }
        files.push(file);
      }
      return each(files, (file) => [...this.lexicon(file).values()].filter(({ surface }) => surface.startsWith(beginning))).flat();
    }

    /** @param {string} surface */
    fileOf(surface) {
      const { first } = this.edition.root;
      let low = 0;
      let high = first.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (surface < first[middle]) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low - 1;
    }

    /**
     * @param {number} file
     * @returns {Map<string, Known>}
     */
    lexicon(file) {
      return this.edition.once(`lexicon ${file}`, () => {
        const [codes, rests, stems, names] = this.edition.shard("lexicon", file);
        const numbers = decoded(codes);
        const ends = stems.split(" ");
        const found = new Map();
        let surface = "";
        rests.split(" ").forEach((/** @type {string} */ rest, /** @type {number} */ place) => {
          surface = surface.slice(0, numbers[3 * place]) + rest;
          const stem = surface.slice(0, surface.length - numbers[3 * place + 1]) + ends[place];
          found.set(surface, { surface, stem, documents: numbers[3 * place + 2], names: [] });
        });
        for (const [first, rows] of paired(names)) {
          found.get(first).names = rows.map((/** @type {[string, string]} */ [words, record]) => [words.split(" "), record]);
        }
        return found;
      });
    }

    /**
     * The surfaces of a stem with their lists.
     * @param {string} stem
     * @returns {Map<string, string>}
     */
    group(stem) {
      return this.postingsFile(stem).get(stem) ?? new Map();
    }

    /**
     * The names whose first word this is, as words, and the records that they name.
     * @param {Known} first
     * @returns {[string[], string][]}
     */
    names(first) {
      return first.names;
    }

    /** @param {string} stem */
    postingsFile(stem) {
      const file = bucket(stem, this.edition.count("postings"));
      return this.edition.once(`postings ${file}`, () => {
        const groups = this.edition.shard("postings", file);
        return new Map(groups.map((/** @type {string[]} */ [stem, ...flat]) => [stem, paired(flat)]));
      });
    }

    /**
     * How often each document has a surface, by field.
     * @param {string} surface
     * @param {string} stem
     * @returns {Postings}
     */
    postings(surface, stem) {
      return this.edition.once(`list ${surface}`, () => postingsOf(this.group(stem).get(surface) ?? ""));
    }

    /**
     * Where a document has a surface, by field.
     * @param {string} surface
     * @param {string} stem
     * @param {number} document
     * @returns {Spot[][]}
     */
    spots(surface, stem, document) {
      const records = this.edition.once(`places ${surface}`, () => {
        const file = bucket(stem, this.edition.count("positions"));
        const lists = this.edition.once(`positions ${file}`, () => paired(this.edition.shard("positions", file)));
        return recordsOf(lists.get(surface) ?? "");
      });
      const record = records.get(document);
      return record === undefined ? [[], [], [], [], []] : spotsOf(record, surface.startsWith("@") || surface.includes(":@"));
    }

    /**
     * The documents of a dictionary's row by a facet.
     * @param {number} file
     * @returns {Map<string, Uint32Array>}
     */
    facet(file) {
      return this.edition.once(`facet ${file}`, () => new Map([...paired(this.edition.shard("facets", file))].map(([label, code]) => [label, ascending(code)])));
    }

    /** The levels of the lengths of every document, two characters each. */
    levels() {
      return each(Array(this.edition.count("lengths")).keys(), (place) => this.edition.shard("lengths", place)).join("");
    }

    /**
     * The documents of a number, of any series.
     * @param {string} number
     * @returns {number[]}
     */
    numbered(number) {
      const count = this.edition.count("numbers");
      if (!number || !count) {
        return [];
      }
      const file = bucket(number, count);
      return this.edition.once(`numbers ${file}`, () => paired(this.edition.shard("numbers", file))).get(number) ?? [];
    }

    /** First and last day of every document, flat; 0 where it has no date. */
    days() {
      return this.edition.once("days", () => {
        const numbers = decoded(this.edition.shard("days", 0));
        const found = new Int32Array(numbers.length);
        let first = 0;
        for (let at = 0; at < numbers.length; at += 2) {
          first += numbers[at] & 1 ? -((numbers[at] + 1) / 2) : numbers[at] / 2;
          found[at] = first;
          found[at + 1] = first + numbers[at + 1];
        }
        return found;
      });
    }
  }

  /**
   * A flat list of keys and values as a map.
   * @param {any[]} flat
   * @returns {Map<string, any>}
   */
  function paired(flat) {
    const found = new Map();
    for (let at = 0; at < flat.length; at += 2) {
      found.set(flat[at], flat[at + 1]);
    }
    return found;
  }

  /**
   * @param {string} code
   * @returns {Postings}
   */
  function postingsOf(code) {
    const numbers = decoded(code);
    const documents = new Uint32Array(numbers.length);
    const counts = new Uint32Array(numbers.length * COUNTS);
    let count = 0;
    let document = -1;
    for (let at = 0; at < numbers.length; at += 1) {
      const kind = numbers[at] & 7;
      const first = count * COUNTS;
      document += (numbers[at] >>> 3) + 1;
      documents[count] = document;
      count += 1;
      if (kind === 0) {
        at += 1;
        const mask = numbers[at];
        for (let field = 0; field < COUNTS; field += 1) {
          if ((mask >> field) & 1) {
            at += 1;
            counts[first + field] = numbers[at] + 1;
          }
        }
      } else if (kind === MANY) {
        at += 1;
        counts[first + BODY] = MANY + numbers[at];
      } else {
        counts[first + BODY] = kind;
      }
    }
    return { documents: documents.slice(0, count), counts: counts.slice(0, count * COUNTS) };
  }

  /**
   * @param {string} code
   * @returns {Map<number, string>}
   */
  function recordsOf(code) {
    const found = new Map();
    let document = -1;
    for (let at = 0; at < code.length; ) {
      const [gap, next] = number(code, at);
      const [size, start] = number(code, next);
      document += gap + 1;
      at = start + size;
      found.set(document, code.slice(start, at));
    }
    return found;
  }

  /**
   * @param {string} record
   * @param {boolean} isRecord whether each place says how many words it covers
   * @returns {Spot[][]}
   */
  function spotsOf(record, isRecord) {
    const numbers = decoded(record);
    const counts = [0, 0, 0, 0, 0];
    let at = 1;
    if (numbers[0] & 1) {
      for (let field = 0; field < FIELDS; field += 1) {
        if ((numbers[0] >> (field + 1)) & 1) {
          counts[field] = numbers[at];
          at += 1;
        }
      }
    } else {
      counts[BODY] = numbers[0] >> 1;
    }
    return counts.map((count) => {
      const found = [];
      let place = 0;
      for (let left = count; left > 0; left -= 1) {
        const state = numbers[at] % 3;
        place += (numbers[at] - state) / 3;
        at += 1;
        let bare = place;
        if (state === INSIDE) {
          bare = -1;
        } else if (state) {
          bare -= numbers[at];
          at += 1;
        }
        let covers = 1;
        if (isRecord) {
          covers += numbers[at];
          at += 1;
        }
        found.push({ place, bare, covers });
      }
      return found;
    });
  }

  return { BeingMadeError, COUNTS, Edition, FIELDS, Lists, SearchError, each, settled };
})();

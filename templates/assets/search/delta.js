// The index of a preview: that of the last build, less what is gone, and a small one of what was edited since,
// asked as one: docs/search.md, "A preview's index". Loaded only where there is one.
// @ts-check
"use strict";

// Not const: it is loaded with every root.
var rrDelta = (() => {
  const { COUNTS, Edition, Lists, each } = rrFiles;
  const { ascending } = rrWords;
  const GONE = -1;

  /**
   * One of the two: its lists, and by its own number of a document the number that it has here.
   * @typedef {{edition: InstanceType<typeof Edition>, lists: InstanceType<typeof Lists>, places: Int32Array}} Side
   */

  /** Two editions as one; documents are numbered as if all had been indexed together. */
  class Together extends Edition {
    /**
     * @param {string} folder
     * @param {Root} root that of the base, with the delta
     */
    constructor(folder, root) {
      const delta = /** @type {NonNullable<Root["delta"]>} */ (root.delta);
      const gone = new Set(ascending(delta.gone));
      super(folder, rootOf(root, delta.root, gone.size));
      const fresh = ascending(delta.places);
      /** @type {Side} what was there before */
      this.base = sideOf(new Edition(folder, root), root.documents);
      /** @type {Side} what was edited */
      this.delta = sideOf(new Edition(`${folder}delta/`, delta.root), fresh.length);
      const count = root.documents - gone.size + fresh.length;
      this.root.documents = count;
      /** @type {[Side, number][]} by number here, where it is and what number it has there */
      this.origin = Array(count);
      fresh.forEach((place, own) => this.put(this.delta, own, place));
      let place = 0;
      for (let own = 0; own < root.documents; own += 1) {
        while (this.origin[place]) {
          place += 1;
        }
        if (gone.has(own)) {
          this.base.places[own] = GONE;
        } else {
          this.put(this.base, own, place);
        }
      }
    }

    /**
     * @param {Side} side
     * @param {number} own
     * @param {number} place
     */
    put(side, own, place) {
      side.places[own] = place;
      this.origin[place] = [side, own];
    }

    /** @override */
    lists() {
      return new ListsTogether(this);
    }

    /**
     * @override
     * @param {number} ordinal
     */
    row(ordinal) {
      const [side, own] = this.origin[ordinal];
      return side.edition.row(own);
    }

    /**
     * @override
     * @param {number} ordinal
     */
    passages(ordinal) {
      const [side, own] = this.origin[ordinal];
      return side.edition.passages(own);
    }
  }

  /** The lists of two editions, joined. */
  class ListsTogether extends Lists {
    /** @param {Together} edition */
    constructor(edition) {
      super(edition);
      this.all = edition;
      this.sides = [edition.base, edition.delta];
    }

    /**
     * @override
     * @param {string} surface
     */
    known(surface) {
      return each(this.sides, ({ lists }) => lists.known(surface)).reduce((one, other) => (one && other ? both(one, other) : one ?? other));
    }

    /**
     * @override
     * @param {string} beginning
     */
    beginning(beginning) {
      /** @type {Map<string, Known>} */
      const found = new Map();
      for (const known of each(this.sides, ({ lists }) => lists.beginning(beginning)).flat()) {
        const before = found.get(known.surface);
        found.set(known.surface, before ? both(before, known) : known);
      }
      return [...found.values()].sort((a, b) => (a.surface < b.surface ? -1 : 1));
    }

    /**
     * @override
     * @param {string} stem
     */
    group(stem) {
      return new Map(each(this.sides, ({ lists }) => [...lists.group(stem)]).flat());
    }

    /**
     * @override
     * @param {string} surface
     * @param {string} stem
     */
    postings(surface, stem) {
      return this.all.once(`list ${surface}`, () => {
        const own = each(this.sides, (side) => side.lists.postings(surface, this.stemIn(side, surface, stem)));
        return joined(own, this.sides);
      });
    }

    /**
     * @override
     * @param {string} surface
     * @param {string} stem
     * @param {number} document
     */
    spots(surface, stem, document) {
      const [side, own] = this.all.origin[document];
      return side.lists.spots(surface, this.stemIn(side, surface, stem), own);
    }

    /**
     * The stem under which a side has a surface: among other languages it may be another.
     * @param {Side} side
     * @param {string} surface
     * @param {string} stem
     */
    stemIn(side, surface, stem) {
      return side === this.all.delta ? side.lists.known(surface)?.stem ?? stem : stem;
    }

    /**
     * @override
     * @param {number} file
     */
    facet(file) {
      return this.all.once(`facet ${file}`, () => {
        const [key] = this.all.root.facets[file];
        const own = each(this.sides, ({ edition, lists }) => {
          const place = edition.root.facets.findIndex(([other]) => other === key);
          return place < 0 ? /** @type {Map<string, Uint32Array>} */ (new Map()) : lists.facet(place);
        });
        /** @type {Map<string, Uint32Array>} */
        const found = new Map();
        own.forEach((values, number) => {
          for (const [label, documents] of values) {
            const here = placed(documents, this.sides[number]);
            if (here.length) {
              found.set(label, Uint32Array.from([...(found.get(label) ?? []), ...here]).sort());
            }
          }
        });
        return found;
      });
    }

    /** @override */
    levels() {
      const own = each(this.sides, ({ lists }) => lists.levels());
      return this.all.origin.map(([side, number]) => own[this.sides.indexOf(side)].slice(2 * number, 2 * number + 2)).join("");
    }

    /**
     * @override
     * @param {string} number
     */
    numbered(number) {
      const own = each(this.sides, ({ lists }) => lists.numbered(number));
      return own.flatMap((documents, side) => placed(documents, this.sides[side])).sort((a, b) => a - b);
    }

    /** @override */
    days() {
      return this.all.once("days", () => {
        const own = each(this.sides, ({ lists }) => lists.days());
        return Int32Array.from(this.all.origin.flatMap(([side, number]) => [...own[this.sides.indexOf(side)].subarray(2 * number, 2 * number + 2)]));
      });
    }
  }

  /**
   * What is asked of both: what was counted over all texts, and the archive as it is now, the delta's root says.
   * @param {Root} base
   * @param {Root} delta
   * @param {number} gone how many of the base are
   * @returns {Root}
   */
  function rootOf(base, delta, gone) {
    const { characters, fields, series } = delta;
    const keys = new Set(base.facets.map(([key]) => key));
    const facets = [...base.facets, ...delta.facets.filter(([key]) => !keys.has(key))];
    // Lengths are divided by the number of documents: those that are gone are among both.
    const share = (base.documents - gone + delta.documents) / (base.documents + delta.documents);
    const [body, notes] = delta.lengths;
    return { ...base, characters, fields, series, facets, lengths: [body * share, notes * share] };
  }

  /**
   * @param {InstanceType<typeof Edition>} edition
   * @param {number} count
   * @returns {Side}
   */
  const sideOf = (edition, count) => ({ edition, lists: edition.lists(), places: new Int32Array(count) });

  /**
   * The numbers here of a side's documents, without those that are gone.
   * @param {Iterable<number>} documents
   * @param {Side} side
   */
  const placed = (documents, side) => [...documents].map((own) => side.places[own]).filter((place) => place !== GONE);

  /**
   * A surface that both have.
   * @param {Known} base
   * @param {Known} delta
   * @returns {Known}
   */
  function both(base, delta) {
    const names = new Map([...base.names, ...delta.names].map((name) => [name.flat().join(" "), name]));
    // The longest first, as each has them.
    const ordered = [...names.values()].sort(([a], [b]) => b.length - a.length);
    return { ...base, documents: base.documents + delta.documents, names: ordered };
  }

  /**
   * @param {Postings[]} own
   * @param {Side[]} sides
   * @returns {Postings}
   */
  function joined(own, sides) {
    /** @type {[number, Uint32Array][]} */
    const rows = [];
    own.forEach(({ documents, counts }, side) =>
      documents.forEach((document, place) => {
        const here = sides[side].places[document];
        if (here !== GONE) {
          rows.push([here, counts.subarray(place * COUNTS, (place + 1) * COUNTS)]);
        }
      }),
    );
    rows.sort(([a], [b]) => a - b);
    const counts = new Uint32Array(rows.length * COUNTS);
    rows.forEach(([, its], place) => counts.set(its, place * COUNTS));
    return { documents: Uint32Array.from(rows, ([document]) => document), counts };
  }

  return { Together };
})();

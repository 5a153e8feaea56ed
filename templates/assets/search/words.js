// The words of a text and the codes of the index: docs/search.md, "Words" and "Codes". As in readingroom/search/.
// @ts-check
"use strict";

/** @typedef {{start: number, end: number, surface: string, variants: string[], isSign: boolean}} Cut */

// Not const: after a failure the engine is loaded again.
var rrWords = (() => {
  const STOPPERS = 60;
  const CONTINUERS = 32;
  const MINIMUM = 3;
  const JOINERS = ["'", "\u2019", "\u02bc", "\uff07", "\u05f3", "\u05f4", "[", "]", "\u200c", "\u200d", "\u00ad"];
  const NUMBERED = new Set(["no", "nos", "nr"]);
  const STOP_AND_BLANKS = /^\.?[ \t\n\r\u00a0\u2009\u202f]*$/;
  const ARABIC = /^[\u0620-\u064a]{4,}$/;
  const HEBREW = /^[\u05d0-\u05ea]{4,}$/;

  const DIGITS = new Uint8Array(128);
  let digits = 0;
  for (let code = 0x21; code < 0x7f; code += 1) {
    if (code !== 0x22 && code !== 0x5c) {
      DIGITS[code] = digits;
      digits += 1;
    }
  }

  /** The length that each level stands for. */
  const LENGTHS = Array.from({ length: 16 }, (_, level) => level);
  while (LENGTHS.length < STOPPERS + CONTINUERS) {
    const last = LENGTHS[LENGTHS.length - 1];
    LENGTHS.push(last + Math.floor(last / 8));
  }

  /**
   * The number below 92 that a character stands for.
   * @param {string} text
   * @param {number} at
   */
  const digit = (text, at) => DIGITS[text.charCodeAt(at)];

  /**
   * The number that is written there, and where the next begins.
   * @param {string} code
   * @param {number} at
   * @returns {[number, number]}
   */
  function number(code, at) {
    let found = 0;
    let place = at;
    for (; digit(code, place) >= STOPPERS; place += 1) {
      found = found * CONTINUERS + digit(code, place) - STOPPERS + 1;
    }
    return [found * STOPPERS + digit(code, place), place + 1];
  }

  /**
   * The numbers of a string of codes.
   * @param {string} code
   */
  function decoded(code) {
    const found = new Uint32Array(code.length);
    let count = 0;
    let before = 0;
    for (let at = 0; at < code.length; at += 1) {
      const own = DIGITS[code.charCodeAt(at)];
      if (own >= STOPPERS) {
        before = before * CONTINUERS + own - STOPPERS + 1;
      } else {
        found[count] = before * STOPPERS + own;
        count += 1;
        before = 0;
      }
    }
    return found.subarray(0, count);
  }

  /**
   * Ascending numbers, of the gaps between them.
   * @param {string} code
   */
  function ascending(code) {
    const found = decoded(code);
    let last = -1;
    for (let at = 0; at < found.length; at += 1) {
      last += found[at] + 1;
      found[at] = last;
    }
    return found;
  }

  /**
   * The bucket of a string among `count`, a power of two.
   * @param {string} text
   * @param {number} count
   */
  function bucket(text, count) {
    let value = 2166136261;
    for (let at = 0; at < text.length; at += 1) {
      value = Math.imul(value ^ text.charCodeAt(at), 16777619);
    }
    value >>>= 0;
    return ((value ^ (value >>> 16)) & (count - 1)) >>> 0;
  }

  /** @param {number[]} flat first and last of code points */
  function classOf(flat) {
    let found = "";
    for (let at = 0; at < flat.length; at += 2) {
      found += `\\u{${flat[at].toString(16)}}-\\u{${flat[at + 1].toString(16)}}`;
    }
    return found;
  }

  /** The classes of characters of an archive, and what they are folded to. */
  class Characters {
    /** @param {{separators: number[], digits: number[], alone: number[], marks: number[], fold: string[], second: string[]}} shipped */
    constructor(shipped) {
      /** @type {Map<string, string>} */
      this.folds = new Map();
      for (let at = 0; at < shipped.fold.length; at += 2) {
        for (const source of shipped.fold[at + 1]) {
          this.folds.set(source, shipped.fold[at]);
        }
      }
      this.second = shipped.second;
      const joiner = JOINERS.map((one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`).join("");
      const alone = classOf(shipped.alone);
      const marks = classOf(shipped.marks);
      const word = `[^${classOf(shipped.separators)}${alone}${joiner}]`;
      const digit = `[${classOf(shipped.digits)}]`;
      const letter = `(?!${digit})${word}`;
      const sign = alone ? `([${alone}]${marks ? `[${marks}]*` : ""})` : "((?!))";
      this.pattern = new RegExp(
        `(${digit}{1,3}(?:,${digit}{3})+(?!${word}))|(${letter}(?:\\.${letter})+(?!${word})\\.?)` +
          `|(${word}+(?:[${joiner}]${word}+)*)|${sign}`,
        "gu",
      );
      this.joiner = new RegExp(`[${joiner}]`, "u");
      /** @type {Map<string, {surface: string, variants: string[]}>} */
      this.known = new Map();
    }

    /** @param {string} text */
    fold(text) {
      let found = "";
      for (const character of text) {
        found += this.folds.get(character) ?? character;
      }
      return found;
    }

    /** @param {string} text */
    respelled(text) {
      let other = text;
      for (let at = 0; at < this.second.length; at += 2) {
        other = other.replaceAll(this.second[at], this.second[at + 1]);
      }
      return other === text ? "" : other;
    }

    /**
     * The surface and the variants of a word as it stands in a text.
     * @param {string} raw
     */
    forms(raw) {
      let found = this.known.get(raw);
      if (!found) {
        found = this.formsOf(raw);
        this.known.set(raw, found);
      }
      return found;
    }

    /** @param {string} raw */
    formsOf(raw) {
      /** @param {string} text */
      const fold = (text) => this.fold(text.replace(/[,.]/g, ""));
      raw = raw.replace(/[иИ]\u0306/g, "й"); // whose mark is not to be dropped
      const surface = fold(raw);
      /** @type {string[]} */
      const variants = [];
      const other = this.respelled(raw);
      if (other) {
        variants.push(fold(other));
      }
      const parts = raw.split(this.joiner);
      if (parts.length > 1) {
        variants.push(...parts.map(fold).filter((part) => [...part].length > 1));
      }
      if (ARABIC.test(surface)) {
        variants.push(...withoutArabicParticles(surface));
      } else if (HEBREW.test(surface)) {
        variants.push(...withoutHebrewParticles(surface));
      }
      return { surface, variants: [...new Set(variants)].filter((one) => one && one !== surface) };
    }

    /**
     * The words of a text.
     * @param {string} text
     * @returns {Cut[]}
     */
    words(text) {
      const found = [];
      for (const match of text.matchAll(this.pattern)) {
        const { surface, variants } = this.forms(match[0]);
        if (surface) {
          const end = match.index + match[0].length;
          found.push({ start: match.index, end, surface, variants, isSign: match[4] !== undefined });
        }
      }
      return found;
    }
  }

  /** @param {string} whole */
  function withoutArabicParticles(whole) {
    const found = [];
    let word = whole;
    if ("وف".includes(word[0]) && word.length > MINIMUM) {
      word = word.slice(1);
      found.push(word);
    }
    if (word.startsWith("لل") || word.startsWith("بال") || word.startsWith("كال")) {
      word = word[0] === "ل" ? `ال${word.slice(2)}` : word.slice(1);
      found.push(word);
    }
    if (word.startsWith("ال") && word.length - 2 >= MINIMUM) {
      found.push(word.slice(2));
    }
    return found;
  }

  /** @param {string} whole */
  function withoutHebrewParticles(whole) {
    const found = [];
    let word = whole;
    if (word[0] === "ו" && word.length > MINIMUM) {
      word = word.slice(1);
      found.push(word);
    }
    if ("הבלמשכ".includes(word[0]) && word.length > MINIMUM) {
      found.push(word.slice(1));
    }
    return found;
  }

  /**
   * Where words say "No." before a number, what they are as one.
   * @param {string} text
   * @param {Cut[]} found
   * @returns {Map<number, string>}
   */
  function numbered(text, found) {
    const joined = new Map();
    for (let place = 0; place + 1 < found.length; place += 1) {
      const after = found[place + 1];
      if (NUMBERED.has(found[place].surface) && /^[0-9]/.test(after.surface) && STOP_AND_BLANKS.test(text.slice(found[place].end, after.start))) {
        joined.set(place, `no.${after.surface}`);
      }
    }
    return joined;
  }

  return { Characters, LENGTHS, ascending, bucket, decoded, digit, number, numbered };
})();

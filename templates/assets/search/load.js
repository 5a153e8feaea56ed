// What the scripts of the search share: the engine, loaded when it is first needed, and small pieces of pages.
// @ts-check
"use strict";

/**
 * @typedef {EngineHit} Hit
 * @typedef {EngineAnswer} Answer
 * @typedef {EngineLimits} Limits
 * @typedef {Awaited<ReturnType<typeof ReadingRoomSearch.open>>} Index
 * @typedef {Awaited<ReturnType<Index["suggest"]>>[number]} Suggestion
 */

const rrSearch = (() => {
  const ENGINE = ["engine.min.js"];
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const here = new URL(".", script.src).href;
  const root = new URL("../../", here).href;

  /** @type {Promise<Index> | undefined} */
  let opening;
  let isStale = false;

  /** @param {string} name */
  function load(name) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      // Asked for at once, run in this order.
      element.async = false;
      element.src = here + name;
      // No part of the page, which a preview compares with its next version.
      element.setAttribute("data-rr-added", "");
      element.addEventListener("load", resolve);
      element.addEventListener("error", () => reject(new Error(`${name} could not be loaded`)));
      document.head.append(element);
    });
  }

  /** The index, opened once; after a failure, or when the archive changed, opened anew when it is asked for again. */
  function index() {
    const before = opening && isStale ? opening.then((opened) => opened.renew()) : opening;
    isStale = false;
    opening = (before ?? Promise.all(ENGINE.map(load)).then(() => ReadingRoomSearch.open(root))).catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  /** There may be another edition of the index. */
  function renew() {
    isStale = true;
  }

  document.addEventListener("rr:saved", renew);

  /**
   * An element with its attributes and what is in it; text stays text, whatever it says.
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   * @param {Record<string, string>} attributes
   * @param {(Node | string)[]} children
   * @returns {HTMLElementTagNameMap[Name]}
   */
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  /**
   * The name of a language, in that of the archive.
   * @param {string} tag
   */
  function tongueOf(tag) {
    try {
      return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(tag) ?? tag;
    } catch {
      return tag;
    }
  }

  return { root, index, renew, element, tongueOf };
})();

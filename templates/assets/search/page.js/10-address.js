// The search page: what is asked stands in its address, so that it can be sent, kept and gone back to.
// @ts-check
"use strict";

/**
 * What a reader asks.
 * @typedef {{q: string, sort: string, from: string, to: string, page: number, within: [string, string][]}} Asked
 */

const rrAddress = (() => {
  const OWN = new Set(["q", "sort", "from", "to", "page"]);
  const ORDERS = new Set(["newest", "oldest"]);
  const DAY = /^(\d{1,4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
  const FIRST = "0001-01-01";
  const LAST = "9999-12-31";

  /**
   * @param {string} search
   * @returns {Asked}
   */
  function read(search) {
    const given = new URLSearchParams(search);
    /** @param {string} name */
    const one = (name) => (given.get(name) ?? "").trim();
    const page = Number.parseInt(one("page"), 10);
    return {
      q: one("q"),
      sort: ORDERS.has(one("sort")) ? one("sort") : "",
      from: DAY.test(one("from")) ? one("from") : "",
      to: DAY.test(one("to")) ? one("to") : "",
      page: page > 1 ? page : 1,
      // Each pair once; those that are none of the archive's facets are left out when it is known.
      within: [...new Map([...given].filter(([key]) => !OWN.has(key)).map((pair) => [pair.join("\n"), pair])).values()],
    };
  }

  /** @param {Asked} asked */
  function write(asked) {
    const given = new URLSearchParams();
    for (const name of /** @type {const} */ (["q", "sort", "from", "to"])) {
      if (asked[name]) {
        given.set(name, asked[name]);
      }
    }
    for (const [key, label] of asked.within) {
      given.append(key, label);
    }
    if (asked.page > 1) {
      given.set("page", String(asked.page));
    }
    const search = given.toString();
    return search ? `?${search}` : "";
  }

  /**
   * First and last day that are meant, as the engine takes them; null where any day will do.
   * @param {Asked} asked
   * @returns {[string, string] | null}
   */
  function days(asked) {
    const from = DAY.exec(asked.from);
    const to = DAY.exec(asked.to);
    if (!from && !to) {
      return null;
    }
    return [from ? day(from, "01", "01") : FIRST, to ? day(to, "12", "") : LAST];
  }

  /**
   * @param {RegExpExecArray} given
   * @param {string} month where none is given
   * @param {string} ofMonth where none is given; empty for the last
   */
  function day([, year = "", ownMonth, ownDay], month, ofMonth) {
    const whole = `${year.padStart(4, "0")}-${ownMonth ?? month}`;
    return `${whole}-${ownDay ?? (ofMonth || lastOf(whole))}`;
  }

  /** @param {string} month */
  function lastOf(month) {
    const [year = 0, number = 1] = month.split("-").map(Number);
    const end = new Date(Date.UTC(2000, number, 0));
    end.setUTCFullYear(year, number, 0);
    return String(end.getUTCDate()).padStart(2, "0");
  }

  /** @param {Asked} asked */
  const isEmpty = (asked) => !asked.q && !asked.from && !asked.to && !asked.within.length;

  return { read, write, days, isEmpty };
})();

// The search page itself: what is asked, what came of it, and the way there and back.
// @ts-check
"use strict";
(() => {
  const AT_ONCE = 10;
  const MOST = 500;
  const PATIENCE = 300;
  /** How long until it is asked again whether the index has been made. */
  const PAUSE = 2000;
  /** A word that no text has, left out. */
  const EVERYTHING = "-\uE000";
  const { element, index, renew, root, tongueOf } = rrSearch;
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

  const form = /** @type {HTMLFormElement} */ (part(".search-form"));
  const box = /** @type {HTMLInputElement} */ (part("#rr-q"));
  const order = /** @type {HTMLSelectElement} */ (part("#rr-sort"));
  const [status, hint, chosen, list, more] = [part("#rr-status"), part(".search-hint"), part(".search-chosen"), part("#results"), part(".search-more")];
  const dates = /** @type {HTMLDetailsElement} */ (part("#rr-years"));
  const undated = part("#rr-years .undated");

  let asked = rrAddress.read(location.search);
  let turn = 0;
  /** @type {(() => void) | undefined} shows the years of the answer that is there, unless they are shown */
  let drawYears;

  const facets = rrFacets(part("#rr-facets"), (key, label, isChosen) => {
    const others = asked.within.filter(([one, name]) => one !== key || name !== label);
    ask({ ...asked, within: isChosen ? [...others, [key, label]] : others });
  });
  const years = rrYears(dates, (from, to) => ask({ ...asked, from, to }));
  dates.addEventListener("toggle", () => dates.open && drawYears?.());

  /**
   * Asks something else, at an address of its own.
   * @param {Asked} next
   */
  function ask(next) {
    remember();
    asked = { ...next, page: 1 };
    history.pushState({}, "", `${location.pathname}${rrAddress.write(asked)}`);
    void show();
  }

  /** Where on the page the reader was, for when they come back. */
  function remember() {
    history.replaceState({ scroll: window.scrollY }, "");
  }

  /** @param {number} count */
  const dispatches = (count) => `${count.toLocaleString(document.documentElement.lang)} ${count === 1 ? "dispatch" : "dispatches"}`;

  /**
   * Shows what is asked now.
   * @param {number} scroll where on the page the reader was
   */
  async function show(scroll = 0) {
    const own = (turn += 1);
    box.value = asked.q;
    order.value = asked.sort;
    document.body.classList.toggle("has-question", !rrAddress.isEmpty(asked));
    if (rrAddress.isEmpty(asked)) {
      reset("");
      return;
    }
    const slow = window.setTimeout(() => status.replaceChildren("Searching…"), PATIENCE);
    try {
      const opened = await index();
      const keys = new Set(opened.facetKeys.map(([key]) => key));
      asked.within = asked.within.filter(([key]) => keys.has(key));
      const count = Math.min(asked.page * AT_ONCE, MOST);
      const answer = await answered(opened, { limit: count });
      const straight = /\p{N}/u.test(asked.q) ? await opened.direct(asked.q) : "";
      if (own === turn) {
        rrResults.show(list, answer, opened, false);
        tell(answer, straight);
        around(answer, opened);
        window.scrollTo({ top: scroll, behavior: "instant" });
        if (opened.isOutdated) {
          status.append(" The index is being made: there may be others soon.");
          again(own);
        }
      }
    } catch (error) {
      if (own !== turn) {
        return;
      }
      if (error instanceof Error && error.name === "BeingMadeError") {
        reset("The index of this search is being made. The answer comes as soon as it is there.");
        again(own);
      } else {
        fail(error);
      }
    } finally {
      window.clearTimeout(slow);
    }
  }

  /**
   * Asks the same a little later, unless something else was asked meanwhile.
   * @param {number} own
   */
  function again(own) {
    window.setTimeout(() => {
      if (own === turn) {
        renew();
        void show(window.scrollY);
      }
    }, PAUSE);
  }

  /**
   * What is asked, within its limits but for those given; without a question, all that is within them.
   * @param {Index} opened
   * @param {Limits} given
   */
  async function answered(opened, given) {
    const order = asked.sort || (asked.q ? "relevance" : "newest");
    const limits = { order, within: asked.within, dates: rrAddress.days(asked), ...given };
    return asked.q ? opened.ask(asked.q, limits) : { ...(await opened.ask(EVERYTHING, limits)), question: "", asked: "" };
  }

  /**
   * What stands around the dispatches: how many there are, what they are limited to, how to narrow them down.
   * @param {Answer} answer
   * @param {Index} opened
   */
  function around(answer, opened) {
    part(".search-sort").hidden = answer.total < 2;
    part(".narrow").hidden = part(".to-narrow").hidden = false;
    const labels = new Map(opened.facetKeys);
    chosen.replaceChildren(
      ...asked.within.map(([key, label]) => chip(`${labels.get(key)}: ${key === "language" ? tongueOf(label) : label}`, () => ask({ ...asked, within: asked.within.filter((pair) => pair.join() !== [key, label].join()) }))),
      ...(rrAddress.days(asked) ? [chip(`Dates: ${asked.from || "…"} – ${asked.to || "…"}`, () => ask({ ...asked, from: "", to: "" }))] : []),
    );
    chosen.hidden = !chosen.children.length;
    going(answer);
    // Of a facet's own choices, and of time, all that could be chosen is shown.
    const counted = (/** @type {string} */ key) =>
      asked.within.some(([one]) => one === key)
        ? answered(opened, { limit: 0, within: asked.within.filter(([one]) => one !== key) })
        : Promise.resolve(answer);
    facets.show({ index: opened, chosen: asked.within, counted });
    drawYears = () => {
      drawYears = undefined;
      void chart(answer, opened).catch(fail);
    };
    if (dates.open || asked.from || asked.to) {
      dates.open = true;
      drawYears?.();
    }
  }

  /**
   * @param {Answer} answer
   * @param {Index} opened
   */
  async function chart(answer, opened) {
    const own = turn;
    const all = asked.from || asked.to ? await answered(opened, { limit: 0, dates: null }) : answer;
    const found = await opened.years(all);
    if (own === turn) {
      years.show(found, asked.from, asked.to);
      const rest = all.total - found.reduce((sum, [, count]) => sum + count, 0);
      undated.hidden = !rest;
      undated.replaceChildren(`${dispatches(rest)} without a date`);
    }
  }

  /**
   * @param {string} words
   * @param {() => void} remove
   */
  function chip(words, remove) {
    const button = element("button", { "type": "button", "aria-label": `${words}: remove` }, element("bdi", {}, words), element("span", { "aria-hidden": "true" }, " ×"));
    button.addEventListener("click", () => {
      remove();
      box.focus();
    });
    return element("li", {}, button);
  }

  /**
   * How many were found, and what else might have been meant.
   * @param {Answer} answer
   * @param {string} straight the address of the dispatch that a number alone means
   */
  function tell(answer, straight) {
    const isOther = answer.asked !== answer.question && asked.q !== "";
    const within = asked.within.length || rrAddress.days(asked) ? " within these limits" : "";
    const none = `No dispatch${within} has “${asked.q}”`;
    const count = dispatches(answer.total);
    status.replaceChildren(isOther ? `${none}; searched for “${answer.asked}”: ${count}` : answer.total ? count : `${asked.q ? none : `No dispatch${within}`}.`);
    /** @type {(Node | string)[]} */
    const hints = [];
    if (straight) {
      hints.push("Straight to ", element("a", { href: root + straight }, asked.q), ". ");
    }
    if (answer.suggestion && answer.suggestion !== answer.asked) {
      hints.push("Did you mean ", link(answer.suggestion, { ...asked, q: answer.suggestion, page: 1 }), "?");
    } else if (!answer.total && within) {
      hints.push("Search for it ", link("in all dispatches", { ...asked, from: "", to: "", within: [], page: 1 }), ".");
    }
    hint.replaceChildren(...hints);
    hint.hidden = !hints.length;
  }

  /**
   * A link to something else to ask.
   * @param {string} words
   * @param {Asked} next
   */
  function link(words, next) {
    const made = element("a", { href: `${location.pathname}${rrAddress.write(next)}` }, words);
    made.addEventListener("click", (event) => {
      if (isPlain(event)) {
        event.preventDefault();
        ask(next);
      }
    });
    return made;
  }

  /** Whether a click is meant for this very page. @param {MouseEvent} event */
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  /**
   * The link to more of them.
   * @param {Answer} answer
   */
  function going(answer) {
    const shown = list.children.length;
    more.hidden = shown >= Math.min(answer.total, MOST);
    const next = /** @type {HTMLAnchorElement} */ (more.firstElementChild);
    next.href = `${location.pathname}${rrAddress.write({ ...asked, page: asked.page + 1 })}`;
    next.textContent = `More dispatches (${shown} of ${answer.total.toLocaleString(document.documentElement.lang)} shown)`;
  }

  /** Adds the next dispatches to those that are there. */
  async function goOn() {
    const own = turn;
    try {
      const opened = await index();
      const answer = await answered(opened, { limit: AT_ONCE, offset: list.children.length });
      if (own === turn) {
        asked.page += 1;
        history.replaceState({ scroll: window.scrollY }, "", `${location.pathname}${rrAddress.write(asked)}`);
        rrResults.show(list, answer, opened, true)?.focus();
        going(answer);
      }
    } catch (error) {
      fail(error);
    }
  }

  /** @param {string} words */
  function reset(words) {
    rrResults.clear(list);
    status.replaceChildren(words);
    for (const one of [hint, chosen, more, part(".search-sort"), part(".narrow"), part(".to-narrow")]) {
      one.hidden = true;
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    console.error(error);
    reset("The index of this search could not be loaded. You may be offline, or a new edition of the archive is just being published.");
    hint.replaceChildren(link("Try again", asked));
    hint.hidden = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask({ ...asked, q: box.value.trim() });
  });
  order.addEventListener("change", () => ask({ ...asked, sort: order.value }));
  more.addEventListener("click", (event) => {
    if (isPlain(event)) {
      event.preventDefault();
      void goOn();
    }
  });
  list.addEventListener("keydown", (event) => {
    const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("h3 a")]);
    const place = links.findIndex((one) => one === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && place >= 0) {
      (links[place + step] ?? (step < 0 ? box : /** @type {HTMLElement} */ (more.firstElementChild))).focus();
      event.preventDefault();
    }
  });
  window.addEventListener("popstate", (event) => {
    asked = rrAddress.read(location.search);
    void show(event.state?.scroll);
  });
  window.addEventListener("pagehide", remember);
  // A preview sets the page to what it was before scripts ran.
  document.addEventListener("rr:morphed", () => void show(window.scrollY));
  // What was saved may be among what is found now; what is being written stays.
  document.addEventListener("rr:saved", () => {
    const { value } = box;
    void show(window.scrollY);
    box.value = value;
  });
  history.scrollRestoration = "manual";
  void show(history.state?.scroll);
  if (rrAddress.isEmpty(asked) && window.matchMedia("(hover: hover)").matches) {
    box.focus();
  }
})();

// The dispatches found: each with its title, its numbers and dates, and the words that were found.
// @ts-check
"use strict";

const rrResults = (() => {
  const PLACES = ["In the title", "In a heading", "In the text", "In a note", "In the details"];
  const AHEAD = "200px";
  const { element, root } = rrSearch;
  const own = document.documentElement.lang;

  /** @type {Map<Element, {hit: Hit, answer: Answer, index: Index}>} */
  const waiting = new Map();
  const observer = new IntersectionObserver(seen, { rootMargin: AHEAD });

  /** @param {IntersectionObserverEntry[]} entries */
  function seen(entries) {
    for (const { isIntersecting, target } of entries) {
      const found = waiting.get(target);
      if (isIntersecting && found) {
        observer.unobserve(target);
        waiting.delete(target);
        void quote(target, found.hit, found.answer, found.index);
      }
    }
  }

  /**
   * A day, month or year in words, "c." and intervals as they are written on the pages.
   * @param {string} date in EDTF
   */
  function inWords(date) {
    const parts = date.replace(/~$/, "").split("/").map((part) => part.replace(/~$/, ""));
    return `${date.endsWith("~") ? "c. " : ""}${parts.map(one).join("–")}`;
  }

  /** @param {string} text "1914", "1914-07", "1914-07-28" */
  function one(text) {
    const [year = 1, month = 1, day = 1] = text.split("-").map(Number);
    const kind = text.split("-").length;
    const moment = new Date(Date.UTC(2000, 0, 1));
    moment.setUTCFullYear(year, month - 1, day);
    return new Intl.DateTimeFormat(`${own}-u-ca-gregory`, {
      timeZone: "UTC",
      year: "numeric",
      ...(kind > 1 && { month: "long" }),
      ...(kind > 2 && { day: "numeric" }),
    }).format(moment);
  }

  /** @param {Hit} hit */
  function time(hit) {
    const words = inWords(hit.date);
    return hit.date.includes("/") ? words : element("time", { datetime: hit.date.replace(/~$/, "") }, words);
  }

  /** @param {Hit} hit */
  const label = (hit) => (/\p{Nd}/u.test(hit.number) ? `${hit.series} No. ${hit.number}` : `${hit.series}, ${hit.number}`);

  /**
   * Text of a dispatch, in its own language and direction.
   * @template {HTMLElement} E
   * @param {E} made
   * @param {Hit} hit
   */
  function tongue(made, hit) {
    if (hit.language && hit.language !== own) {
      made.lang = hit.language;
      made.dir = "auto";
    }
    return made;
  }

  /**
   * The address of a dispatch, with what its page is to mark.
   * @param {Hit} hit
   * @param {string} question
   * @param {string} anchor
   */
  function address(hit, question, anchor) {
    const asked = question ? `?${new URLSearchParams({ q: question })}` : "";
    return `${root}${hit.url}${asked}${anchor ? `#${anchor}` : ""}`;
  }

  /**
   * @param {Hit} hit
   * @param {Answer} answer
   */
  function item(hit, answer) {
    const line = element("p", { class: "item-line" }, element("span", { class: "item-label" }, element("bdi", {}, label(hit))));
    if (hit.date) {
      line.append(" ", element("span", { class: "item-date" }, time(hit)));
    }
    const link = element("a", { href: address(hit, answer.asked, "") }, hit.title);
    const made = element("li", { "data-id": hit.id }, line, tongue(element("h3", { class: "item-title" }, link), hit));
    if (answer.asked) {
      made.append(tongue(element("p", { class: "snippet" }), hit));
    }
    if (hit.subjects.length) {
      made.append(element("p", { class: "result-subjects" }, hit.subjects.join(" · ")));
    }
    return made;
  }

  /**
   * The words of a dispatch that were found, and where they stand; its link leads there from now on.
   * @param {Element} made
   * @param {Hit} hit
   * @param {Answer} answer
   * @param {Index} index
   */
  async function quote(made, hit, answer, index) {
    const place = made.querySelector(".snippet");
    const link = made.querySelector("a");
    const snippet = await index.snippet(hit, answer).catch(() => null);
    if (!place || !link) {
      return;
    }
    if (!snippet) {
      place.remove();
      return;
    }
    link.href = address(hit, answer.asked, snippet.anchor);
    const where = element("span", { class: "where", lang: own, dir: "auto" }, PLACES[snippet.field] ?? "");
    const words = snippet.parts.map(([text, isMarked]) => (isMarked ? element("mark", {}, text) : text));
    place.replaceChildren(where, " ", ...words);
  }

  /**
   * Shows the hits of an answer; `isMore` adds them to those that are there.
   * @param {HTMLElement} list
   * @param {Answer} answer
   * @param {Index} index
   * @param {boolean} isMore
   * @returns {HTMLElement | undefined} the link of the first of them
   */
  function show(list, answer, index, isMore) {
    const made = answer.hits.map((hit) => item(hit, answer));
    if (!isMore) {
      clear(list);
    }
    list.append(...made);
    made.forEach((one, place) => {
      const hit = answer.hits[place];
      if (hit && answer.asked) {
        waiting.set(one, { hit, answer, index });
        observer.observe(one);
      }
    });
    return made[0]?.querySelector("a") ?? undefined;
  }

  /** @param {HTMLElement} list */
  function clear(list) {
    observer.disconnect();
    waiting.clear();
    list.replaceChildren();
  }

  return { show, clear };
})();

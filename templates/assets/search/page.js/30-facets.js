// Narrowing down by names: what each facet holds is fetched when it is opened, and counted for the question.
// @ts-check
"use strict";

const rrFacets = (() => {
  const FEW = 12;
  const MORE = 50;
  const { element, tongueOf } = rrSearch;

  /**
   * What the facets are shown for: the answer that a facet counts is that without its own choices.
   * @typedef {{index: Index, chosen: [string, string][], counted: (key: string) => Promise<Answer>}} Case
   */

  /**
   * @param {HTMLElement} place
   * @param {(key: string, label: string, isChosen: boolean) => void} choose
   */
  function facets(place, choose) {
    /** @type {Case | undefined} */
    let now;
    /** @type {WeakMap<Element, Case>} what a facet was last filled for */
    const filled = new WeakMap();

    /**
     * @param {string} key
     * @param {string} label
     */
    function panel(key, label) {
      const made = element("details", { "class": "facet", "data-key": key }, element("summary", {}, label));
      made.addEventListener("toggle", () => made.open && void fill(made, label));
      return made;
    }

    /**
     * @param {HTMLDetailsElement} panel
     * @param {string} label
     */
    async function fill(panel, label) {
      const own = now;
      if (!own || filled.get(panel) === own) {
        return;
      }
      filled.set(panel, own);
      const key = panel.dataset["key"] ?? "";
      const all = await own.counted(key).then((answer) => own.index.facets(answer, [key])).catch(() => []);
      if (own !== now) {
        return;
      }
      const values = all.find((one) => one.key === key)?.values ?? [];
      draw(panel, label, key, sorted(values, own.chosen.filter(([one]) => one === key).map(([, name]) => name)));
    }

    /**
     * What is chosen stands first, found or not.
     * @param {{label: string, count: number}[]} values
     * @param {string[]} chosen
     */
    function sorted(values, chosen) {
      const counts = new Map(values.map(({ label, count }) => [label, count]));
      const first = chosen.map((label) => ({ label, count: counts.get(label) ?? 0, isChosen: true }));
      const rest = values.filter(({ label, count }) => count && !chosen.includes(label));
      return [...first, ...rest.map((value) => ({ ...value, isChosen: false }))];
    }

    /**
     * @param {HTMLDetailsElement} panel
     * @param {string} name
     * @param {string} key
     * @param {{label: string, count: number, isChosen: boolean}[]} values
     */
    function draw(panel, name, key, values) {
      const focused = panel.contains(document.activeElement) ? document.activeElement : null;
      const held = focused instanceof HTMLInputElement ? focused.value : null;
      const list = element("ul");
      const more = element("button", { type: "button", class: "facet-more" }, "Show more");
      const add = (/** @type {number} */ count) => {
        const from = list.children.length;
        list.append(...values.slice(from, from + count).map((value) => row(key, value)));
        more.hidden = list.children.length >= values.length;
        return list.children[from]?.querySelector("input");
      };
      add(FEW);
      more.addEventListener("click", () => add(MORE)?.focus());
      const legend = element("legend", { class: "unseen" }, name);
      const none = values.length ? [] : [element("p", { class: "tally" }, "None of these dispatches has any.")];
      const [summary] = panel.children;
      panel.replaceChildren(...(summary ? [summary] : []), element("fieldset", {}, legend, list, ...none, more));
      if (held !== null) {
        [...panel.querySelectorAll("input")].find((input) => input.value === held)?.focus();
      }
    }

    /**
     * @param {string} key
     * @param {{label: string, count: number, isChosen: boolean}} value
     */
    function row(key, { label, count, isChosen }) {
      const box = element("input", { type: "checkbox", value: label });
      box.checked = isChosen;
      box.addEventListener("change", () => choose(key, label, box.checked));
      const words = element("bdi", {}, key === "language" ? tongueOf(label) : label);
      return element("li", {}, element("label", {}, box, " ", words, " ", element("span", { class: "tally" }, String(count))));
    }

    /** @param {Case} shown */
    function show(shown) {
      now = shown;
      const known = new Map([...place.children].map((one) => [/** @type {HTMLElement} */ (one).dataset["key"], one]));
      for (const [key, label] of shown.index.facetKeys) {
        const own = /** @type {HTMLDetailsElement} */ (known.get(key) ?? panel(key, label));
        if (!own.isConnected) {
          place.append(own);
        }
        if (!own.open && shown.chosen.some(([one]) => one === key)) {
          own.open = true; // which fills it
        } else if (own.open) {
          void fill(own, label);
        }
      }
    }

    return { show };
  }

  return facets;
})();

// Suggestions in the search boxes, as a combobox with a list (ARIA 1.2).
// @ts-check
"use strict";
(() => {
  const PAUSE = 90;
  const MOST = 8;
  const { element, index, root } = rrSearch;

  /** @param {HTMLFormElement} form */
  function suggesting(form) {
    const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=search]"));
    const list = element("ul", { id: `${input.id}-list`, class: "suggestions", role: "listbox" });
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;

    /** @type {Suggestion[]} */
    let shown = [];
    let active = -1;
    let turn = 0;
    /** Whether there may be suggestions that were not shown yet. */
    let isNew = false;
    /** @type {number | undefined} */
    let waiting;

    function dress() {
      input.after(list);
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-controls", list.id);
      close();
    }

    function close() {
      window.clearTimeout(waiting);
      turn += 1;
      isNew = false;
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    }

    /** @param {number} place */
    function mark(place) {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = place;
      const option = list.children[active];
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", option.id);
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    /** @param {Suggestion} one */
    const go = (one) => location.assign(root + one.url);

    /**
     * @param {Suggestion} one
     * @param {number} place
     */
    function option(one, place) {
      const label = element("span", { class: "suggestion-label", dir: "auto" }, one.label);
      const detail = element("span", { class: "suggestion-detail" }, one.detail);
      const made = element("li", { "id": `${list.id}-${place}`, "role": "option", "aria-selected": "false" }, label, " ", detail);
      // Before the box loses the focus, which would close the list under the pointer.
      made.addEventListener("mousedown", (event) => event.preventDefault());
      made.addEventListener("click", () => go(one));
      return made;
    }

    async function suggest() {
      const text = input.value.trim();
      const own = (turn += 1);
      const found = text ? await index().then((opened) => opened.suggest(text, MOST)).catch(() => []) : [];
      // Meanwhile the reader may have written on, or left.
      if (own !== turn || document.activeElement !== input) {
        return;
      }
      isNew = false;
      shown = found;
      mark(-1);
      list.replaceChildren(...shown.map(option));
      list.hidden = !shown.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }

    /** @param {KeyboardEvent} event */
    function step(event) {
      const isDown = event.key === "ArrowDown";
      if (list.hidden) {
        const first = document.querySelector("#results a");
        if (isDown && !isNew && first instanceof HTMLElement) {
          first.focus();
        } else {
          void suggest();
        }
      } else {
        const places = shown.length + 1;
        mark(((active + 1 + (isDown ? 1 : places - 1)) % places) - 1);
      }
      event.preventDefault();
    }

    input.addEventListener("input", () => {
      window.clearTimeout(waiting);
      isNew = true;
      waiting = window.setTimeout(suggest, PAUSE);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const chosen = shown[active];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        step(event);
      } else if (event.key === "Escape" && !list.hidden) {
        close();
        event.preventDefault();
      } else if (event.key === "Enter" && !list.hidden && chosen) {
        go(chosen);
        event.preventDefault();
      }
    });
    form.addEventListener("submit", close);
    // A preview sets the page to what it was before scripts ran.
    document.addEventListener("rr:morphed", dress);
    dress();
    if (input.value && document.activeElement === input) {
      void suggest();
    }
  }

  for (const form of document.querySelectorAll("form[data-suggest]")) {
    if (form instanceof HTMLFormElement) {
      suggesting(form);
    }
  }
})();

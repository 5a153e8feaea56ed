// What makes reading easier where scripts run: notes shown beside their reference, citations copied,
// the part of the contents that is being read, the search. Without it everything is still there to be read.
// @ts-check
"use strict";
(() => {
  const GAP = 8;
  const EDGE = 16;
  const PATIENCE = 150;

  /** Notes, shown at their reference while the pointer or the focus is there. */
  function previews() {
    /** @type {HTMLElement | null} */
    let shown = null;
    /** @type {number | undefined} */
    let leaving;

    function hide() {
      window.clearTimeout(leaving);
      shown?.remove();
      shown = null;
    }

    function hideSoon() {
      window.clearTimeout(leaving);
      leaving = window.setTimeout(hide, PATIENCE);
    }

    /** @param {HTMLAnchorElement} call */
    function show(call) {
      const id = decodeURIComponent(call.hash.slice(1));
      const body = document.getElementById(id)?.querySelector(".note-body");
      hide();
      if (!body) {
        return;
      }
      const box = document.createElement("div");
      box.className = "preview";
      // The note itself stands further down and is read there: this is a picture of it.
      box.setAttribute("aria-hidden", "true");
      for (const node of body.cloneNode(true).childNodes) {
        box.append(node.cloneNode(true));
      }
      for (const element of box.querySelectorAll("[id]")) {
        element.removeAttribute("id");
      }
      for (const link of box.querySelectorAll("a")) {
        link.tabIndex = -1;
      }
      box.addEventListener("mouseenter", () => window.clearTimeout(leaving));
      box.addEventListener("mouseleave", hideSoon);
      document.body.append(box);
      place(box, call);
      shown = box;
    }

    /**
     * @param {HTMLElement} box
     * @param {HTMLElement} call
     */
    function place(box, call) {
      const at = call.getBoundingClientRect();
      const size = box.getBoundingClientRect();
      const most = document.documentElement.clientWidth - size.width - EDGE;
      const left = Math.max(EDGE, Math.min(at.left + at.width / 2 - size.width / 2, most));
      const isBelow = at.top - size.height - GAP < 0;
      const top = isBelow ? at.bottom + GAP : at.top - size.height - GAP;
      box.style.left = `${left + window.scrollX}px`;
      box.style.top = `${top + window.scrollY}px`;
    }

    /** @param {Event} event */
    function callOf(event) {
      const call = event.target instanceof Element ? event.target.closest("a.noteref") : null;
      return call instanceof HTMLAnchorElement ? call : null;
    }

    /** @param {Event} event */
    function come(event) {
      const call = callOf(event);
      if (call) {
        show(call);
      }
    }

    /** @param {Event} event */
    function go(event) {
      if (callOf(event)) {
        hideSoon();
      }
    }

    // On the document, since a preview may bring new references.
    document.addEventListener("mouseover", come);
    document.addEventListener("mouseout", go);
    document.addEventListener("focusin", come);
    document.addEventListener("focusout", go);
    document.addEventListener("click", (event) => callOf(event) && hide());
    document.addEventListener("rr:morphed", hide);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        hide();
      }
    });
  }

  /** A button that copies, beside each citation. */
  function copying() {
    for (const source of document.querySelectorAll("#rr-reference, .citation pre")) {
      if (source.nextElementSibling?.matches("button.copy")) {
        continue;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(source.textContent ?? "");
          button.textContent = "Copied";
        } catch {
          // Where the clipboard is out of reach, the words are at least selected.
          window.getSelection()?.selectAllChildren(source);
          button.textContent = "Selected";
        }
        window.setTimeout(() => (button.textContent = "Copy"), 2000);
      });
      source.after(button);
    }
  }

  /** @type {IntersectionObserver | undefined} */
  let reading;

  /** Marks the section that is being read. */
  function contents() {
    reading?.disconnect();
    /** @type {Map<Element, Element>} */
    const entries = new Map();
    for (const link of document.querySelectorAll(".contents a")) {
      const hash = link.getAttribute("href")?.slice(1) ?? "";
      const heading = document.getElementById(decodeURIComponent(hash));
      if (heading) {
        entries.set(heading, link);
      }
    }
    if (!entries.size) {
      return;
    }
    const headings = [...entries.keys()];
    const observer = (reading = new IntersectionObserver(
      () => {
        const line = window.innerHeight / 3;
        const current = headings.filter((heading) => heading.getBoundingClientRect().top < line).pop();
        for (const [heading, link] of entries) {
          if (heading === current) {
            link.setAttribute("aria-current", "true");
          } else {
            link.removeAttribute("aria-current");
          }
        }
      },
      { rootMargin: "0px 0px -66% 0px", threshold: [0, 1] },
    ));
    for (const heading of headings) {
      observer.observe(heading);
    }
  }

  /** A link that shows its own address need not tell it once more on paper. */
  function addresses() {
    /** @param {string | null} address */
    const bare = (address) => (address ?? "").trim().replace(/^https?:\/\//, "").replace(/\/$/, "");
    for (const link of document.querySelectorAll('.text a[href^="http"]')) {
      if (bare(link.textContent) === bare(link.getAttribute("href"))) {
        link.classList.add("address");
      }
    }
  }

  /** The list of ways closes when the reader goes on. */
  function browsing() {
    const list = document.querySelector("details.browse");
    if (!(list instanceof HTMLDetailsElement)) {
      return;
    }
    document.addEventListener("click", (event) => {
      if (event.target instanceof Node && !list.contains(event.target)) {
        list.open = false;
      }
    });
    list.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && list.open) {
        list.open = false;
        list.querySelector("summary")?.focus();
      }
    });
  }

  /** The search: its scripts are loaded by the first who means to search, or comes from there. */
  function searching() {
    const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
    /** @type {Map<string, Promise<unknown>>} */
    const loading = new Map();

    /** @param {string} name */
    function load(name) {
      const address = new URL(`search/${name}.js`, here).href;
      // A preview may have loaded it anew, with a mark at the end of its address.
      const isThere = [...document.scripts].some((one) => one.src.split("?")[0] === address);
      const loaded = loading.get(name) ?? (isThere ? Promise.resolve() : fetched(address));
      loading.set(name, loaded);
      return loaded;
    }

    /** @param {string} address */
    function fetched(address) {
      return new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.async = false;
        // No part of the page, which a preview compares with its next version.
        script.setAttribute("data-rr-added", "");
        script.src = address;
        script.addEventListener("load", resolve);
        script.addEventListener("error", reject);
        document.head.append(script);
      });
    }

    /**
     * The number of a dispatch leads straight to it, anything else to the search page.
     * @param {HTMLFormElement} form
     * @param {string} text
     */
    async function go(form, text) {
      try {
        await load("load");
        const url = await (await rrSearch.index()).direct(text);
        if (url) {
          location.assign(rrSearch.root + url);
          return;
        }
      } catch {
        // The search page says what is wrong.
      }
      form.submit();
    }

    document.addEventListener("submit", (event) => {
      const form = event.target;
      const text = form instanceof HTMLFormElement ? (new FormData(form).get("q")?.toString() ?? "") : "";
      if (form instanceof HTMLFormElement && form.dataset["suggest"] === "direct" && /\p{N}/u.test(text)) {
        event.preventDefault();
        void go(form, text);
      }
    });
    document.addEventListener("focusin", (event) => {
      if (event.target instanceof Element && event.target.closest("form[data-suggest]")) {
        void Promise.all([load("load"), load("box")]).catch(() => {});
      }
    });
    document.addEventListener("keydown", (event) => {
      const isWriting = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      const box = document.getElementById("rr-q");
      if (event.key === "/" && !isWriting && !event.ctrlKey && !event.metaKey && !event.altKey && box) {
        event.preventDefault();
        box.focus();
      }
    });
    if (document.querySelector(".dispatch") && new URLSearchParams(location.search).has("q")) {
      void Promise.all([load("load"), load("marks")]).catch(() => {});
    }
  }

  /** What depends on what the page holds. */
  function dress() {
    copying();
    contents();
    addresses();
  }

  previews();
  browsing();
  searching();
  dress();
  // A preview has brought the page up to date, and set it to what it was before scripts ran.
  document.addEventListener("rr:morphed", dress);
})();

// Reloads the page when the archive was rebuilt, and shows what keeps it from being rebuilt.
"use strict";

(() => {
  const POSITION = "rr-preview-position";
  let generation = 0;

  /** Puts the reader back to where they were before the reload. */
  function restore() {
    const kept = sessionStorage.getItem(POSITION);
    sessionStorage.removeItem(POSITION);
    if (kept !== null && !location.hash) scrollTo({ top: Number(kept), behavior: "instant" });
  }

  /**
   * @param {{place: string, message: string, excerpt: string, hint: string}[]} errors
   */
  function show(errors) {
    document.getElementById("rr-preview-errors")?.remove();
    if (!errors.length) return;
    const panel = document.createElement("section");
    panel.id = "rr-preview-errors";
    panel.setAttribute("role", "alert");
    for (const error of errors) {
      const entry = document.createElement("pre");
      entry.textContent = [`${error.place}: ${error.message}`, error.excerpt, error.hint].filter(Boolean).join("\n");
      panel.append(entry);
    }
    document.body.append(panel);
  }

  restore();
  const events = new EventSource("/rr-preview/events");
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    if (generation && state.generation !== generation) {
      sessionStorage.setItem(POSITION, String(scrollY));
      location.reload();
      return;
    }
    generation = state.generation;
    show(state.errors);
  };
})();

// Light or dark, as the reader chose last. Runs before the page is drawn, so that it does not flash.
// @ts-check
"use strict";
(() => {
  const KEY = "reading-room-theme";
  const root = document.documentElement;
  // For the style sheet: what only scripts can do is offered where they run.
  root.dataset["scripts"] = "";
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  /** Storage may be forbidden, from file:// or by the reader's settings; then the choice lasts a page. */
  function remembered() {
    try {
      return window.localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  /** @param {string} theme */
  function remember(theme) {
    try {
      window.localStorage.setItem(KEY, theme);
    } catch {
      // See remembered().
    }
  }

  /** @returns {"light" | "dark"} */
  function current() {
    const chosen = root.dataset["theme"];
    if (chosen === "light" || chosen === "dark") {
      return chosen;
    }
    return system.matches ? "dark" : "light";
  }

  const before = remembered();
  if (before === "light" || before === "dark") {
    root.dataset["theme"] = before;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("rr-theme");
    if (!button) {
      return;
    }
    const name = () => {
      button.textContent = current() === "dark" ? "Light" : "Dark";
      button.setAttribute("aria-label", current() === "dark" ? "Light colours" : "Dark colours");
    };
    const present = () => {
      name();
      button.hidden = false;
    };
    present();
    // A preview sets the page to what it was before scripts ran.
    document.addEventListener("rr:morphed", present);
    system.addEventListener("change", name);
    button.addEventListener("click", () => {
      const next = current() === "dark" ? "light" : "dark";
      root.dataset["theme"] = next;
      remember(next);
      name();
    });
  });
})();

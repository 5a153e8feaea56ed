// Narrowing down by time: a chart of years to drag over, two handles for the keyboard, two boxes for exact days.
// @ts-check
"use strict";

const rrYears = (() => {
  const MOST_BARS = 60;
  const WIDTHS = [1, 2, 5, 10, 20, 50, 100, 200, 500];
  const LEAST_HEIGHT = 4;
  const PAUSE = 450;
  const SVG = "http://www.w3.org/2000/svg";
  /** How far an arrow key, and page up and down, move a handle. */
  const STEPS = new Map([["ArrowLeft", -1], ["ArrowDown", -1], ["ArrowRight", 1], ["ArrowUp", 1], ["PageDown", -10], ["PageUp", 10]]);

  /**
   * @param {HTMLElement} place
   * @param {(from: string, to: string) => void} choose
   */
  function years(place, choose) {
    const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (place.querySelector(selector));
    const [box, chart, range] = [part(".timeline-box"), part(".histogram"), part(".histogram-range")];
    const drawing = /** @type {SVGElement} */ (place.querySelector(".histogram-bars"));
    const thumbs = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(".histogram-thumb")]);
    const ends = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(".histogram-ends span")]);
    const form = /** @type {HTMLFormElement} */ (place.querySelector("form"));
    const from = /** @type {HTMLInputElement} */ (place.querySelector("#rr-from"));
    const to = /** @type {HTMLInputElement} */ (place.querySelector("#rr-to"));

    let first = 0;
    let width = 1;
    /** @type {number[]} */
    let counts = [];
    /** Bars from the first to the last that are chosen. */
    let chosen = [0, 0];
    /** @type {number | null} where a drag began */
    let began = null;
    /** @type {number | undefined} */
    let waiting;

    /**
     * @param {[number, number][]} given years, ascending, with how many dispatches
     * @param {string} start
     * @param {string} end
     */
    function show(given, start, end) {
      from.value = start;
      to.value = end;
      box.hidden = given.length < 2;
      if (box.hidden) {
        return;
      }
      const [earliest, latest] = [given[0]?.[0] ?? 0, given.at(-1)?.[0] ?? 0];
      width = WIDTHS.find((one) => Math.floor(latest / one) - Math.floor(earliest / one) < MOST_BARS) ?? 1000;
      first = Math.floor(earliest / width) * width;
      counts = Array(Math.floor(latest / width) - first / width + 1).fill(0);
      for (const [year, count] of given) {
        counts[barOf(year)] += count;
      }
      chosen = [start ? clamp(barOf(yearOf(start))) : 0, end ? clamp(barOf(yearOf(end))) : counts.length - 1];
      ends[0]?.replaceChildren(String(first));
      ends[1]?.replaceChildren(String(Math.min(first + counts.length * width - 1, Math.max(latest, first))));
      draw();
    }

    const yearOf = (/** @type {string} */ date) => Number.parseInt(date, 10);
    const barOf = (/** @type {number} */ year) => Math.floor(year / width) - first / width;
    const clamp = (/** @type {number} */ bar) => Math.max(0, Math.min(counts.length - 1, bar));
    const firstYear = (/** @type {number} */ bar) => first + bar * width;
    const lastYear = (/** @type {number} */ bar) => firstYear(bar) + width - 1;

    function draw() {
      const highest = Math.max(...counts);
      drawing.setAttribute("viewBox", `0 0 ${counts.length} 100`);
      drawing.replaceChildren(...counts.map((count, place) => bar(place, count && Math.max(LEAST_HEIGHT, (100 * count) / highest))));
      select(chosen[0] ?? 0, chosen[1] ?? 0);
    }

    /**
     * @param {number} place
     * @param {number} height
     */
    function bar(place, height) {
      const made = document.createElementNS(SVG, "rect");
      const numbers = { x: place + 0.08, y: 100 - height, width: 0.84, height };
      for (const [name, value] of Object.entries(numbers)) {
        made.setAttribute(name, String(value));
      }
      return made;
    }

    /**
     * @param {number} low
     * @param {number} high
     */
    function select(low, high) {
      chosen = [low, high];
      const share = 100 / counts.length;
      range.hidden = low === 0 && high === counts.length - 1;
      range.style.left = `${low * share}%`;
      range.style.width = `${(high - low + 1) * share}%`;
      [...drawing.children].forEach((one, place) => one.classList.toggle("chosen", low <= place && place <= high));
      thumbs.forEach((thumb, place) => {
        const year = place ? lastYear(high) : firstYear(low);
        thumb.style.left = `${(place ? high + 1 : low) * share}%`;
        thumb.setAttribute("aria-valuemin", String(firstYear(0)));
        thumb.setAttribute("aria-valuemax", String(lastYear(counts.length - 1)));
        thumb.setAttribute("aria-valuenow", String(year));
      });
    }

    /** Tells what is chosen; all of it is no choice. */
    function tell() {
      const [low = 0, high = 0] = chosen;
      choose(low > 0 ? String(firstYear(low)) : "", high < counts.length - 1 ? String(lastYear(high)) : "");
    }

    /** @param {PointerEvent} event */
    function barAt(event) {
      const { left, width: wide } = chart.getBoundingClientRect();
      return clamp(Math.floor(((event.clientX - left) / wide) * counts.length));
    }

    /** @type {number[]} */
    let before = [];
    chart.addEventListener("pointerdown", (event) => {
      if (event.button === 0) {
        const thumb = thumbs.indexOf(/** @type {HTMLElement} */ (event.target));
        before = chosen;
        // A handle is drawn from the other end, anything else from where it is.
        began = thumb < 0 ? barAt(event) : (chosen[1 - thumb] ?? 0);
        chart.setPointerCapture(event.pointerId);
        if (thumb < 0) {
          select(began, began);
        }
      }
    });
    chart.addEventListener("pointermove", (event) => {
      if (began !== null) {
        select(Math.min(began, barAt(event)), Math.max(began, barAt(event)));
      }
    });
    chart.addEventListener("pointerup", () => {
      if (began !== null) {
        began = null;
        tell();
      }
    });
    chart.addEventListener("pointercancel", () => {
      began = null;
      select(before[0] ?? 0, before[1] ?? 0);
    });
    thumbs.forEach((thumb, place) =>
      thumb.addEventListener("keydown", (event) => {
        const [low = 0, high = 0] = chosen;
        const own = place ? high : low;
        const ends = new Map([["Home", 0], ["End", counts.length - 1]]);
        const step = STEPS.get(event.key);
        const next = ends.get(event.key) ?? (step === undefined ? undefined : clamp(own + step));
        if (next !== undefined) {
          event.preventDefault();
          place ? select(low, Math.max(low, next)) : select(Math.min(next, high), high);
          window.clearTimeout(waiting);
          waiting = window.setTimeout(tell, PAUSE);
        }
      }),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      choose(from.value.trim(), to.value.trim());
    });

    return { show };
  }

  return years;
})();

// The page that is looked at: fetched again, and changed in place.

/**
 * The scripts of a page and its policy, which take effect once, when a page is loaded, but for those that
 * scripts of the theme have loaded later.
 * @param {Document} page
 */
function fixtures(page) {
  const scripts = [...page.scripts].filter((script) => !isOurs(script)).map((script) => script.src).filter(Boolean);
  const policy = page.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content");
  return JSON.stringify([scripts, policy]);
}

/**
 * Puts the focus back to where it was, if it was lost with its element's place in the page.
 * @param {Element | null} focused
 */
function keepFocus(focused) {
  if (!(focused instanceof HTMLElement) || focused === document.body || !focused.isConnected) return;
  if (document.activeElement !== focused) focused.focus({ preventScroll: true });
}

/**
 * Shows another version of the page; scripts of the theme hear of it and set up what is new.
 * @param {Document} next
 */
function showPage(next) {
  if (fixtures(document) !== fixtures(next)) {
    location.reload();
    return;
  }
  const focused = document.activeElement;
  morphAttributes(document.documentElement, next.documentElement);
  morphNode(document.head, next.head);
  morphNode(document.body, next.body);
  document.dispatchEvent(new CustomEvent("rr:morphed"));
  keepFocus(focused);
}

/**
 * @param {string} tag of the version that is known, empty if none is
 * @returns {Promise<{status: number, tag: string, text: string} | null>} null while the preview is out of reach
 */
async function fetchPage(tag) {
  /** @type {Record<string, string>} */
  const headers = tag ? { "If-None-Match": tag } : {};
  try {
    const answer = await fetch(location.pathname + location.search, { headers, cache: "no-store" });
    return { status: answer.status, tag: answer.headers.get("ETag") ?? "", text: await answer.text() };
  } catch {
    return null;
  }
}

/**
 * Asks for the page at this address again.
 * @param {string} tag of the version that is shown
 * @param {boolean} isBroken whether an error keeps it out of the archive; what is shown then stays
 * @returns {Promise<{tag: string, problem: string} | null>} what is shown now, and what kept it from being
 *   rendered; null while the preview is out of reach
 */
async function refreshPage(tag, isBroken) {
  const isTrouble = document.documentElement.hasAttribute("data-rr-trouble");
  const answer = await fetchPage(tag);
  if (!answer) return null;
  if (answer.status === 304) return { tag, problem: "" };
  if (answer.status === 404 && isBroken) return { tag: "", problem: "" };
  const next = new DOMParser().parseFromString(answer.text, "text/html");
  const problem = next.querySelector("#rr-preview-errors");
  if (problem && !isTrouble) return { tag: "", problem: problem.outerHTML };
  showPage(next);
  return { tag: answer.tag, problem: "" };
}

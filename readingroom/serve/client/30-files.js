// Files that pages load: style sheets and images are exchanged where they stand.

/**
 * The address of a file of the archive; empty for what is none.
 * @param {string} address as a page gives it
 */
function inArchive(address) {
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin ? decodeURIComponent(url.pathname.slice(1)) : "";
  } catch {
    return "";
  }
}

/**
 * Loads a style sheet beside the one that it replaces, which stays until then: nothing flashes.
 * @param {HTMLLinkElement} old
 * @param {number} generation
 */
function swapStyle(old, generation) {
  for (let other = old.nextElementSibling; other && isOurs(other); other = old.nextElementSibling) other.remove();
  const next = /** @type {HTMLLinkElement} */ (old.cloneNode());
  next.setAttribute("href", `${withoutMark(old.getAttribute("href") ?? "")}?rr=${generation}`);
  next.setAttribute(OURS, "");
  next.addEventListener("load", () => {
    old.remove();
    next.removeAttribute(OURS);
  });
  next.addEventListener("error", () => next.remove());
  old.after(next);
}

/**
 * Whether a script that this page runs is among the changed files: it cannot be taken back.
 * @param {Set<string>} changed
 */
function runsAnyOf(changed) {
  return [...document.scripts].some((script) => changed.has(inArchive(script.src)));
}

/**
 * Shows changed files where they are used.
 * @param {Set<string>} changed
 * @param {number} generation
 */
function swapFiles(changed, generation) {
  // What a style sheet loads, a font say, is loaded anew with it.
  const isOfStyle = [...changed].some((file) => file.startsWith("assets/") && !/\.(css|js)$/.test(file));
  for (const link of document.querySelectorAll(`link[rel=stylesheet]:not([${OURS}])`)) {
    if (!(link instanceof HTMLLinkElement) || link.closest("#rr-preview")) continue;
    if (isOfStyle || changed.has(inArchive(link.href))) swapStyle(link, generation);
  }
  for (const image of document.images) {
    const address = image.getAttribute("src") ?? "";
    if (changed.has(inArchive(address))) image.setAttribute("src", `${withoutMark(address)}?rr=${generation}`);
  }
}

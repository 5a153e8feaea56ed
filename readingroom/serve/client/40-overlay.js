// What keeps the archive from being built, or this page from being rendered, over the last good page.

const overlay = {
  /** Where it stands: beside the body, so that no page changes it. */
  host: document.createElement("div"),
  /** What it shows. */
  shown: "",
  /** What the reader has closed, and need not see again. */
  closed: "",
};
overlay.host.id = "rr-preview";
overlay.host.setAttribute(OURS, "");

/** Closes the overlay until there is something else to tell. */
function closeOverlay() {
  overlay.closed = overlay.shown;
  overlay.host.querySelector("#rr-preview-errors")?.remove();
}

/**
 * @param {string[]} problems each as the preview has written it, empty where there is none
 */
function showOverlay(problems) {
  const html = problems.filter(Boolean).join("");
  if (html === overlay.shown) return;
  overlay.shown = html;
  overlay.host.querySelector("#rr-preview-errors")?.remove();
  if (!html || html === overlay.closed) return;
  overlay.closed = "";
  const [first, ...others] = new DOMParser().parseFromString(html, "text/html").querySelectorAll("section");
  if (!first) return;
  for (const other of others) first.querySelector("ol")?.append(...other.querySelectorAll("li"));
  first.querySelector("button")?.addEventListener("click", closeOverlay);
  overlay.host.append(document.adoptNode(first));
}

/** Puts the overlay's place and its style sheet into the page, once. */
function prepareOverlay() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/rr-preview/preview.css";
  overlay.host.append(style);
  document.documentElement.append(overlay.host);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && overlay.host.querySelector("#rr-preview-errors")) closeOverlay();
  });
}

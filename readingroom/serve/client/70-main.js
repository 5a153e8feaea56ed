// From what the preview tells to what the tab shows.

/** How long after a failure we try again. */
const PAUSE = 1000;

/** This page as it was loaded; every page of the preview says it at the script's own element. */
const loaded = document.querySelector("script[data-rr-generation]");

const tab = {
  server: loaded?.getAttribute("data-rr-server") ?? "",
  generation: Number(loaded?.getAttribute("data-rr-generation") ?? 0),
  tag: loaded?.getAttribute("data-rr-tag") ?? "",
  /** What kept this page from being rendered. */
  problem: "",
  /** @type {State | null} what is still to be shown; of several only the newest */
  waiting: null,
  isBusy: false,
};

/** The address of this page in the archive. */
function ownAddress() {
  return inArchive(location.pathname).replace(/(^|\/)$/, "$1index.html");
}

/**
 * Goes where the editor is, if this is the tab that follows.
 * @param {State} state
 * @param {number} before the generation that was shown
 */
function isLeaving({ opens }, before) {
  if (!opens || opens.generation <= before || !isInFront()) return false;
  if (inArchive(opens.address) === ownAddress()) return false;
  location.assign(opens.address);
  return true;
}

/**
 * @param {State} state
 * @returns {Promise<boolean>} whether it is shown; else the preview is out of reach
 */
async function show(state) {
  const before = tab.generation;
  if (state.server !== tab.server) {
    location.reload();
    return true;
  }
  if (state.generation > before) {
    const changed = new Set(Object.keys(state.files).filter((file) => (state.files[file] ?? 0) > before));
    if (isLeaving(state, before)) return true;
    if (runsAnyOf(changed)) {
      location.reload();
      return true;
    }
    const shown = await refreshPage(tab.tag, state.broken.includes(ownAddress()));
    if (!shown) return false;
    swapFiles(changed, state.generation);
    Object.assign(tab, shown, { generation: state.generation });
    document.dispatchEvent(new CustomEvent("rr:saved"));
  }
  showOverlay([state.errors, tab.problem]);
  return true;
}

/**
 * Shows what the preview told; while it is out of reach or the network asleep, a little later.
 * @param {State} state
 */
async function hear(state) {
  tab.waiting = state;
  if (tab.isBusy) return;
  tab.isBusy = true;
  try {
    while (tab.waiting) {
      const next = tab.waiting;
      tab.waiting = null;
      if (!(await show(next))) window.setTimeout(() => tab.waiting || hear(next), PAUSE);
    }
  } catch {
    location.reload(); // whatever it was, the page as it is now is shown
  }
  tab.isBusy = false;
}

prepareOverlay();
watchFront();
listen(hear);

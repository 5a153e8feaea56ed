// Which tab follows the editor: the one that was last looked at, else the one that leads.

const FRONT = "rr-preview-front";
const tabName = `${Date.now()}-${Math.random()}`;

/** @param {(storage: Storage) => void} use storage may be forbidden; then the leading tab follows */
function withStorage(use) {
  try {
    use(window.localStorage);
  } catch {
    // See above.
  }
}

function comeToFront() {
  if (document.visibilityState === "visible") withStorage((storage) => storage.setItem(FRONT, tabName));
}

function isInFront() {
  let front = "";
  withStorage((storage) => (front = storage.getItem(FRONT) ?? ""));
  return front ? front === tabName : tabs.stream !== null;
}

/** Begins to note which tab is looked at. */
function watchFront() {
  comeToFront();
  window.addEventListener("focus", comeToFront);
  document.addEventListener("visibilitychange", comeToFront);
  window.addEventListener("pagehide", () =>
    withStorage((storage) => storage.getItem(FRONT) === tabName && storage.removeItem(FRONT)),
  );
}

// One connection however many tabs: browsers allow six to a host. One tab listens to the preview and tells
// the others; when it goes, or falls asleep, another takes its place.

/**
 * @typedef {object} State What the preview tells: all there is to know, so that no message is ever missed.
 * @property {string} server which run of the preview this is
 * @property {number} generation
 * @property {Record<string, number>} files the generation in which files last changed
 * @property {string} errors what is wrong, as HTML
 * @property {string[]} broken addresses of pages that are missing for an error in their source
 * @property {{generation: number, address: string}} [opens] the page of the file that was saved last
 */

const SILENCE = 40_000;
const DOUBT = 20_000;
const ANSWER = 2_000;

const tabs = {
  channel: new BroadcastChannel("rr-preview"),
  /** @type {EventSource | null} while this tab leads */
  stream: null,
  /** @type {State | null} */
  latest: null,
  /** When the preview was last heard. */
  heard: 0,
  /** When the leading tab last answered. */
  answered: 0,
};

/**
 * Listens to the preview, from the beginning.
 * @param {(state: State) => void} hear
 */
function connect(hear) {
  tabs.stream?.close();
  const stream = new EventSource("/rr-preview/events");
  tabs.stream = stream;
  tabs.heard = Date.now();
  stream.addEventListener("beat", () => (tabs.heard = Date.now()));
  stream.addEventListener("message", (event) => {
    tabs.heard = Date.now();
    const state = /** @type {State} */ (JSON.parse(event.data));
    tabs.latest = state;
    tabs.channel.postMessage({ state });
    hear(state);
  });
  stream.addEventListener("error", () => {
    if (stream.readyState !== EventSource.CLOSED) return;
    window.setTimeout(() => tabs.stream === stream && connect(hear), 1000);
  });
}

/**
 * Stands in line to lead; whoever is asleep is passed over.
 * @param {(state: State) => void} hear
 * @param {boolean} steal
 */
function standForLead(hear, steal = false) {
  if (!navigator.locks) {
    connect(hear);
    return;
  }
  const ended = () => {
    tabs.stream?.close();
    tabs.stream = null;
    standForLead(hear);
  };
  const lead = () => {
    connect(hear);
    return new Promise(() => {});
  };
  navigator.locks.request("rr-preview", { steal }, lead).catch(ended);
}

/**
 * Looks whether we still hear the preview, after sleep say.
 * @param {(state: State) => void} hear
 */
function makeSure(hear) {
  if (tabs.stream) {
    if (Date.now() - tabs.heard > DOUBT) connect(hear);
    return;
  }
  const asked = Date.now();
  tabs.channel.postMessage({ hello: true });
  window.setTimeout(() => {
    if (!tabs.stream && tabs.answered < asked && document.visibilityState === "visible") standForLead(hear, true);
  }, ANSWER);
}

/**
 * Hears of every generation of the preview from now on, by whichever tab.
 * @param {(state: State) => void} hear
 */
function listen(hear) {
  tabs.channel.addEventListener("message", ({ data }) => {
    if (data.hello && tabs.stream && tabs.latest) tabs.channel.postMessage({ state: tabs.latest });
    if (!data.state) return;
    tabs.answered = Date.now();
    hear(data.state);
  });
  standForLead(hear);
  makeSure(hear);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && makeSure(hear));
  window.addEventListener("online", () => makeSure(hear));
  window.addEventListener("pageshow", (event) => event.persisted && makeSure(hear));
  window.setInterval(() => {
    if (tabs.stream && Date.now() - tabs.heard > SILENCE) connect(hear);
  }, 5000);
}

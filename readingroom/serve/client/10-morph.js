// Turns a tree of nodes into another one in place: what stays the same stays the very node that it was,
// and with it focus, selection, scroll positions and typed text.

/** Marks nodes of the preview's own, which are no part of the page. */
const OURS = "data-rr-preview";
/** Marks scripts that scripts of the theme have loaded, which no version of the page has either. */
const ADDED = "data-rr-added";

/**
 * The address of a file without the mark by which it was loaded anew.
 * @param {string} address
 */
function withoutMark(address) {
  return address.replace(/\?rr=\d+$/, "");
}

/**
 * An address as seen from this page, without the mark; one that makes no sense stays as it is.
 * @param {string} address
 */
function wholeAddress(address) {
  try {
    return new URL(withoutMark(address), location.href).href;
  } catch {
    return address;
  }
}

/**
 * What tells an element from its siblings: its id, or what it is for, in the head. Empty if nothing does.
 * @param {Node} node
 */
function keyOf(node) {
  if (!(node instanceof Element)) return "";
  if (node.id) return `#${node.id}`;
  /** @param {string} name */
  const own = (name) => node.getAttribute(name) ?? "";
  switch (node.localName) {
    case "meta":
      return `meta ${own("name")} ${own("property")} ${own("http-equiv")}`;
    case "link":
      return `link ${own("rel")} ${wholeAddress(own("href"))}`;
    case "script":
      return `script ${wholeAddress(own("src"))} ${own("type")}`;
    default:
      return "";
  }
}

/** @param {Node} node */
function isOurs(node) {
  return node instanceof Element && (node.hasAttribute(OURS) || node.hasAttribute(ADDED));
}

/**
 * Which of the old elements becomes which new one: first by key, then by type and text, then by type and order.
 * @param {ChildNode[]} olds
 * @param {ChildNode[]} nexts
 * @returns {Map<ChildNode, ChildNode>} old nodes by new ones
 */
function pairUp(olds, nexts) {
  /** @type {Map<ChildNode, ChildNode>} */
  const pairs = new Map();
  /** @type {Set<ChildNode>} */
  const left = new Set(olds.filter((node) => node instanceof Element));
  const kept = new Set(nexts.map(keyOf));
  /** @param {ChildNode} node */
  const isOpen = (node) => {
    const key = keyOf(node);
    return node instanceof Element && (!key || key.startsWith("#"));
  };
  /**
   * @param {(node: ChildNode) => string} trait
   * @param {(node: ChildNode) => boolean} mayBecome
   */
  const pairBy = (trait, mayBecome) => {
    /** @type {Map<string, ChildNode[]>} */
    const waiting = new Map();
    for (const old of left) {
      if (!mayBecome(old)) continue;
      const found = waiting.get(trait(old));
      if (found) found.push(old);
      else waiting.set(trait(old), [old]);
    }
    for (const next of nexts) {
      if (pairs.has(next) || !mayBecome(next)) continue;
      const old = waiting.get(trait(next))?.shift();
      if (!old) continue;
      pairs.set(next, old);
      left.delete(old);
    }
  };
  pairBy((node) => `${node.nodeName} ${keyOf(node)}`, (node) => keyOf(node) !== "");
  /** @param {ChildNode} node */
  const isFree = (node) => isOpen(node) && !(left.has(node) && keyOf(node) && kept.has(keyOf(node)));
  pairBy((node) => `${node.nodeName} ${node.textContent}`, isFree);
  pairBy((node) => node.nodeName, isFree);
  return pairs;
}

/**
 * Moves a node without its losing focus or state, where the browser can.
 * @param {Node} parent
 * @param {Node} node
 * @param {Node | null} before
 */
function moveNode(parent, node, before) {
  const able = /** @type {{moveBefore?: (node: Node, before: Node | null) => void}} */ (parent);
  if (able.moveBefore) able.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

/**
 * @param {Node} parent
 * @param {Node} wanted the same element of the new page
 */
function morphChildren(parent, wanted) {
  const olds = [...parent.childNodes].filter((node) => !isOurs(node));
  const nexts = [...wanted.childNodes].filter((node) => !isOurs(node));
  while (olds[0] && nexts[0] && olds[0].isEqualNode(nexts[0])) {
    olds.shift();
    nexts.shift();
  }
  let end = null;
  for (;;) {
    const [old, next] = [olds.at(-1), nexts.at(-1)];
    if (!old || !next || !old.isEqualNode(next)) break;
    end = old;
    olds.pop();
    nexts.pop();
  }
  const pairs = pairUp(olds, nexts);
  const spokenFor = new Set(pairs.values());
  // Old nodes that still stand where they stood, in order; whoever is moved leaves the line.
  const line = new Set(olds);
  const first = () => /** @type {ChildNode | undefined} */ (line.values().next().value);
  /** @param {ChildNode} node */
  const drop = (node) => {
    line.delete(node);
    parent.removeChild(node);
  };
  for (const next of nexts) {
    const old = pairs.get(next);
    if (old) {
      for (let head = first(); head && head !== old && !spokenFor.has(head); head = first()) drop(head);
      if (first() !== old) moveNode(parent, old, first() ?? end);
      line.delete(old);
      morphNode(old, next);
      continue;
    }
    const head = first();
    if (head && next instanceof CharacterData && head.nodeType === next.nodeType) {
      line.delete(head);
      morphNode(head, next);
    } else {
      parent.insertBefore(document.importNode(next, true), head ?? end);
    }
  }
  for (const node of line) drop(node);
}

/**
 * Changes only those letters that differ, so that a selection stays on its words.
 * @param {CharacterData} old
 * @param {string} text
 */
function morphText(old, text) {
  const before = old.data;
  const most = Math.min(before.length, text.length);
  let start = 0;
  while (start < most && before[start] === text[start]) start++;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === text.at(-1 - tail)) tail++;
  if (start + tail < Math.max(before.length, text.length)) {
    old.replaceData(start, before.length - start - tail, text.slice(start, text.length - tail));
  }
}

/**
 * Whether an attribute is the reader's or the preview's rather than the page's.
 * @param {Element} old
 * @param {string} name
 * @param {string | null} value that the new page gives it
 */
function isKept(old, name, value) {
  if (name === "open") return old.localName === "details" || old.localName === "dialog";
  if (value === null || !["img", "link", "script"].includes(old.localName)) return false;
  // One file may have several addresses, as seen from here; to change them would load it again.
  const isAddress = name === "src" || name === "href";
  return isAddress && wholeAddress(old.getAttribute(name) ?? "") === wholeAddress(value);
}

/**
 * @param {Element} old
 * @param {Element} next
 */
function morphAttributes(old, next) {
  for (const attribute of next.attributes) {
    const { name, value } = attribute;
    if (old.getAttribute(name) !== value && !isKept(old, name, value)) {
      old.setAttributeNode(/** @type {Attr} */ (attribute.cloneNode()));
    }
  }
  // What scripts have set on the root, a colour scheme say, no page takes back.
  if (old === document.documentElement) return;
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !isKept(old, name, null)) old.removeAttribute(name);
  }
}

/**
 * @param {Node} old
 * @param {Node} next of the same type
 */
function morphNode(old, next) {
  if (old instanceof Element && next instanceof Element) {
    if (old.isEqualNode(next)) return;
    morphAttributes(old, next);
    morphChildren(old, next);
  } else if (old instanceof CharacterData && next instanceof CharacterData) {
    morphText(old, next.data);
  }
}

// The search engine of the pages, run by Node: node engine.js OUTPUT < requests > answers.
// A request is a line of JSON, [method, …arguments]; so is an answer. The files of the index come as in a
// browser that reads a folder: by script elements.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const readline = require("node:readline");

const assets = path.join(__dirname, "..", "templates", "assets", "search", "engine.min.js");
const output = process.argv[2];

/** Runs the script that an element names, then tells it. */
function append(element) {
  setImmediate(() => {
    const name = element.src.split("?")[0];
    const file = path.join(output, name);
    if (!fs.existsSync(file)) {
      element.listeners.error();
      return;
    }
    vm.runInContext(fs.readFileSync(file, "utf8"), context, { filename: file });
    element.listeners.load();
  });
}

const document = {
  baseURI: "file:///archive/search.html",
  head: { append },
  createElement: () => ({
    listeners: {},
    addEventListener(name, listener) {
      this.listeners[name] = listener;
    },
    remove() {},
    setAttribute() {},
  }),
};
const context = vm.createContext({ document, URL, URLSearchParams, Blob, Response, DecompressionStream, atob });
for (const script of fs.readdirSync(assets).sort()) {
  const file = path.join(assets, script);
  vm.runInContext(fs.readFileSync(file, "utf8"), context, { filename: file });
}

const { ReadingRoomSearch: engine, rrWords, rrQuestion, rrScore } = context;

/** What the index has no question for. */
const parts = {
  bucket: rrWords.bucket,
  decoded: (code) => [...rrWords.decoded(code)],
  distance: engine.distance,
  idf: rrScore.idf,
  lengths: () => rrWords.LENGTHS,
  log2: rrScore.log2,
  range: rrQuestion.rangeOf,
  weights: () => rrScore.weights,
  tree: (question, shipped, fields) => {
    const characters = new rrWords.Characters(shipped);
    return rrQuestion.parse(question, characters, rrQuestion.fieldsByName(fields, characters));
  },
  words: (text, shipped) => new rrWords.Characters(shipped).words(text).map(({ surface, variants }) => [surface, ...variants]),
};

async function main() {
  let index;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [method, ...given] = JSON.parse(line);
    let answer;
    try {
      if (method in parts) {
        answer = parts[method](...given);
      } else {
        index ??= await engine.open("");
        answer = await index[method](...given);
      }
    } catch (error) {
      answer = { error: error.name, message: error.message, stack: error.stack };
    }
    process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);
  }
}

main();

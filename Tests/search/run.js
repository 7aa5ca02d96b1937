// Answers the queries of examples.json by the page's own search, and prints them as one JSON object: paths by query. The
// page's script runs against a document that does nothing.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const script = readFileSync(join(__dirname, "../../Sources/PageAssets/page.js"), "utf8");
const examples = JSON.parse(readFileSync(join(__dirname, "examples.json"), "utf8"));

const nothing = new Proxy(function nothing() {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "" : key === "then" ? undefined : nothing),
  set: () => true,
  apply: () => nothing,
  construct: () => nothing,
});
const context = vm.createContext({
  Intl, URL, document: nothing, window: nothing, history: nothing, performance: nothing, localStorage: { getItem: () => null },
  location: { hash: "", search: "", pathname: "/", protocol: "http:" }, requestAnimationFrame: () => {}, setTimeout: () => 0, clearTimeout: () => {},
  fetch: () => new Promise(() => {}),
});
context.URL = class { constructor() { this.pathname = "/"; this.href = "/"; } };
context.URLSearchParams = class { get() { return null; } };
vm.runInContext(script, context);

const rows = (kind) => examples.topics.filter((topic) => topic.kind === kind).map((topic) => [
  topic.name, topic.slug, ...(topic.code ? [topic.code] : []), topic.events, "2026-11-01", topic.aliases ?? [],
  topic.demonyms ?? [],
]);
context.data = {
  title: "News", language: "en", formats: ["atom"], all: ["News", 1, "2026-11-01"],
  countries: rows("country"), combined: rows("topic"), entities: rows("entity"),
};
context.queries = Object.keys(examples.queries);
console.log(vm.runInContext(`
  readTopics(data);
  JSON.stringify(Object.fromEntries(queries.map((text) => [text, search(text).map(([topic]) => topic.path)])))
`, context));

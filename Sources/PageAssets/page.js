// The page to find topics and subscribe to their feeds. It loads assets/topics.json once, and for a topic its feed and
// its months. Names and texts of others reach the document as text only, never as markup.
"use strict";

const PAGE_OF_RESULTS = 50;
const PAGE_OF_EVENTS = 10;
const SUMMARY_LENGTH = 320;
const FORMATS = {
  atom: ["Atom", "application/atom+xml"],
  rss: ["RSS", "application/rss+xml"],
  json: ["JSON", "application/feed+json"],
};

const view = document.getElementById("view");
const main = document.getElementById("main");
const query = document.getElementById("query");
const live = document.getElementById("live");
const siteTitle = document.title;

/** What topics.json holds, in the form in which the page uses it; set once, by `start`. */
const site = { formats: [], language: "", topics: [], byPath: new Map(), byName: new Map(), all: null };

// Elements

/** Makes an element of attributes (functions are listeners; null, undefined and false are left out) and children. */
function element(name, attributes, ...children) {
  return furnish(document.createElement(name), attributes, children);
}

/** Makes an SVG element, likewise. */
function drawing(name, attributes, ...children) {
  return furnish(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function furnish(made, attributes, children) {
  const there = (value) => value !== null && value !== undefined && value !== false;
  for (const [key, value] of Object.entries(attributes).filter(([, value]) => there(value))) {
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter(there));
  return made;
}

function button(label, classes, click) {
  return element("button", { type: "button", class: `button ${classes}`, click }, label);
}

function list(classes, items) {
  return element("ul", { class: classes, role: "list" }, ...items);
}

/** Text for those who hear the page. */
function hidden(text) {
  return element("span", { class: "unseen" }, text);
}

/** A paragraph in a softer colour. */
function note(...children) {
  return element("p", { class: "soft" }, ...children);
}

/** A name or text of the archive: in the archive's language, and in its own direction. */
function foreign(content, tag = "bdi") {
  return element(tag, { lang: site.language, dir: "auto" }, content);
}

function announce(text) {
  live.textContent = "";
  // A message that equals the last one is read again only if the region was empty in between.
  requestAnimationFrame(() => { live.textContent = text; });
}

// Words, numbers and dates

const numbers = new Intl.NumberFormat("en");
const dates = (parts) => new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone: "UTC", ...parts });
const days = dates({ day: "numeric", month: "long" });
const shortDays = dates({ day: "numeric", month: "short" });
const monthNames = dates({ month: "long" });

function counted(count, one, many) {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}

function dayText(day, format = shortDays) {
  const date = new Date(day);
  return Number.isNaN(date.getTime()) ? "" : format.format(date);
}

/** Letters that Unicode does not take apart into a plain letter and an accent. */
const LETTERS = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ŋ: "n", ŧ: "t", ĸ: "k", ə: "e",
  ς: "σ",
};
const MARKS = { "&": " and ", "+": " plus ", "#": " sharp " };

/**
 * Text as it is searched: without case, accents and punctuation, as feedgen itself compares names (EntityKey). A text of
 * nothing else is only lower-cased.
 */
function fold(text) {
  const lower = text.toLowerCase();
  if (/^[a-z0-9]+(?: [a-z0-9]+)*$/.test(lower)) return lower;
  const joined = lower.replace(/['.‘’ʻʼʾʿ]/g, "").replace(/[&+#]/g, (mark) => MARKS[mark]);
  // Most names are ASCII, for which there are quicker ways than Unicode's.
  const spaced = /^[\0-\x7f]*$/.test(joined) ? joined.replace(/[^a-z0-9]+/g, " ")
    : joined.normalize("NFKD").replace(/[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/g, "")
      .replace(/[ßæœøđðþłħıŋŧĸəς]/g, (letter) => LETTERS[letter]).toLowerCase()
      .replace(/[^\p{L}\p{N}\p{Mn}\p{Mc}]+/gu, " ").normalize("NFC");
  return spaced.trim() || lower.trim();
}

/** The flag of a country: letters of the alphabet of flags, which a platform without flags shows as letters. */
function flag(topic) {
  if (!/^[A-Z]{2}$/.test(topic.code ?? "")) return null;
  const letters = [...topic.code].map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 65);
  return element("span", { class: "flag", "aria-hidden": "true" }, String.fromCodePoint(...letters));
}

// Topics

/**
 * Reads topics.json. Topics with most events come first, so that every search comes out in that order. A twin is an
 * entity with the name of a country: search finds both, but what the page proposes by itself is the country.
 */
function readTopics(data) {
  const topics = [];
  const folded = (name) => [name, ` ${fold(name)}`];
  const add = (kind, name, slug, code, events, day, aliases, peoples) => {
    const path = kind === "all" ? "all" : `${kind}/${slug}`;
    const [spellings, demonyms] = [aliases?.map(folded), peoples?.map(folded)];
    return topics.push({ kind, name, path, code, events, day, spellings, demonyms, folded: ` ${fold(name)}` });
  };
  for (const [name, slug, ...rest] of data.countries ?? []) add("country", name, slug, ...rest);
  for (const [name, slug, ...rest] of data.combined ?? []) add("topic", name, slug, null, ...rest);
  for (const [index, [name, slug, ...rest]] of (data.entities ?? []).entries()) {
    topics[add("entity", name, slug, null, ...rest) - 1].type = data.types?.[index];
  }
  site.taxonomies = data.taxonomies ?? [];
  for (const [kind, list] of site.taxonomies) {
    for (const [name, slug, ...rest] of data[list] ?? []) add(kind, name, slug, null, ...rest);
  }
  const countries = new Set(topics.filter((topic) => topic.kind === "country").map((topic) => topic.folded));
  for (const topic of topics) topic.twin = topic.kind === "entity" && countries.has(topic.folded);
  topics.sort((a, b) => b.events - a.events || (a.path < b.path ? -1 : 1));
  const [name, events, day] = data.all ?? [data.title, 0, ""];
  add("all", name, "", null, events, day);
  site.all = topics.pop();
  site.topics = topics;
  site.formats = data.formats;
  site.language = data.language;
  for (const topic of [site.all, ...topics]) site.byPath.set(topic.path, topic);
}

function topicsOf(kind) {
  return site.topics.filter((topic) => topic.kind === kind);
}

/** The topics with the newest events; of one day, those with most events. */
function recentTopics(size) {
  const recent = [];
  for (const topic of site.topics) {
    if (topic.twin || (recent.length === size && topic.day <= recent.at(-1).day)) continue;
    const at = recent.findIndex((other) => other.day < topic.day);
    recent.splice(at < 0 ? recent.length : at, 0, topic);
    recent.length = Math.min(recent.length, size);
  }
  return recent;
}

/** A topic's name where it stands alone: an entity may have the name of a country. */
function fullName(topic) {
  const isNamed = topic.kind === "country" || site.taxonomies.some(([kind]) => kind === topic.kind);
  return isNamed ? `${topic.name} (${topic.kind})` : topic.name;
}

function kindText(topic) {
  const types = { p: "Person", l: "Place", o: "Organisation", e: "Event" };
  return { country: "Country", topic: "Combined topic", entity: types[topic.type], all: "Everything" }[topic.kind];
}

/** A path as a part of an address; slugs may hold letters of any script. */
function encoded(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}

function route(topic) {
  return `#/${encoded(topic.path)}`;
}

function feedFile(topic, format) {
  return `${encoded(topic.path)}.${format}`;
}

function absolute(path) {
  return new URL(path, document.baseURI).href;
}

/** The format that is offered first: the site's first, but JSON last, for fewer readers know it. */
function firstFormat() {
  return site.formats.find((format) => format !== "json") ?? site.formats[0];
}

function feedAddress(topic, format = firstFormat()) {
  return absolute(feedFile(topic, format));
}

// Searching

// How well a topic answers a query; the first is the best. `feedgen list` ranks by the same rule (TopicQuery), and both are
// tested with the same examples.
const RANK = { name: 0, codeOrDemonym: 1, prefix: 2, word: 3, demonymPrefix: 4, allWords: 5, within: 6, none: 7 };

/** How well a name answers a query; both are folded, with a blank before the name and before each of the words. */
function rank(name, sought, words) {
  if (name.startsWith(sought, 1)) return name.length === sought.length + 1 ? RANK.name : RANK.prefix;
  if (name.includes(` ${sought}`)) return RANK.word;
  if (words.length > 1 && words.every((word) => name.includes(word))) return RANK.allWords;
  return name.includes(sought, 1) ? RANK.within : RANK.none;
}

/** How well the name of a country's people, or of what is theirs, answers a query. */
function rankOfDemonym(demonym, sought) {
  if (!demonym.startsWith(sought, 1)) return RANK.none;
  return demonym.length === sought.length + 1 ? RANK.codeOrDemonym : RANK.demonymPrefix;
}

/** How well a topic answers a query, and the other name that answers better than its own. */
function answer(topic, sought, words) {
  let best = rank(topic.folded, sought, words);
  let alias = null;
  for (const [name, folded] of topic.spellings ?? []) {
    const other = rank(folded, sought, words);
    if (other < best) [best, alias] = [other, name];
  }
  if (topic.code?.toLowerCase() === sought && RANK.codeOrDemonym < best) [best, alias] = [RANK.codeOrDemonym, topic.code];
  for (const [name, folded] of topic.demonyms ?? []) {
    const other = rankOfDemonym(folded, sought);
    if (other < best) [best, alias] = [other, name];
  }
  return [best, alias];
}

/**
 * Topics that answer a query, the best first, each as [topic, the alias that answered better than its name]. Of those that
 * have just what was typed for a name, countries come first: they are meant by "usa", though there may be an entity so named.
 */
function search(text) {
  const sought = fold(text);
  if (!sought) return [];
  const words = sought.split(" ").map((word) => ` ${word}`);
  const ranks = Array.from({ length: RANK.none }, () => []);
  for (const topic of site.topics) {
    const [best, alias] = answer(topic, sought, words);
    ranks[best]?.push([topic, alias]);
  }
  for (const equal of [RANK.name, RANK.codeOrDemonym]) {
    const isCountry = ([topic]) => topic.kind === "country";
    ranks[equal] = [...ranks[equal].filter(isCountry), ...ranks[equal].filter((found) => !isCountry(found))];
  }
  const found = ranks.flat();
  if (found.length) return found;
  const unspaced = searchUnspaced(sought.replaceAll(" ", ""));
  // "the US" for "US".
  return unspaced.length || !sought.startsWith("the ") ? unspaced : search(sought.slice(4));
}

/** What is left to try when nothing was found: "portsaid" for "Port Said". */
function searchUnspaced(sought) {
  return site.topics.filter((topic) => topic.folded.replaceAll(" ", "").includes(sought)).map((topic) => [topic, null]);
}

// The list of topics that a person keeps

const listKey = `feedgen list ${new URL(".", document.baseURI).pathname}`;

/** The kept paths. Without storage, as in some private windows, they last as long as the page. */
const kept = new Set(readKept());

function readKept() {
  try {
    const paths = JSON.parse(localStorage.getItem(listKey) ?? "[]");
    return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
  } catch {
    return [];
  }
}

function writeKept() {
  try {
    localStorage.setItem(listKey, JSON.stringify([...kept]));
  } catch {
    // Nothing to do: the list lives on in memory.
  }
  showKeptCount();
}

function keptTopics() {
  return [...kept].map((path) => site.byPath.get(path)).filter(Boolean);
}

function showKeptCount() {
  const count = site.topics.length ? keptTopics().length : kept.size;
  document.getElementById("kept").textContent = numbers.format(count);
}

function toggleKept(topic) {
  if (!kept.delete(topic.path)) kept.add(topic.path);
  writeKept();
  announce(`${fullName(topic)} is ${kept.has(topic.path) ? "in your list now" : "no longer in your list"}`);
}

/** The button that keeps a topic: a star, or a star with words. */
function keepButton(topic, words = "") {
  const star = drawing("svg", { viewBox: "0 0 24 24", width: 22, height: 22, "aria-hidden": "true" },
    drawing("path", { d: "M12 3.6l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z" }));
  const toggle = element("button", {
    type: "button", class: words ? "button star" : "star", "aria-pressed": String(kept.has(topic.path)),
    "aria-label": words ? null : `Keep ${fullName(topic)} in your list`,
    click: () => {
      toggleKept(topic);
      toggle.setAttribute("aria-pressed", String(kept.has(topic.path)));
    },
  }, star, words);
  return toggle;
}

/** Outlines of OPML have unique titles, by which readers name subscriptions. */
function opml(topics) {
  const made = document.implementation.createDocument(null, "opml");
  const node = (name, attributes, ...children) => furnish(made.createElementNS(null, name), attributes, children);
  const titles = new Set();
  const outlines = topics.map((topic) => {
    const title = titles.has(fullName(topic)) ? `${fullName(topic)} (${topic.path})` : fullName(topic);
    titles.add(title);
    const [xmlUrl, htmlUrl] = [feedAddress(topic), absolute(route(topic))];
    // OPML's type for RSS and Atom, and the one by which importers know a JSON Feed.
    const type = firstFormat() === "json" ? "JSONFeed" : "rss";
    return node("outline", { type, text: title, title, xmlUrl, htmlUrl });
  });
  furnish(made.documentElement, { version: "2.0" },
    [node("head", {}, node("title", {}, siteTitle)), node("body", {}, ...outlines)]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(made)}\n`;
}

function download(text, type, name) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address after the click; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// Copying

/** Puts text on the clipboard, also on plain http, where there is no navigator.clipboard. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const active = document.activeElement;
    const area = element("textarea", { class: "unseen", readonly: true, "aria-label": "Feed address" }, text);
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    active?.focus({ preventScroll: true });
    return done;
  }
}

function copyButton(label, address, classes = "") {
  let timer = 0;
  const copying = button(label, classes, async () => {
    const done = await copy(address);
    clearTimeout(timer);
    copying.textContent = done ? "Copied" : "Copy it by hand";
    copying.classList.toggle("done", done);
    announce(done ? `Feed address copied: ${address}` : "The address could not be copied. Select it and copy it.");
    timer = setTimeout(() => {
      copying.textContent = label;
      copying.classList.remove("done");
    }, 3000);
  });
  return copying;
}

// Lists of topics

/** A topic in a list: a link, its number of events (or its newest day, or both), a star. */
function topicItem(topic, { alias = null, detailed = false, dated = false } = {}) {
  const events = counted(topic.events, "event", "events");
  const facts = [kindText(topic), events, topic.day && `latest ${dayText(topic.day)}`].filter(Boolean).join(" · ");
  const also = alias && element("span", { class: "alias" }, " also: ", foreign(alias));
  return element("li", { class: "item" },
    element("a", { class: "topic", href: route(topic) },
      flag(topic),
      element("span", { class: "name" }, foreign(topic.name), also),
      detailed || dated ? element("span", { class: "facts" }, detailed ? facts : dayText(topic.day))
        : element("span", { class: "count" }, numbers.format(topic.events), hidden(" events"))),
    keepButton(topic));
}

function topicList(topics, classes = "topics", options = {}) {
  return list(classes, topics.map((topic) => topicItem(topic, options)));
}

/** A list that shows a part of what it has, and the rest on request; `make` turns a member into an item. */
function growingList(members, size, classes, make) {
  const shown = list(classes, members.slice(0, size).map(make));
  const left = () => members.length - shown.children.length;
  const label = () => `Show ${numbers.format(Math.min(size, left()))} more of ${numbers.format(members.length)}`;
  const more = button(label(), "more", () => {
    const items = members.slice(shown.children.length).slice(0, size).map(make);
    shown.append(...items);
    items[0].querySelector("a")?.focus();
    if (left()) more.textContent = label();
    else more.remove();
  });
  return left() ? [shown, more] : [shown];
}

function section(title, attributes, ...children) {
  return element("section", attributes, element("h2", {}, title), ...children);
}

// Views

let countriesShown = false;

function showHome() {
  const [countries, combined, entities] = ["country", "topic", "entity"].map(topicsOf);
  show("", element("div", { class: "intro" },
    heading("Follow the news by topic"),
    element("p", {}, `Each of ${numbers.format(site.topics.length)} `
      + (site.taxonomies.length ? "topics" : "people, places, organisations and countries")
      + " has a feed here. Find a topic, put its feed address in your reader, and what is new comes to you.")),
  element("div", { class: "home" },
    element("div", {},
      entities.length > 0 && section("Busiest topics", {}, note("With the number of their events."),
        topicList(entities.filter((topic) => !topic.twin).slice(0, 20), "topics columns")),
      ...Object.entries({ People: "p", Organisations: "o", Places: "l", Happenings: "e" }).map(([title, type]) => {
        const members = entities.filter((topic) => topic.type === type && !topic.twin);
        return members.length > 0 && section(title, {},
          ...growingList(members, 10, "topics columns", (topic) => topicItem(topic)));
      }),
      ...site.taxonomies.map(([kind, list]) => section(list[0].toUpperCase() + list.slice(1), {},
        topicList(topicsOf(kind).slice(0, 20), "topics columns"))),
      countries.length > 0 && section("Countries", {}, ...countryList(countries))),
    element("div", {},
      section("All events", {}, topicList([site.all]),
        element("p", { class: "actions" }, copyButton("Copy feed address", feedAddress(site.all)))),
      combined.length > 0 && section("Combined topics", {}, topicList(combined)),
      section("Recently updated", {}, topicList(recentTopics(10), "topics", { dated: true })))));
}

/** The busiest countries, or all of them by name. */
function countryList(countries) {
  const size = 30;
  const sorted = () => [...countries].sort((a, b) => a.name.localeCompare(b.name, site.language));
  if (countries.length <= size || countriesShown) return [topicList(sorted(), "topics columns")];
  const busiest = topicList(countries.slice(0, size), "topics columns");
  const more = button(`Show all ${numbers.format(countries.length)}, by name`, "more", () => {
    countriesShown = true;
    const all = topicList(sorted(), "topics columns");
    busiest.replaceWith(all);
    more.remove();
    all.querySelector("a").focus();
  });
  return [busiest, more];
}

let sayCount = 0;

function showSearch(text) {
  const found = search(text);
  const count = found.length ? counted(found.length, "topic", "topics") : "No topic has this name";
  const make = ([topic, alias]) => topicItem(topic, { alias, detailed: true });
  show(`Search: ${text}`, element("div", { class: "results" },
    heading("Search results"),
    note(count, found.length ? "" : ". Try fewer letters, or another spelling."),
    ...(found.length ? growingList(found, PAGE_OF_RESULTS, "topics", make) : [])));
  clearTimeout(sayCount);
  sayCount = setTimeout(() => announce(count), 400);
}

function showList() {
  const topics = keptTopics();
  if (!topics.length) {
    show("Your list", heading("Your list"),
      element("p", {}, "It is empty. Press the star beside a topic to keep the topic here; "
        + "then take all that you have kept into your reader at once."),
      element("p", {}, element("a", { href: "#/" }, "Find topics")));
    return;
  }
  show("Your list", heading("Your list"),
    note(`${counted(topics.length, "topic", "topics")}, kept in this browser only. Download the list, and import it in `
      + "your reader to subscribe to all of them."),
    element("p", { class: "actions" },
      button("Download list (OPML)", "primary", () => download(opml(keptTopics()), "text/x-opml", "feeds.opml")),
      button("Remove all", "", () => {
        kept.clear();
        writeKept();
        showList();
        focusHeading();
        announce("Your list is empty now");
      })),
    topicList(topics, "topics results", { detailed: true }));
}

function showMissing(path) {
  const close = search(path.split("/").pop().replaceAll("-", " ")).slice(0, 5).map(([topic]) => topic);
  show("No such topic", heading("No such topic"),
    element("p", {}, "Nothing has this address: ", foreign(path, "code"), ". The topic may have another name now."),
    close.length > 0 && section("Did you mean", {}, topicList(close, "topics results", { detailed: true })),
    element("p", {}, element("a", { href: "#/" }, "All topics")));
}

function showTopic(topic) {
  const latest = topic.day && `latest ${dayText(topic.day, days)}`;
  const facts = [kindText(topic), counted(topic.events, "event", "events"), latest].filter(Boolean);
  const spellings = (topic.spellings ?? []).flatMap(([name], index) => [index ? ", " : "Also: ", foreign(name)]);
  const events = section("Latest events", { class: "latest", "aria-busy": "true" }, note("Loading events…"));
  const related = element("div", { class: "related" });
  const months = element("div", { class: "months" });
  show(fullName(topic),
    element("p", { class: "crumb" }, element("a", { href: "#/" }, "All topics")),
    heading(flag(topic), foreign(topic.name)),
    note(facts.join(" · ")),
    spellings.length > 0 && note(...spellings),
    subscribePanel(topic), months,
    element("div", { class: "split" }, events, related));
  fillMonths(topic, months);
  fillEvents(topic, events, related);
}

/** Everything that one needs to subscribe: the address, readers that take it, the feed's files, the star. */
function subscribePanel(topic) {
  const address = feedAddress(topic);
  const sent = encodeURIComponent(address);
  const readers = [
    ["App on this device", `feed:${address}`],
    ["Feedly", `https://feedly.com/i/subscription/feed/${sent}`],
    ["Inoreader", `https://www.inoreader.com/?add_feed=${sent}`],
    ["NewsBlur", `https://www.newsblur.com/?url=${sent}`],
    ["Feedbin", `https://feedbin.com/?subscribe=${sent}`],
  ].map(([name, href]) => element("li", {},
    element("a", { class: "button small", href, rel: "noopener noreferrer external" }, name)));
  const files = site.formats.map((format) => {
    const [name, type] = FORMATS[format] ?? [format, null];
    return element("li", {}, element("a", { class: "button small", href: feedFile(topic, format), type }, name),
      format !== firstFormat() && copyButton(`Copy ${name} address`, feedAddress(topic, format), "small quiet"));
  });
  const field = element("input", { id: "address", class: "address", readonly: true, value: address,
    focus: () => field.select() });
  return section("Subscribe", { class: "subscribe" },
    element("div", { class: "line" },
      element("label", { for: "address", class: "unseen" }, "Feed address"), field,
      copyButton("Copy feed address", address, "primary"), keepButton(topic, "Keep in your list")),
    element("div", { class: "line" }, element("p", {}, "Open in"), list("choices", readers)),
    element("div", { class: "line" }, element("p", {}, "Feed files"), list("choices", files)));
}

// A topic's events, from its feed

async function fetched(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

async function fillEvents(topic, place, related) {
  // Atom names related topics by their slugs, the others by their names only.
  const format = ["atom", "rss", "json"].find((known) => site.formats.includes(known));
  try {
    const text = await (await fetched(feedFile(topic, format))).text();
    const events = format === "json" ? readJSON(text) : readXML(text, format);
    place.lastChild.remove();
    if (events.length) place.append(...growingList(events, PAGE_OF_EVENTS, "events", eventItem));
    else place.append(note("There are none."));
    const others = relatedTopics(topic, events);
    if (others.length) related.append(section("Related topics", {}, topicList(others)));
  } catch {
    place.lastChild.textContent = "The events could not be loaded. The feed itself is above.";
  }
  place.removeAttribute("aria-busy");
}

/** Events of an Atom or RSS feed. Descriptions of RSS are escaped HTML, of which the text is taken. */
function readXML(text, format) {
  const parsed = new DOMParser().parseFromString(text, "application/xml");
  if (parsed.getElementsByTagName("parsererror").length) throw new Error("not well-formed");
  const names = format === "atom" ? { entry: "entry", date: "published", summary: "summary" }
    : { entry: "item", date: "pubDate", summary: "description" };
  return Array.from(parsed.getElementsByTagName(names.entry), (entry) => {
    const all = (name) => [...entry.children].filter((child) => child.localName === name && child.prefix === null);
    const content = (name) => all(name)[0]?.textContent.trim() ?? "";
    const page = all("link").find((link) => (link.getAttribute("rel") ?? "alternate") === "alternate");
    return {
      title: content("title"),
      url: page?.getAttribute("href") ?? content("link"),
      date: content(names.date) || content("updated"),
      summary: format === "atom" ? content("summary") : plainText(content("description")),
      categories: all("category").map((category) => ({
        scheme: category.getAttribute("scheme") ?? category.getAttribute("domain") ?? "",
        slug: category.getAttribute("term"),
        name: category.getAttribute("label") ?? category.textContent,
      })),
    };
  });
}

function readJSON(text) {
  return JSON.parse(text).items.map((item) => ({
    title: item.title ?? "",
    url: item.url,
    date: item.date_published ?? item.date_modified ?? "",
    summary: item.summary ?? "",
    categories: (item.tags ?? []).map((name) => ({ scheme: "", slug: null, name })),
  }));
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The text of HTML, without parsing it: a parser reports styles in it as violations of the page's policy. */
function plainText(html) {
  return html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim()
    .replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi, (whole, decimal, hexadecimal, name) => (
      name ? ENTITIES[name] ?? whole : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hexadecimal, 16))));
}

function shortened(text) {
  if (text.length <= SUMMARY_LENGTH) return text;
  const cut = text.slice(0, SUMMARY_LENGTH);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), SUMMARY_LENGTH - 40))}…`;
}

/** An address to link to; a feed could name one that is none, or that runs a script. */
function webAddress(text) {
  try {
    const url = new URL(text, document.baseURI);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function eventItem(event) {
  const href = event.url && webAddress(event.url);
  const title = event.title || "Untitled";
  const date = dayText(event.date, days);
  return element("li", { class: "event" },
    date && element("time", { datetime: new Date(event.date).toISOString().slice(0, 10) }, date),
    foreign(href ? element("a", { href }, title) : title, "h3"),
    event.summary && event.summary !== event.title && foreign(shortened(event.summary), "p"));
}

// Topics that a topic's events share

/** The topics that most of the events have besides this one. */
function relatedTopics(topic, events) {
  const counts = new Map();
  for (const event of events) {
    for (const other of new Set(event.categories.map(resolved))) {
      if (other && other !== topic && !other.twin) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || b[0].events - a[0].events).slice(0, 12).map(([other]) => other);
}

/** The topic that a category means: by its slug, else by its name among its kind, else by its name. */
function resolved({ scheme, slug, name }) {
  const kind = scheme.split("#")[0].split("/").filter(Boolean).pop() ?? "";
  if (slug) return site.byPath.get(`${kind}/${slug}`);
  if (!site.byName.size) {
    // A country goes before an entity of its name, and both before a combined topic.
    for (const order of ["topic", ...site.taxonomies.map(([kind]) => kind), "entity", "country"]) {
      for (const topic of topicsOf(order)) site.byName.set(`${order} ${topic.name}`, topic).set(topic.name, topic);
    }
  }
  return site.byName.get(kind ? `${kind} ${name}` : name);
}

// Events a month

/** The file that has a topic's months: the low byte of the 32-bit FNV-1a hash of its path. */
function monthsFile(path) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(path)) hash = Math.imul(hash ^ byte, 0x01000193);
  return `assets/months/${(hash & 0xff).toString(16).padStart(2, "0")}.json`;
}

const monthIndex = (month) => Math.floor(month / 100) * 12 + (month % 100) - 1;
const monthText = (index) => monthNames.format(new Date(Date.UTC(Math.floor(index / 12), index % 12)));

async function fillMonths(topic, place) {
  // A combined topic may have no event yet, and then perhaps no file either.
  if (!topic.events) return;
  try {
    const months = (await (await fetched(monthsFile(topic.path))).json())[topic.path];
    if (!months?.length) return;
    const counts = months.map(([month, count]) => [monthIndex(month), count]);
    const newest = monthIndex(Number((site.all.day || topic.day).slice(0, 7).replace("-", "")));
    const last = Math.max(counts.at(-1)[0], newest || 0);
    const first = Math.min(counts[0][0], last - 23);
    const frame = element("div", { class: "plot" });
    place.append(section("Events a month", {}, frame, yearTable(counts)));
    new ResizeObserver(() => drawMonths(frame, counts, first, last)).observe(frame);
    drawMonths(frame, counts, first, last);
  } catch {
    place.append(section("Events a month", {}, note("The numbers could not be loaded.")));
  }
}

/** Draws a bar a month, as wide as there is room, with ticks at years. */
function drawMonths(frame, counts, first, last) {
  const width = Math.floor(frame.clientWidth);
  if (!width || frame.firstChild?.getAttribute("width") === String(width)) return;
  const [height, foot, head] = [132, 20, 16];
  const step = width / (last - first + 1);
  const [peakMonth, peak] = counts.reduce((best, next) => (next[1] > best[1] ? next : best));
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const base = height - foot;
  const thick = Math.max(1, Math.min(step - (step > 3 ? 1 : 0), 24)).toFixed(2);
  const bars = counts.map(([index, count]) => {
    const tall = Math.max(2, (count / peak) * (base - head));
    const [x, y] = [((index - first) * step).toFixed(2), (base - tall).toFixed(1)];
    return drawing("rect", { x, y, width: thick, height: tall.toFixed(1) },
      drawing("title", {}, `${monthText(index)}: ${numbers.format(count)}`));
  });
  const spacing = [1, 2, 5, 10, 25, 50].find((years) => years * 12 * step >= 52) ?? 100;
  const ticks = [];
  for (let year = Math.ceil(first / 12 / spacing) * spacing; year * 12 <= last; year += spacing) {
    const x = Math.round((year * 12 - first) * step) + 0.5;
    if (x > width - 34) break;
    ticks.push(drawing("line", { class: "tick", x1: x, x2: x, y1: base, y2: base + 5 }),
      drawing("text", { x: x + 4, y: height - 5 }, String(year)));
  }
  const text = `Events a month from ${monthText(first)} to ${monthText(last)}: ${numbers.format(total)} in all, `
    + `most in ${monthText(peakMonth)} (${numbers.format(peak)}).`;
  frame.replaceChildren(drawing("svg", { width, height, role: "img", "aria-label": text },
    drawing("line", { class: "grid", x1: 0, x2: width, y1: head - 0.5, y2: head - 0.5 }),
    drawing("text", { x: 0, y: head - 5 }, counted(peak, "event", "events")),
    drawing("g", { class: "bars" }, ...bars),
    drawing("line", { class: "base", x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }), ...ticks));
}

function yearTable(counts) {
  const years = new Map();
  for (const [month, count] of counts) {
    const year = Math.floor(month / 12);
    years.set(year, (years.get(year) ?? 0) + count);
  }
  const row = (...cells) => element("tr", {}, ...cells);
  const head = (scope, text) => element("th", { scope }, text);
  return element("details", {}, element("summary", {}, "Numbers by year"),
    element("table", {}, element("caption", { class: "unseen" }, "Events a year"),
      element("thead", {}, row(head("col", "Year"), head("col", "Events"))),
      element("tbody", {}, ...[...years].reverse().map(([year, count]) => (
        row(head("row", String(year)), element("td", {}, numbers.format(count))))))));
}

// Routes: the part of the address behind # says what is shown

function heading(...children) {
  return element("h1", { tabindex: "-1" }, ...children);
}

function focusHeading() {
  view.querySelector("h1")?.focus({ preventScroll: true });
}

function show(title, ...children) {
  document.title = title ? `${title} – ${siteTitle}` : siteTitle;
  view.replaceChildren(...children.filter(Boolean));
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The query in the address, or null when the address is no search. */
function queryInAddress() {
  return location.hash.startsWith("#/?") ? new URLSearchParams(location.hash.slice(3)).get("q") ?? "" : null;
}

/** Shows what the address says; false if it names a place on the page, as #main does. */
function follow() {
  const path = decoded(location.hash.slice(2));
  const text = queryInAddress();
  if (location.hash.length > 1 && !location.hash.startsWith("#/")) return false;
  query.value = text ?? "";
  if (text) showSearch(text);
  else if (!path || text !== null) showHome();
  else if (path === "list") showList();
  else if (site.byPath.has(path)) showTopic(site.byPath.get(path));
  else showMissing(path);
  return true;
}

let shownHash = location.hash;
let saveQuery = 0;

/**
 * Follows a link or the back button. Browsers restore the place on the page right after this event, so the view must
 * stand by then; focus goes to the link one came from, or to the heading.
 */
function travel(event) {
  clearTimeout(saveQuery);
  saveQuery = 0;
  if (!site.all || location.hash === shownHash || !follow()) return;
  const origin = [...view.querySelectorAll("a.topic")].find((link) => link.getAttribute("href") === shownHash);
  shownHash = location.hash;
  if (event.state?.seen && origin) origin.focus({ preventScroll: true });
  else focusHeading();
  if (!event.state?.seen) {
    history.replaceState({ seen: true }, "");
    window.scrollTo(0, 0);
  }
}

/** Browsers refuse frequent changes of the address: it follows the query with a delay, and at once before leaving. */
function rememberQuery() {
  clearTimeout(saveQuery);
  saveQuery = 0;
  const text = query.value.trim();
  const change = queryInAddress() === null ? "pushState" : "replaceState";
  history[change]({ seen: true }, "", text ? `#/?${new URLSearchParams({ q: text })}` : "#/");
  shownHash = location.hash;
}

function typed() {
  if (!site.all) return;
  const text = query.value.trim();
  if (text) showSearch(text);
  else showHome();
  clearTimeout(saveQuery);
  if (queryInAddress() === null) rememberQuery();
  else saveQuery = setTimeout(rememberQuery, 300);
}

function clearSearch() {
  query.value = "";
  query.focus();
  typed();
}

// Keys

/** Moves focus from the search field into its results, along them, and back. */
function moveInResults(event) {
  const links = [...view.querySelectorAll(".results a.topic")];
  const inField = document.activeElement === query;
  const at = links.indexOf(document.activeElement.closest(".item")?.querySelector("a.topic"));
  if (!links.length || (!inField && at < 0)) return;
  const keys = inField ? { ArrowDown: 0 } : { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 };
  const to = keys[event.key];
  if (to === undefined) return;
  event.preventDefault();
  (to < 0 ? query : links[Math.min(to, links.length - 1)]).focus();
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const active = document.activeElement;
  const searching = query.value && (active === query || active.closest(".results"));
  if (event.key === "/" && !active.matches("input, textarea, select")) {
    event.preventDefault();
    query.focus();
    query.select();
  } else if (event.key === "Escape" && searching) {
    event.preventDefault();
    clearSearch();
  } else {
    moveInResults(event);
  }
}

function listen() {
  window.addEventListener("popstate", travel);
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", () => { if (saveQuery) rememberQuery(); }, { capture: true });
  query.addEventListener("input", typed);
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    if (query.value) view.querySelector(".results a.topic")?.click();
  });
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
}

// Start

function showFailure() {
  const item = (href, ...children) => element("li", {}, element("a", { href }, ...children));
  const feeds = [...document.querySelectorAll('link[rel="alternate"]')];
  show("", heading("The topics could not be loaded"),
    element("p", {}, location.protocol === "file:" ? "This page must be opened from a web server, not as a file."
      : "The connection may be broken, or the site incomplete."),
    element("p", {}, button("Try again", "primary", start)),
    element("p", {}, "You can still subscribe:"),
    element("ul", {}, ...feeds.map((link) => item(link.getAttribute("href"), `All events: ${link.title || link.type}`)),
      item("feeds.opml", "Every feed, to import into a reader (OPML)")));
  announce("The topics could not be loaded");
}

async function start() {
  show("", note("Loading topics…"));
  try {
    readTopics(await (await fetched("assets/topics.json")).json());
  } catch {
    showFailure();
    return;
  }
  showKeptCount();
  history.replaceState({ seen: true }, "");
  const early = query.value;
  if (!follow()) showHome();
  // Someone may have begun to type while the topics came.
  if (early && !query.value) {
    query.value = early;
    typed();
  }
  performance.mark("topics shown");
}

listen();
start();

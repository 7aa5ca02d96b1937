// The page to find topics. It has lists of topics without this script, which adds the search and the list of topics that a
// person keeps. It loads assets/topics.json when one of these is used. Names and texts of others reach the document as text
// only, never as markup.
"use strict";

const PAGE_OF_RESULTS = 50;

const view = document.getElementById("view");
const main = document.getElementById("main");
const query = document.getElementById("query");
const live = document.getElementById("live");
const siteTitle = document.title;
/** The lists with which the page came. */
const home = [...view.children];

/** What topics.json holds, in the form in which the page uses it; set once, by `load`. */
const site = { formats: [], language: "", topics: [], taxonomies: [], byPath: new Map(), all: null, hasPages: true };

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
const shortDays = dates({ day: "numeric", month: "short" });

function counted(count, one, many) {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}

function dayText(day) {
  const date = new Date(day);
  return Number.isNaN(date.getTime()) ? "" : shortDays.format(date);
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

/** Reads topics.json. Topics with most events come first, so that every search comes out in that order. */
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
  topics.sort((a, b) => b.events - a.events || (a.path < b.path ? -1 : 1));
  const [name, events, day] = data.all ?? [data.title, 0, ""];
  add("all", name, "", null, events, day);
  site.all = topics.pop();
  site.topics = topics;
  site.formats = data.formats;
  site.language = data.language;
  site.hasPages = Boolean(data.pages);
  for (const topic of [site.all, ...topics]) site.byPath.set(topic.path, topic);
}

/** The name of a topic without context: an entity may have the name of a country. */
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

/** The address of the page of a topic, or of its feed when topics have no pages. */
function pageOf(topic) {
  return site.hasPages ? `${encoded(topic.path)}.html` : feedFile(topic, firstFormat());
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

/** Shows on every star of the page whether its topic is kept: a topic may be in several lists, and in lists shown before. */
function showStars() {
  for (const star of view.querySelectorAll(".star")) {
    star.setAttribute("aria-pressed", String(kept.has(star.dataset.path)));
  }
}

function toggleKept(topic) {
  if (!kept.delete(topic.path)) kept.add(topic.path);
  writeKept();
  showStars();
  announce(`${fullName(topic)} is ${kept.has(topic.path) ? "in your list now" : "no longer in your list"}`);
}

/** The button that keeps a topic: a star. */
function keepButton(topic) {
  const star = drawing("svg", { viewBox: "0 0 24 24", width: 22, height: 22, "aria-hidden": "true" },
    drawing("path", { d: "M12 3.6l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z" }));
  return element("button", {
    type: "button", class: "star", "aria-pressed": String(kept.has(topic.path)), "data-path": topic.path,
    "aria-label": `Keep ${fullName(topic)} in your list`,
    click: () => toggleKept(topic),
  }, star);
}

/** Outlines of OPML have unique titles, by which readers name subscriptions. */
function opml(topics) {
  const made = document.implementation.createDocument(null, "opml");
  const node = (name, attributes, ...children) => furnish(made.createElementNS(null, name), attributes, children);
  const titles = new Set();
  const outlines = topics.map((topic) => {
    const title = titles.has(fullName(topic)) ? `${fullName(topic)} (${topic.path})` : fullName(topic);
    titles.add(title);
    const [xmlUrl, htmlUrl] = [feedAddress(topic), absolute(pageOf(topic))];
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

// Lists of topics

/** A topic in a list: a link, what it is with its number of events and its newest day, a star. */
function topicItem(topic, alias = null) {
  const events = counted(topic.events, "event", "events");
  const facts = [kindText(topic), events, topic.day && `latest ${dayText(topic.day)}`].filter(Boolean).join(" · ");
  const also = alias && element("span", { class: "alias" }, " also: ", foreign(alias));
  return element("li", { class: "item" },
    element("a", { class: "topic", href: pageOf(topic) },
      flag(topic),
      element("span", { class: "name" }, foreign(topic.name), also),
      element("span", { class: "facts" }, facts)),
    keepButton(topic));
}

function topicList(topics) {
  return list("topics results", topics.map((topic) => topicItem(topic)));
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

function showHome() {
  show("", ...home);
}

let sayCount = 0;

function showSearch(text) {
  const found = search(text);
  const count = found.length ? counted(found.length, "topic", "topics") : "No topic has this name";
  const make = ([topic, alias]) => topicItem(topic, alias);
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
    topicList(topics));
}

function showMissing(path) {
  const close = search(path.split("/").pop().replaceAll("-", " ")).slice(0, 5).map(([topic]) => topic);
  show("No such topic", heading("No such topic"),
    element("p", {}, "Nothing has this address: ", foreign(path, "code"), ". The topic may have another name now."),
    close.length > 0 && section("Did you mean", {}, topicList(close)),
    element("p", {}, element("a", { href: "#/" }, "All topics")));
}

// Loading

async function fetched(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

let loading = null;

/** Loads the topics once. */
function load() {
  loading ??= fetched("assets/topics.json").then((response) => response.json()).then(readTopics).then(() => {
    showKeptCount();
    performance.mark("topics loaded");
  });
  loading.catch(() => { loading = null; });
  return loading;
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
  showStars();
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

/** Shows what the address says. Everything but the lists of the page needs the topics. */
async function follow() {
  const path = decoded(location.hash.slice(2));
  const text = queryInAddress();
  query.value = text ?? "";
  if (!path || (text !== null && !text)) return showHome();
  if (!site.all) {
    show("", note("Loading topics…"));
    try {
      await load();
    } catch {
      return showFailure();
    }
  }
  if (text !== null) showSearch(text);
  else if (path === "list") showList();
  // Topics were shown at such addresses before they had pages.
  else if (site.byPath.has(path)) location.replace(absolute(pageOf(site.byPath.get(path))));
  else showMissing(path);
}

let shownHash = location.hash;
let saveQuery = 0;

/** Follows a link or the back button. A fragment without a slash, as #main, is a place on the page. */
async function travel(event) {
  clearTimeout(saveQuery);
  saveQuery = 0;
  if (location.hash === shownHash || (location.hash.length > 1 && !location.hash.startsWith("#/"))) return;
  shownHash = location.hash;
  await follow();
  focusHeading();
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

async function typed() {
  if (!site.all) {
    try {
      await load();
    } catch {
      showFailure();
      return;
    }
  }
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
  // The topics come while the first letters are typed; a failure is shown when the search needs them.
  query.addEventListener("focus", () => { load().catch(() => {}); }, { once: true });
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
    element("p", {}, button("Try again", "primary", () => (query.value ? typed() : follow()))),
    element("p", {}, "You can still subscribe:"),
    element("ul", {}, ...feeds.map((link) => item(link.getAttribute("href"), `All events: ${link.title || link.type}`)),
      item("feeds.opml", "Every feed, to import into a reader (OPML)")));
  announce("The topics could not be loaded");
}

/** The path of the topic that a link of the page leads to. */
function pathOf(link) {
  const base = new URL(".", document.baseURI).pathname;
  return decoded(link.pathname.slice(base.length).replace(/\.\w+$/, ""));
}

/** Adds the buttons that keep topics to the lists with which the page came. */
function addKeepButtons() {
  for (const item of view.querySelectorAll(".item")) {
    const path = pathOf(item.querySelector("a.topic"));
    const topic = { path, kind: path.split("/")[0], name: item.querySelector("bdi").textContent };
    item.append(keepButton(topic));
  }
}

function start() {
  addKeepButtons();
  showKeptCount();
  // Browsers and other pages of the site send a query as a parameter.
  const asked = new URLSearchParams(location.search).get("q");
  if (asked !== null) history.replaceState({ seen: true }, "", `${location.pathname}#/?${new URLSearchParams({ q: asked })}`);
  else history.replaceState({ seen: true }, "");
  shownHash = location.hash;
  const early = query.value;
  if (location.hash.startsWith("#/") && location.hash !== "#/") follow();
  else if (early) typed();
  performance.mark("ready");
}

listen();
start();

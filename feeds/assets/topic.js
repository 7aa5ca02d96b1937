// The buttons of the pages of topics. The pages are complete without this script.
"use strict";

const live = document.getElementById("live");
const panel = document.querySelector(".subscribe");

function announce(text) {
  live.textContent = "";
  // A message that equals the last one is read again only if the region was empty in between.
  requestAnimationFrame(() => { live.textContent = text; });
}

// Copying

/** Puts the text of a field on the clipboard, also on plain http, where there is no navigator.clipboard. */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    const focused = document.activeElement;
    field.select();
    const done = document.execCommand("copy");
    // The text stays selected for people who must copy it by hand.
    if (done) focused.focus();
    return done;
  }
}

for (const button of document.querySelectorAll("button.copy")) {
  const field = document.getElementById(button.dataset.for);
  let timer = 0;
  button.hidden = false;
  button.setAttribute("aria-label", `Copy the address of the ${field.labels[0].textContent} feed`);
  button.addEventListener("click", async () => {
    const done = await copy(field);
    clearTimeout(timer);
    button.textContent = done ? "Copied" : "Copy it by hand";
    announce(done ? `Feed address copied: ${field.value}` : "The address could not be copied. Select it and copy it.");
    timer = setTimeout(() => { button.textContent = "Copy"; }, 3000);
  });
}

// Subscribing

/**
 * Shows the other ways when no app takes the feed: link. A browser does not report that: an app that opens takes the focus
 * from the page within about a second, or hides the page.
 */
function watchForApp() {
  let opened = false;
  const note = () => { opened = true; };
  window.addEventListener("blur", note, { once: true });
  document.addEventListener("visibilitychange", note, { once: true });
  setTimeout(() => {
    window.removeEventListener("blur", note);
    document.removeEventListener("visibilitychange", note);
    if (opened) return;
    document.getElementById("ways").open = true;
    document.getElementById("noapp").hidden = false;
  }, 1200);
}

document.getElementById("subscribe")?.addEventListener("click", watchForApp);

// The list of topics that a person keeps, in the form of page.js

const base = new URL(document.querySelector("a.site").href).pathname;
const listKey = `feedgen list ${base}`;

function readKept() {
  try {
    const paths = JSON.parse(localStorage.getItem(listKey) ?? "[]");
    return new Set(Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : []);
  } catch {
    return new Set();
  }
}

function showCount(kept) {
  document.getElementById("kept").textContent = String(kept.size);
}

function addKeepButton() {
  const { path, name } = panel.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button keep";
  const show = (kept) => {
    button.setAttribute("aria-pressed", String(kept.has(path)));
    button.textContent = kept.has(path) ? "★ In your list" : "☆ Keep in your list";
    showCount(kept);
  };
  button.addEventListener("click", () => {
    const kept = readKept();
    if (!kept.delete(path)) kept.add(path);
    try {
      localStorage.setItem(listKey, JSON.stringify([...kept]));
    } catch {
      announce("This browser does not store your list.");
    }
    show(kept);
    announce(`${name} is ${kept.has(path) ? "in your list now" : "no longer in your list"}`);
  });
  show(readKept());
  panel.querySelector(".line").append(button);
}

showCount(readKept());
if (panel) addKeepButton();

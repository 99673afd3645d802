/**
 * The search box, once it was touched: a combobox after the pattern of the ARIA guide, with a panel
 * below it that covers the screen of a phone. It knows nothing of ranking or of files: that is the
 * engine's. A page has one box, so what it consists of are variables of this module.
 *
 * The first result is selected as it arrives, so Enter opens it; before that, Enter leads to the
 * page of results, as the form does without any script. Typed text is never changed, and what the
 * panel shows stays until there is something new to show.
 */

import { QUOTES } from "./search-query.js";
import {
  PATIENCE,
  around,
  button,
  corrected,
  counted,
  el,
  hitOption,
  listAddress,
  mended,
  option,
  setting,
  skeleton,
  whole,
} from "./search-view.js";

/**
 * @typedef {import("./search-engine.js").Engine} Engine
 * @typedef {import("./search-engine.js").Outcome} Outcome
 */

/**
 * Milliseconds from the last letter to the search, to the texts of what it found, which are most
 * of what typing costs, and to the word that there is nothing.
 */
const PAUSE = 60;
const STILL = 150;
const NOTHING = 500;

/** Results in the panel, and searches remembered on the device. */
const SHOWN = 5;
const REMEMBERED = 3;
const MEMORY = "dopo.searches";

/** @type {Engine} */
export let engine;
/** @type {HTMLFormElement} */
let form;
/** @type {HTMLInputElement} */
export let input;

/** What is said aloud; and the panel: a note, the list, the ways on. */
const status = el("p", { class: "visually-hidden", role: "status" });
const note = el("div", { class: "search-note" });
const list = el("div", { id: "search-list", role: "listbox", hidden: "" });
const after = el("div", { class: "search-after" });
const panel = el("div", { class: "search-panel", hidden: "" }, note, list, after);

/** @type {HTMLElement[]} the options, which is selected, and which when nobody chose */
let options = [];
let selected = -1;
let favourite = -1;

/** The query whose results are shown, and whether words are taken as they were typed. */
let shown = "";
let verbatim = false;

/** What is on its way, and when the last letter was typed. */
let pending = new AbortController();
let timer = 0;
let last = -Infinity;

/**
 * Wakes the box up.
 * @param {HTMLFormElement} plain
 * @param {Engine} search
 */
export function wake(plain, search) {
  form = plain;
  engine = search;
  input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  input.setAttribute("aria-controls", list.id);
  input.ariaAutoComplete = "list";
  list.ariaLabel = setting.words.results ?? "";
  form.querySelector(".search-surface")?.append(panel);
  form.append(status);
  listen();
  if (document.activeElement === input) open();
}

function listen() {
  input.addEventListener("input", () => {
    verbatim = false;
    last = performance.now();
    open();
  });
  input.addEventListener("focus", open);
  input.addEventListener("click", open);
  input.addEventListener("keydown", key);
  form.querySelector(".search-close")?.addEventListener("click", close);
  list.addEventListener("click", () => {
    if (favourite >= 0) remember(shown);
  });
  list.addEventListener("pointermove", ({ target }) => {
    const under = target instanceof Element && target.closest("a");
    if (under) select(options.indexOf(under));
  });
  // A press on the panel must not take the cursor out of the box.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("pointerdown", ({ target }) => leave(target));
  form.addEventListener("focusout", ({ relatedTarget }) => leave(relatedTarget));
  // Not every phone makes the page smaller when its keyboard comes up.
  const screen = window.visualViewport;
  screen?.addEventListener("resize", () => form.style.setProperty("--seen", `${screen.height * screen.scale}px`));
}

/**
 * Closes the panel when something outside is touched.
 * @param {EventTarget | null} target
 */
function leave(target) {
  if (target instanceof Node && !form.contains(target)) close();
}

const typed = () => whole(input.value);

function open() {
  if (panel.hidden) turn(true);
  const query = typed();
  if (!query) showStart();
  else if (query !== shown) look();
  else select(Math.max(selected, favourite));
}

function close() {
  if (panel.hidden) return;
  renew();
  turn(false);
  select(-1);
}

/**
 * Opens or closes the panel. While it covers a phone, nothing behind it can be reached.
 * @param {boolean} isOpen
 */
function turn(isOpen) {
  panel.hidden = !isOpen;
  form.style.setProperty("--below", `${form.getBoundingClientRect().bottom}px`);
  form.classList.toggle("open", isOpen);
  input.ariaExpanded = `${isOpen}`;
  document.documentElement.classList.toggle("searching", isOpen);
  const covers = isOpen && matchMedia("(max-width: 47.99rem)").matches;
  for (let within = /** @type {HTMLElement} */ (form); within !== document.body; ) {
    const parent = /** @type {HTMLElement} */ (within.parentElement);
    for (const other of parent.children) {
      if (other !== within) /** @type {HTMLElement} */ (other).inert = covers;
    }
    within = parent;
  }
}

/** @param {KeyboardEvent} event */
function key(event) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.isComposing) return;
  if (event.key === "Escape" && panel.hidden) {
    input.blur();
  } else if (event.key === "Escape") {
    close();
  } else if (move && panel.hidden) {
    open();
  } else if (move) {
    const count = options.length;
    if (count) select((Math.max(selected, move < 0 ? 0 : -1) + move + count) % count);
  } else if (event.key === "Enter" && selected >= 0 && typed() === shown) {
    options[selected]?.click();
  } else {
    return;
  }
  event.preventDefault();
}

/** @param {number} at */
function select(at) {
  options[selected]?.setAttribute("aria-selected", "false");
  selected = at;
  const option = options[at];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

/** Lets go of what is still on its way; what comes next has a signal of its own. */
function renew() {
  pending.abort();
  pending = new AbortController();
  clearTimeout(timer);
  return pending.signal;
}

/**
 * Puts something new into the panel.
 * @param {{before?: (Node | string)[], lines?: Node[], ways?: Node[]}} content
 */
function show({ before = [], lines = [], ways = [] }) {
  clearTimeout(timer);
  note.replaceChildren(...before);
  list.replaceChildren(...lines);
  list.hidden = !lines.length;
  after.replaceChildren(...ways);
  options = [...list.querySelectorAll("a")];
  options.forEach((option, at) => (option.id = `search-option-${at}`));
  favourite = -1;
  select(-1);
  panel.scrollTop = 0;
}

/** Nothing typed: what was looked for before on this device, and what goes wrong most often. */
async function showStart() {
  const { words } = setting;
  const signal = renew();
  const common = await symptoms();
  if (signal.aborted) return;
  const recent = searches().map((query) => {
    const line = option(listAddress(query), query);
    line.addEventListener("click", (event) => {
      event.preventDefault();
      input.value = query;
      open();
    });
    return line;
  });
  const forget = button([words.forget], () => {
    store([]);
    input.focus();
    showStart();
  });
  shown = "";
  show(
    recent.length
      ? { before: [el("p", {}, words.recent), forget], lines: [group("recent", ...recent), ...common], ways: waysOn() }
      : { lines: common, ways: waysOn() },
  );
  status.textContent = "";
}

/**
 * Lines that belong together.
 * @param {string} key of the string that names them
 * @param {Node[]} lines
 */
const group = (key, ...lines) => el("div", { role: "group", "aria-label": setting.words[key] }, ...lines);

/** What goes wrong most often, as a group of lines; nothing while the site cannot be asked. */
async function symptoms() {
  const { symptoms } = await engine.open().catch(() => ({ symptoms: [] }));
  const title = el("p", { class: "search-head", "aria-hidden": "true" }, setting.words.symptoms);
  const lines = symptoms.map(([text, address]) => option(setting.base + address, text));
  return lines.length ? [group("symptoms", title, ...lines)] : [];
}

/**
 * Until some milliseconds have passed since the last letter.
 * @param {number} milliseconds
 */
const quiet = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, last + milliseconds - performance.now()));

/** Searches for what is typed, a moment after the last letter; the latest wins. */
async function look() {
  const query = typed();
  const signal = renew();
  if (!shown) timer = window.setTimeout(showWaiting, STILL + PATIENCE);
  try {
    await quiet(PAUSE);
    signal.throwIfAborted();
    // A space at the end says that the last word is whole.
    const text = input.value.trimStart();
    const outcome = await engine.search(text, { signal, verbatim, most: SHOWN + 1, still: quiet(STILL) });
    const { hits } = outcome;
    // One letter that is no word by itself is no search in vain.
    if (!hits.length && query.length < 2) return signal.aborted || shown || showStart();
    const other = hits.length ? [] : await instead(query, verbatim);
    const common = hits.length ? [] : await symptoms();
    if (!hits.length) await quiet(NOTHING);
    if (signal.aborted) return;
    if (hits.length) showHits(query, outcome);
    else showNone(query, other, common);
    shown = query;
    tell(query, outcome, Math.min(hits.length, SHOWN));
  } catch {
    if (!signal.aborted) showTrouble();
  }
}

function showWaiting() {
  show({ ways: [skeleton()] });
  status.textContent = setting.words.loading ?? "";
}

/**
 * @param {string} query
 * @param {Outcome} outcome
 */
function showHits(query, { hits, corrections }) {
  const insist = button(around("insist", query), () => {
    verbatim = true;
    input.focus();
    look();
  });
  const all = el("a", { href: listAddress(query, verbatim ? { exact: "" } : {}) }, setting.words.all);
  show({
    before: corrected(query, corrections, insist),
    lines: hits.slice(0, SHOWN).map(hitOption),
    ways: hits.length > SHOWN ? [all] : [],
  });
  favourite = 0;
  if (!panel.hidden) select(0);
}

/**
 * @param {string} query
 * @param {Node[]} other
 * @param {Node[]} common
 */
function showNone(query, other, common) {
  const none = el("p", {}, ...around("none", query));
  show({ before: [none, el("p", {}, setting.words.none_help), ...other], lines: common, ways: waysOn() });
}

/** The search could not be loaded: say so, and offer what works. */
function showTrouble() {
  const { words } = setting;
  const retry = button([words.retry], () => {
    input.focus();
    look();
  });
  shown = "";
  show({ before: [el("p", {}, words.offline), retry], ways: waysOn() });
  status.textContent = words.offline ?? "";
}

/**
 * Says aloud what came of a search, and lets the contact card know of one in vain.
 * @param {string} query
 * @param {Outcome} outcome
 * @param {number} count how many results are shown
 * @param {string} [kind] what they all are
 */
export function tell(query, { corrections }, count, kind) {
  const { words } = setting;
  const none = (words.none ?? "").replace("{query}", () => query);
  const used = corrections.length ? `${words.corrected} ${mended(query, corrections)}` : undefined;
  status.textContent = (count ? [counted(count), kind, used] : [none]).filter(Boolean).join(" · ");
  handOver(count ? "" : none);
}

/**
 * Lets an e-mail from the contact card begin with what was looked for in vain; it is the customer
 * who sends it.
 * @param {string} subject
 */
function handOver(subject) {
  for (const link of document.querySelectorAll("#contact a[href^='mailto:']")) {
    const [address = ""] = (link.getAttribute("href") ?? "").split("?");
    link.setAttribute("href", subject ? `${address}?subject=${encodeURIComponent(subject)}` : address);
  }
}

/**
 * After a search in vain that asked for more than its words: the nearest that finds something.
 * @param {string} query
 * @param {boolean} verbatim
 * @param {string} [type]
 */
export async function instead(query, verbatim, type) {
  const plain = query.replace(QUOTES, " ").trim();
  if (plain === query && !verbatim && !type) return [];
  const { hits, corrections } = await engine.search(plain);
  return hits.length ? [el("a", { href: listAddress(plain) }, ...around("instead", mended(plain, corrections)))] : [];
}

/** Where to go from here without results: the lists, and the contact card. */
function waysOn() {
  return [...document.querySelectorAll(".menu .lists a")].map((link) => {
    const way = el("a", { href: link.getAttribute("href") ?? "" }, link.textContent ?? "");
    way.addEventListener("click", close);
    return way;
  });
}

/**
 * Keeps a search that found something on the device.
 * @param {string} query
 */
export const remember = (query) =>
  store([query, ...searches().filter((one) => one !== query)].slice(0, REMEMBERED));

/** @returns {string[]} */
function searches() {
  try {
    const kept = JSON.parse(localStorage.getItem(MEMORY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, REMEMBERED) : [];
  } catch {
    return [];
  }
}

/** @param {string[]} queries */
function store(queries) {
  try {
    localStorage.setItem(MEMORY, JSON.stringify(queries));
  } catch {
    // Storage is refused: nothing is remembered.
  }
}

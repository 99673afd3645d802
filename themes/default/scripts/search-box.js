/**
 * The search box, once it was touched: a combobox after the pattern of the ARIA guide, with a panel
 * below it that covers the screen of a phone. It knows nothing of ranking or of files: that is the
 * engine's.
 *
 * The first result is selected as it arrives, so Enter opens it; before that, Enter leads to the
 * page of results, as the form does without any script. Typed text is never changed.
 */

import { counted, el, filled, option, skeleton } from "./search-view.js";

/**
 * @typedef {typeof import("./search-engine.js").createSearch} CreateSearch
 * @typedef {ReturnType<CreateSearch>} Engine
 * @typedef {import("./search-engine.js").Outcome} Outcome
 * @typedef {import("./search-view.js").Words} Words
 */

/** Milliseconds: from the last letter to the search, and from there to the grey lines. */
const PAUSE = 60;
const PATIENCE = 150;

/** Results in the panel, and searches remembered on the device. */
const SHOWN = 5;
const REMEMBERED = 5;
const MEMORY = "dopo.searches";

/**
 * Wakes up the box of `form`, and the page of results when this is one.
 * @param {HTMLFormElement} form
 * @param {CreateSearch} createSearch
 * @param {Response | undefined} root the root file, asked for together with this program
 */
export function start(form, createSearch, root) {
  const address = form.dataset.root ?? "";
  let early = root?.ok ? root : undefined;
  const engine = createSearch({
    root: address,
    fetch: (url, init) => {
      const known = url === address && !init?.cache ? early : undefined;
      early = undefined;
      return known ? Promise.resolve(known) : fetch(url, init);
    },
  });
  const base = address.slice(0, address.indexOf("/_dopo/"));
  /** @type {Words} */
  const words = JSON.parse(form.dataset.strings ?? "{}");
  const box = new Box(form, engine, base, words);
  const place = document.querySelector("[data-results]");
  if (place) import("./search-page.js").then(({ showResults }) => showResults(box, place));
}

/** The box and its panel. */
export class Box {
  /**
   * @param {HTMLFormElement} form
   * @param {Engine} engine
   * @param {string} base
   * @param {Words} words
   */
  constructor(form, engine, base, words) {
    this.form = form;
    this.engine = engine;
    this.base = base;
    this.words = words;
    this.input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    this.status = el("p", { class: "visually-hidden", role: "status" });
    this.note = el("div", { class: "search-note" });
    this.list = el("div", { id: "search-list", role: "listbox", "aria-label": words.results ?? "" });
    this.after = el("div", { class: "search-after" });
    this.panel = el("div", { class: "search-panel", hidden: "" }, this.note, this.list, this.after);
    this.button = el("button", { type: "button", class: "search-close" }, words.close);
    form.querySelector(".search-surface")?.append(this.panel);
    form.querySelector(".search-field")?.append(this.button);
    form.append(this.status);
    this.input.setAttribute("aria-controls", "search-list");
    this.input.setAttribute("aria-autocomplete", "list");
    /** @type {HTMLElement[]} the options, and which is selected */
    this.options = [];
    this.selected = -1;
    this.shown = "";
    this.verbatim = false;
    this.pending = new AbortController();
    this.timer = 0;
    this.listen();
    if (document.activeElement === this.input) this.open();
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.verbatim = false;
      this.open();
    });
    this.input.addEventListener("focus", () => this.open());
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.button.addEventListener("click", () => this.close());
    this.form.addEventListener("submit", () => this.remember());
    this.list.addEventListener("click", () => this.remember());
    this.list.addEventListener("pointermove", (event) => {
      const option = event.target instanceof Element && event.target.closest("[role=option]");
      if (option) this.select(this.options.findIndex((one) => one === option));
    });
    // A press on the panel must not take the cursor out of the box.
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    document.addEventListener("pointerdown", ({ target }) => {
      if (target instanceof Node && !this.form.contains(target)) this.close();
    });
    this.form.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.form.contains(relatedTarget)) this.close();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  get query() {
    return this.input.value.trim();
  }

  open() {
    if (!this.isOpen) {
      this.panel.hidden = false;
      this.form.classList.add("open");
      this.input.ariaExpanded = "true";
      document.documentElement.classList.add("searching");
      setInert(this.form, true);
    }
    if (!this.query) this.showStart();
    else if (this.query !== this.shown || !this.options.length) this.look();
    else this.select(Math.max(this.selected, 0));
  }

  close() {
    if (!this.isOpen && !this.form.classList.contains("open")) return;
    this.pending.abort();
    this.panel.hidden = true;
    this.form.classList.remove("open");
    this.input.ariaExpanded = "false";
    document.documentElement.classList.remove("searching");
    setInert(this.form, false);
    this.select(-1);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (move) {
      event.preventDefault();
      if (!this.isOpen) this.open();
      else if (this.options.length) {
        const count = this.options.length;
        this.select((this.selected + move + count) % count);
      }
    } else if (event.key === "Enter" && this.isOpen && this.query === this.shown) {
      const option = this.options[this.selected];
      if (!option) return;
      event.preventDefault();
      option.click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.isOpen) this.close();
      else this.input.blur();
    }
  }

  /** @param {number} at */
  select(at) {
    this.options[this.selected]?.setAttribute("aria-selected", "false");
    this.selected = at;
    const option = this.options[at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /**
   * Puts something new into the panel.
   * @param {{ note?: (Node | string)[], options?: HTMLElement[], after?: (Node | string)[] }} content
   */
  show({ note = [], options = [], after = [] }) {
    this.note.replaceChildren(...note);
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    this.after.replaceChildren(...after);
    options.forEach((option, at) => (option.id = `search-option-${at}`));
    this.options = options;
    this.selected = -1;
    this.panel.scrollTop = 0;
  }

  /** Nothing typed: what was looked for before on this device, and the index of symptoms. */
  showStart() {
    this.pending.abort();
    this.shown = "";
    const recent = searches();
    const options = recent.map((query) => {
      const option = el("a", {
        class: "hit",
        role: "option",
        tabindex: "-1",
        "aria-selected": "false",
        href: this.resultsAddress(query),
      }, query);
      option.addEventListener("click", (event) => {
        event.preventDefault();
        event.stopPropagation();
        this.input.value = query;
        this.open();
      });
      return option;
    });
    const forget = el("button", { type: "button" }, this.words.forget);
    forget.addEventListener("click", () => {
      store([]);
      this.showStart();
    });
    this.show({
      note: recent.length ? [el("p", {}, this.words.recent), forget] : [],
      options,
      after: this.waysOn(),
    });
    this.status.textContent = "";
  }

  /** Searches for what is typed, a moment after the last letter; the latest wins. */
  async look() {
    const { query } = this;
    this.pending.abort();
    this.pending = new AbortController();
    const { signal } = this.pending;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (signal.aborted || this.options.length) return;
      this.show({ note: [], after: [skeleton()] });
      this.status.textContent = this.words.loading ?? "";
    }, PAUSE + PATIENCE);
    try {
      await pause(PAUSE);
      if (signal.aborted) return;
      // A space at the end says that the last word is whole.
      const text = this.input.value.trimStart();
      const outcome = await this.engine.search(text, { signal, verbatim: this.verbatim });
      if (!signal.aborted) this.showOutcome(query, outcome);
    } catch {
      if (!signal.aborted) this.showTrouble();
    } finally {
      if (!signal.aborted) clearTimeout(this.timer);
    }
  }

  /**
   * @param {string} query
   * @param {Outcome} outcome
   */
  showOutcome(query, outcome) {
    const { hits } = outcome;
    this.shown = query;
    const all = el("a", { class: "search-all", href: this.resultsAddress(query) }, this.words.all);
    all.addEventListener("click", () => this.remember());
    this.show({
      note: hits.length
        ? this.correction(query, outcome, () => this.look())
        : [el("p", {}, ...filled(this.words.none, "query", query)), el("p", {}, this.words.none_help)],
      options: hits.slice(0, SHOWN).map((hit) => option(hit, this.base, this.words)),
      after: hits.length > SHOWN ? [all] : hits.length ? [] : this.waysOn(),
    });
    this.status.textContent = hits.length
      ? counted(this.words, Math.min(hits.length, SHOWN))
      : (this.words.none ?? "").replace("{query}", query);
    if (hits.length && this.isOpen) this.select(0);
  }

  /**
   * Tells of words that were corrected, with the way back to what was typed.
   * @param {string} query
   * @param {Outcome} outcome
   * @param {() => void} again
   * @returns {Node[]}
   */
  correction(query, { corrections }, again) {
    if (!corrections.length) return [];
    let used = query;
    for (const { typed, used: word } of corrections) {
      used = used.toLowerCase().replace(typed.toLowerCase(), () => word);
    }
    const insist = el("button", { type: "button" }, ...filled(this.words.insist, "query", query));
    insist.addEventListener("click", () => {
      this.verbatim = true;
      again();
    });
    return [el("p", {}, `${this.words.corrected} `, el("b", {}, used)), insist];
  }

  /** The search could not be loaded: say so, and offer what works. */
  showTrouble() {
    this.shown = "";
    const retry = el("button", { type: "button" }, this.words.retry);
    retry.addEventListener("click", () => this.look());
    this.show({ note: [el("p", {}, this.words.offline), retry], after: this.waysOn() });
    this.status.textContent = this.words.offline ?? "";
  }

  /** Where to go from here without results: the lists, and the contact card. */
  waysOn() {
    const links = [...document.querySelectorAll(".menu .lists a")].map((link) =>
      el("a", { href: link.getAttribute("href") ?? "" }, link.textContent ?? ""),
    );
    for (const link of links) link.addEventListener("click", () => this.close());
    return links;
  }

  /** @param {string} query */
  resultsAddress(query) {
    return `${this.form.action}?q=${encodeURIComponent(query)}`;
  }

  remember() {
    const { query } = this;
    if (query) store([query, ...searches().filter((one) => one !== query)].slice(0, REMEMBERED));
  }
}

/**
 * While the panel covers a phone, nothing behind it can be reached.
 * @param {HTMLElement} form
 * @param {boolean} inert
 */
function setInert(form, inert) {
  if (inert && !matchMedia("(max-width: 47.99rem)").matches) return;
  for (let within = /** @type {Element} */ (form); within !== document.body; ) {
    const parent = within.parentElement;
    if (!parent) return;
    for (const other of parent.children) {
      if (other !== within && other instanceof HTMLElement) other.inert = inert;
    }
    within = parent;
  }
}

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

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * What search shows, as elements. Text stays text: titles and excerpts are put together from their
 * letters and the places of their marks, never read as HTML.
 *
 * @typedef {import("./search-engine.js").Hit} Hit
 * @typedef {import("./search-engine.js").Mark} Mark
 * @typedef {Record<string, string>} Words the strings of the interface, by key
 */

/**
 * An element with attributes and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string | undefined)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/**
 * A text with some stretches marked.
 * @param {string} text
 * @param {Mark[]} marks in order
 */
function marked(text, marks) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let from = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(from, start), el("mark", {}, text.slice(start, end)));
    from = end;
  }
  return [...parts, text.slice(from)];
}

/**
 * A text with `{name}` filled in by something that stands out.
 * @param {string | undefined} text
 * @param {string} name
 * @param {string} value
 */
export function filled(text, name, value) {
  const [before, ...after] = (text ?? "").split(`{${name}}`);
  return [before ?? "", el("b", {}, value), after.join("")];
}

/**
 * How many results, in words.
 * @param {Words} words
 * @param {number} count
 */
export const counted = (words, count) =>
  (words[count === 1 ? "results_one" : "results_other"] ?? "").replace("{count}", `${count}`);

/**
 * Where a result stands and what it is: category, type.
 * @param {Hit} hit
 * @param {Words} words
 */
function place({ categories, type }, words) {
  return [categories.at(-1), words[`kind_${type}`]].filter(Boolean).join(" · ");
}

/**
 * The part of the article that fits: its step or its heading.
 * @param {Hit} hit
 * @param {Words} words
 */
function passage({ anchor, heading }, words) {
  const step = /^step-(\d+)$/.exec(anchor);
  return step ? (words.step ?? "").replace("{number}", step[1] ?? "") : heading;
}

/**
 * A result in the panel: one link, straight to the passage.
 * @param {Hit} hit
 * @param {string} base
 * @param {Words} words
 */
export function option(hit, base, words) {
  return el(
    "a",
    { class: "hit", role: "option", tabindex: "-1", "aria-selected": "false", href: whole(hit, base, true) },
    el("span", { class: "hit-title" }, ...marked(hit.title, hit.titleMarks)),
    el("span", { class: "hit-text" }, ...marked(hit.excerpt, hit.excerptMarks)),
    el("span", { class: "hit-place" }, place(hit, words)),
  );
}

/**
 * A result on the page of results: the article, and the passage with a link of its own.
 * @param {Hit} hit
 * @param {string} base
 * @param {Words} words
 */
export function item(hit, base, words) {
  const part = hit.anchor && passage(hit, words);
  return el(
    "li",
    { class: "hit" },
    el("a", { class: "hit-title", href: whole(hit, base, false) }, ...marked(hit.title, hit.titleMarks)),
    el("span", { class: "hit-text" }, ...marked(hit.excerpt, hit.excerptMarks)),
    el(
      "div",
      { class: "hit-foot" },
      el("span", { class: "hit-place" }, place(hit, words)),
      part ? el("a", { class: "hit-part", href: whole(hit, base, true) }, part) : undefined,
    ),
  );
}

/**
 * @param {Hit} hit
 * @param {string} base
 * @param {boolean} deep
 */
function whole({ address, anchor }, base, deep) {
  const url = new URL(base + address, location.href);
  if (deep && anchor) url.hash = anchor;
  return url.href;
}

/** Grey lines in the size of what is to come. */
export function skeleton(count = 3) {
  const lines = Array.from({ length: count }, () =>
    el("div", { class: "hit waiting" }, el("span"), el("span"), el("span")),
  );
  return el("div", { "aria-hidden": "true" }, ...lines);
}

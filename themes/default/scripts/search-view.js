/**
 * What search shows, as elements. Text stays text: titles and excerpts are put together from their
 * letters and the places of their marks, never read as HTML.
 *
 * @typedef {import("./search-engine.js").Hit} Hit
 * @typedef {import("./search-engine.js").Mark} Mark
 * @typedef {import("./search-engine.js").Correction} Correction
 * @typedef {Node | string | undefined} Child
 */

/** What all of a page's search shares; `search.js` reads it from the form when it starts. */
export const setting = {
  /** @type {Record<string, string>} the strings of the interface, by key */
  words: {},
  /** the language of those words */
  lang: "",
  /** the path that addresses of articles begin with */
  base: "",
  /** the address of the page of results */
  results: "",
};

/**
 * An element with attributes and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | undefined>} attributes
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name] ?? "");
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/**
 * A button that says `label` and does something.
 * @param {Child[]} label
 * @param {() => void} act
 */
export function button(label, act) {
  const made = el("button", { type: "button" }, ...label);
  made.addEventListener("click", act);
  return made;
}

/**
 * A text with some stretches marked.
 * @param {string} text
 * @param {Mark[]} marks in order
 */
function marked(text, marks) {
  /** @type {Child[]} */
  const parts = [];
  let from = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(from, start), el("mark", {}, text.slice(start, end)));
    from = end;
  }
  return [...parts, text.slice(from)];
}

/**
 * A string of the interface around something that stands out.
 * @param {string} key of a string with `{query}` in it
 * @param {string} query
 */
export function around(key, query) {
  const [before, after] = (setting.words[key] ?? "").split("{query}");
  return [before, el("b", {}, query), after];
}

/**
 * How many results, in words.
 * @param {number} count
 */
export const counted = (count) =>
  (setting.words[count === 1 ? "results_one" : "results_other"] ?? "").replace("{count}", `${count}`);

/**
 * A text without halves of letters, which no address can hold.
 * @param {string} text
 */
export const whole = (text) => text.replace(/\p{Surrogate}/gu, "").trim();

/**
 * What was typed, with its mistakes mended. The engine names them folded, without accents.
 * @param {string} query
 * @param {Correction[]} corrections
 */
export function mended(query, corrections) {
  let text = query.normalize("NFD");
  for (const { typed, used } of corrections) {
    const letters = [...typed.normalize("NFD")].join("\\p{M}*").replace(" ", "\\P{L}+");
    text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${letters}\\p{M}*(?![\\p{L}\\p{N}])`, "iu"), () => used);
  }
  return text.normalize();
}

/**
 * Tells of words that were mended, with the way back to what was typed.
 * @param {string} query
 * @param {Correction[]} corrections
 * @param {HTMLElement} insist
 */
export const corrected = (query, corrections, insist) =>
  corrections.length
    ? [el("p", {}, `${setting.words.corrected} `, el("b", {}, mended(query, corrections))), insist]
    : [];

/**
 * The address of the page that lists the results of a query.
 * @param {string} query
 * @param {{type?: string, exact?: string}} [narrower]
 */
export const listAddress = (query, narrower) =>
  `${setting.results}?${new URLSearchParams({ q: query, ...narrower })}`;

/**
 * The address of what was found: its best passage, or its top.
 * @param {Hit} hit
 * @param {boolean} [isTop]
 */
function hitAddress({ address, anchor }, isTop) {
  const url = new URL(setting.base + address, location.href);
  if (!isTop) url.hash = anchor;
  return url.href;
}

/**
 * A line of the list in the panel.
 * @param {string} href
 * @param {Child[]} children
 */
export const option = (href, ...children) =>
  el("a", { class: "hit", role: "option", tabindex: "-1", "aria-selected": "false", href }, ...children);

/**
 * A result in the panel: one link, straight to the passage.
 * @param {Hit} hit
 */
export const hitOption = (hit) =>
  option(
    hitAddress(hit),
    el("span", { class: "hit-title" }, ...marked(hit.title, hit.titleMarks)),
    el("span", { class: "hit-text" }, ...marked(hit.excerpt, hit.excerptMarks)),
    el("span", { class: "hit-place" }, about(hit)),
  );

/**
 * A result on the page of results: the article, and the passage with a link of its own.
 * @param {Hit} hit
 */
export function hitItem(hit) {
  const { words, lang } = setting;
  const { anchor, checked } = hit;
  const step = anchor.match(/^step-(\d+)$/)?.[1];
  const part = step ? words.step?.replace("{number}", step) : hit.heading;
  const day = checked && new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(checked));
  return el(
    "li",
    { class: "hit" },
    el("a", { class: "hit-title", href: hitAddress(hit, true) }, ...marked(hit.title, hit.titleMarks)),
    ...texts(hit),
    el(
      "div",
      { class: "hit-foot" },
      el("span", { class: "hit-place" }, about(hit, day && words.checked?.replace("{date}", day))),
      anchor && part ? el("a", { class: "hit-part", href: hitAddress(hit) }, part) : undefined,
    ),
  );
}

/**
 * The short answer and the excerpt; when one holds the other it stands alone, marked.
 * @param {Hit} hit
 */
function texts({ answer, excerpt, excerptMarks }) {
  const said = excerpt.replace(/^… | …$/g, "");
  const moved = answer.indexOf(said) - excerpt.indexOf(said);
  const found = el("p", { class: "hit-text" }, ...marked(excerpt, excerptMarks));
  if (said.includes(answer)) return [found];
  if (!answer.includes(said)) return [el("p", { class: "hit-answer" }, answer), found];
  const marks = excerptMarks.map(([start, end]) => /** @type {Mark} */ ([start + moved, end + moved]));
  return [el("p", { class: "hit-answer" }, ...marked(answer, marks))];
}

/**
 * Where a result stands, what it is and when it was checked.
 * @param {Hit} hit
 * @param {string} [checked]
 */
const about = ({ categories, type }, checked) =>
  [categories.at(-1), setting.words[`kind_${type}`], checked].filter(Boolean).join(" · ");

/** Milliseconds before the grey lines: an answer that comes sooner needs none. */
export const PATIENCE = 150;

/** Grey lines in the size of what is to come. */
export const skeleton = () =>
  el(
    "div",
    { "aria-hidden": "true" },
    ...Array.from({ length: 5 }, () =>
      el("div", { class: "hit waiting" }, ...["title", "text", "place"].map((part) => el("span", { class: `hit-${part}` }))),
    ),
  );

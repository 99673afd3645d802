/**
 * Ranked articles → what a result shows, and the last word on their order: words next to each other
 * and accents as typed, which only the texts can tell. The twin of `src/search/reader/show.rs`.
 *
 * @typedef {import("./search-files.js").Article} Article
 * @typedef {import("./search-files.js").Passage} Passage
 * @typedef {import("./search-rank.js").Ranked} Ranked
 * @typedef {import("./search-engine.js").Concept} Concept
 * @typedef {[start: number, end: number]} Mark
 * @typedef {{start: number, end: number, whole: string, concept: number | undefined}} Seen
 *
 * @typedef {object} Hit
 * @property {string} address without the base path
 * @property {string} anchor of the best passage or step; empty for the top
 * @property {string} title
 * @property {string} type
 * @property {string[]} categories
 * @property {string} answer the short one
 * @property {string} checked ISO day
 * @property {string} heading
 * @property {string} excerpt
 * @property {Mark[]} titleMarks
 * @property {Mark[]} excerptMarks
 * @property {number} score
 */

import { EXCERPT, STRIDE } from "./search-numbers.js";
import { fold, units } from "./search-words.js";

/**
 * Whether an article says these words one after the other.
 * @param {Article} article
 * @param {string[]} phrase
 */
export function says([, title, , , answer, , symptoms, passages], phrase) {
  return [title, answer, ...symptoms, ...passages.flatMap(([heading, , text]) => [heading, text])].some((text) => {
    const words = units(text).map(({ whole }) => fold(whole));
    return words.some((_, at) => phrase.every((word, next) => words[at + next] === word));
  });
}

/**
 * @param {Article} article
 * @param {Ranked} ranked
 * @param {Concept[]} concepts
 * @param {Map<string, number>} forms which concept a form is of
 * @returns {Hit}
 */
export function hit(article, ranked, concepts, forms) {
  const [address, title, attributes, categories, answer, checked, symptoms, passages] = article;
  const [heading, anchor, text, steps] = bestPassage(passages, ranked.passage, concepts, forms);
  const inTitle = see(title, forms);
  const inText = see(text, forms);
  const texts = [inTitle, inText, ...[heading, answer, ...symptoms].map((text) => see(text, forms))];
  const { score } = ranked;
  const accented = concepts.some(
    ({ accented }) => accented && texts.some((words) => words.some(({ whole }) => whole === accented)),
  );
  const { excerpt, excerptMarks, first } = excerptOf(text, inText, concepts);
  const step = steps.filter(([start]) => start <= first).pop();
  // Who asks for the article by its title wants to begin at its top.
  const atTop = concepts.every((_, number) => inTitle.some(({ concept }) => concept === number));
  return {
    address,
    anchor: atTop ? "" : step ? `step-${step[1]}` : anchor,
    title,
    type: attributes.find((attribute) => attribute.startsWith("type:"))?.slice(5) ?? "",
    categories,
    answer,
    checked,
    heading: atTop ? "" : heading,
    excerpt,
    titleMarks: marks(inTitle),
    excerptMarks,
    score:
      score + Math.floor((score * nearness(texts, concepts)) / 64) + (accented ? Math.floor(score / 16) : 0),
  };
}

/**
 * The passage in a slot; where several share it, the one with most of the query.
 * @param {Passage[]} passages
 * @param {number} wanted
 * @param {Concept[]} concepts
 * @param {Map<string, number>} forms
 */
function bestPassage(passages, wanted, concepts, forms) {
  /** @type {Passage} */
  let best = ["", "", "", [], []];
  let most = -1;
  passages.forEach((passage, number) => {
    const slot = passages.length > STRIDE ? Math.floor((number * STRIDE) / passages.length) : number;
    if (slot !== wanted) return;
    const worth = distinct(see(`${passage[0]} ${passage[2]}`, forms), concepts);
    if (worth > most) [most, best] = [worth, passage];
  });
  return best;
}

/**
 * How much of the query stands next to each other in the same order, in 64ths.
 * @param {Seen[][]} texts
 * @param {Concept[]} concepts
 */
function nearness(texts, concepts) {
  let [near, all] = [0, 0];
  concepts.slice(1).forEach((next, number) => {
    const worth = next.idf + (concepts[number]?.idf ?? 0);
    all += worth;
    const adjacent = texts.some((words) =>
      words.some(
        ({ concept }, at) =>
          concept === number && words.slice(at + 1, at + 4).some((other) => other.concept === number + 1),
      ),
    );
    if (adjacent) near += worth;
  });
  return all ? Math.floor((near * 64) / all) : 0;
}

/**
 * The words of a text, each with the concept it is of.
 * @param {string} text
 * @param {Map<string, number>} forms
 * @returns {Seen[]}
 */
function see(text, forms) {
  return units(text).map(({ start, end, whole, parts }) => {
    const known = [whole, ...parts].map((form) => forms.get(fold(form)));
    return { start, end, whole, concept: known.find((number) => number !== undefined) };
  });
}

/**
 * How much the different concepts among some words tell together.
 * @param {Seen[]} words
 * @param {Concept[]} concepts
 */
function distinct(words, concepts) {
  const seen = new Set(words.map(({ concept }) => concept));
  return concepts.reduce((sum, { idf }, number) => sum + (seen.has(number) ? idf : 0), 0);
}

/**
 * @param {Seen[]} words
 * @returns {Mark[]}
 */
const marks = (words) =>
  words.flatMap(({ start, end, concept }) => (concept === undefined ? [] : [/** @type {Mark} */ ([start, end])]));

/**
 * The stretch of a text with most of the query, its marks, and where its first word is.
 * @param {string} text
 * @param {Seen[]} words
 * @param {Concept[]} concepts
 */
function excerptOf(text, words, concepts) {
  let [best, at] = [0, 0];
  words.forEach(({ concept, start }, first) => {
    if (concept === undefined) return;
    let last = first + 1;
    while ((words[last]?.end ?? Infinity) <= start + EXCERPT - 40) last++;
    const worth = distinct(words.slice(first, last), concepts);
    if (worth > best) [best, at] = [worth, start];
  });
  // Begin at the line of the first word, or a few words before it.
  const line = text.slice(0, at).lastIndexOf("\n") + 1;
  const start = at - line <= 60 ? line : (words.find((word) => word.start + 40 >= at)?.start ?? at);
  let end = text.length;
  if (end > start + EXCERPT) {
    end = start;
    for (const word of words) if (word.end <= start + EXCERPT && word.end > end) end = word.end;
  }
  const before = start > line ? "… " : "";
  const shift = before.length - start;
  return {
    first: best ? at : -1,
    excerpt: before + text.slice(start, end).replaceAll("\n", " ") + (end < text.length ? " …" : ""),
    excerptMarks: marks(words.filter((word) => word.start >= start && word.end <= end)).map(
      ([from, to]) => /** @type {Mark} */ ([from + shift, to + shift]),
    ),
  };
}

/**
 * What was typed → the words to look up, the twin of `src/search/reader/query.rs`.
 *
 * @typedef {object} Word a word of a query
 * @property {string} form folded
 * @property {string} surface in small letters, with its accents
 * @property {string[]} parts folded, when it has several
 * @property {boolean} open still being typed: words that begin with it count
 * @property {boolean} fn a function word that is here only because it may become another word
 * @property {number} place among all words of the query
 * @property {boolean} quoted never corrected
 *
 * @typedef {ReturnType<typeof parse>} Query
 */

import { LONGEST_QUERY, MOST_WORDS } from "./search-numbers.js";
import { fold, units } from "./search-words.js";

export const QUOTES = /["“”„‟«»＂「」『』]/g;

/**
 * Whether a word is excluded: a minus stands right before it, nothing before the minus, and the word
 * is one of several letters with nothing else up to the next blank. So numbers and codes (`-43`,
 * `-K200`), options (`-v`, `--force`), dashes and `-l'acqua` exclude nothing.
 * @param {string} text
 * @param {import("./search-words.js").Unit} unit
 * @param {string} form
 */
const isExcluded = (text, { start, end, whole }, form) =>
  /(?:^|\p{White_Space})-$/u.test(text.slice(0, start)) &&
  !/^\P{White_Space}*[\p{Alphabetic}\p{N}\p{M}]/u.test(text.slice(end)) &&
  [...form].length > 1 &&
  !/\p{N}/u.test(whole);

/**
 * Takes a text apart. Function words are dropped unless there is nothing else.
 * @param {string} typed
 * @param {string[]} functionWords
 * @param {boolean} [minusCounts] a word after a minus is searched like any other
 */
export function parse(typed, functionWords, minusCounts) {
  const text = [...typed.normalize("NFC")].slice(0, LONGEST_QUERY).join("");
  /** @type {number[]} where quotes open and close, in turn; after a number none opens: it is a number of inches */
  const quotes = [];
  for (const { index = 0 } of text.matchAll(QUOTES)) {
    if (quotes.length % 2 || !/\p{N}$/u.test(text.slice(0, index))) quotes.push(index);
  }
  /** @type {string[][]} */
  const phrases = [];
  /** @type {string[]} */
  const excluded = [];
  /** @type {Word[]} */
  const all = [];
  units(text).forEach((unit, place) => {
    const form = fold(unit.whole);
    if (!form) return;
    // Odd: a quote before it is open. An unclosed quote is a quote to come.
    const before = quotes.filter((quote) => quote < unit.start).length;
    const quoted = before % 2 > 0 && before < quotes.length;
    if (!minusCounts && !quoted && isExcluded(text, unit, form)) {
      excluded.push(form);
      return;
    }
    if (quoted) (phrases[before >> 1] ??= []).push(form);
    const open = unit.end === text.length;
    const fn = functionWords.includes(form);
    all.push({ form, surface: unit.whole, parts: unit.parts.map(fold), open, fn, place, quoted });
  });
  const content = all.some((word) => !word.fn);
  /** @type {Word[]} */
  const words = [];
  for (const word of all) {
    const dropped = content && word.fn && !(word.open && [...word.form].length > 1);
    if (!dropped && words.length < MOST_WORDS && !words.some((known) => known.form === word.form)) {
      words.push({ ...word, fn: word.fn && content });
    }
  }
  return { words, phrases: phrases.filter((phrase) => phrase && phrase.length > 1), excluded };
}

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
 */

import { fold, units } from "./search-words.js";

/** Longer queries are cut, and no more words than this are looked up. */
const LONGEST_QUERY = 300;
const MOST_WORDS = 24;

/**
 * Takes a text apart. Function words are dropped unless there is nothing else.
 * @param {string} typed
 * @param {string[]} functionWords
 */
export function parse(typed, functionWords) {
  const text = [...typed.normalize("NFC")].slice(0, LONGEST_QUERY).join("");
  const quotes = [...text.matchAll(/["“”]/g)].map((quote) => quote.index ?? 0);
  /** @type {string[][]} */
  const phrases = [];
  /** @type {string[]} */
  const excluded = [];
  /** @type {Word[]} */
  const all = [];
  units(text).forEach((unit, place) => {
    const form = fold(unit.whole);
    if (!form) return;
    if (/(?:^| )-$/.test(text.slice(0, unit.start))) {
      excluded.push(form);
      return;
    }
    // Odd: a quote before it is open. An unclosed quote is a quote to come.
    const before = quotes.filter((quote) => quote < unit.start).length;
    const quoted = before % 2 > 0 && before < quotes.length;
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

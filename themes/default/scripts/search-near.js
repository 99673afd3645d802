/** Which words a misspelt one may mean, the twin of `src/search/reader/near.rs`. */

import { MOST_NEAR, NEAR } from "./search-numbers.js";

/** No candidate: too far from the word that was typed. */
const FAR = 99;

/**
 * What an unknown word may be: near words, the best first, and two words it may be without the space
 * between them. Nothing when a function word is nearest: what that means is not looked up either.
 * @param {string} typed
 * @param {[word: string, idf: number][]} candidates
 * @param {string[]} functionWords
 */
export function guess(typed, candidates, functionWords) {
  const letters = [...typed];
  // An ordinary word, merely not used here: another form of it may be, no other word.
  const ordinary = candidates.some(([form, idf]) => !idf && form === typed);
  const known = candidates.filter(([form, idf]) => idf && !functionWords.includes(form));
  // Another word as near as a function word comes first.
  const dull = functionWords.map((word) => /** @type {[string, number]} */ ([word, 255]));
  let near = [...known, ...dull]
    .map(([form, idf]) => ({ form, idf, cost: (ordinary ? byStart : cost)(letters, [...form]) }))
    .filter((word) => word.cost < FAR)
    .sort(
      (one, other) =>
        one.cost - other.cost ||
        one.idf - other.idf ||
        (one.form < other.form ? -1 : one.form > other.form ? 1 : 0),
    );
  const best = near[0]?.cost ?? FAR;
  near = near
    .filter((word, at) => word.cost <= best + 1 && word.form !== near[at - 1]?.form)
    .slice(0, MOST_NEAR);
  if (functionWords.includes(near[0]?.form ?? "")) return { near: [], halves: [] };
  near = near.filter(({ form }) => !functionWords.includes(form));
  const isSplit = !ordinary && best > NEAR && known.length > 0;
  return { near, halves: isSplit ? split(letters, new Map(known)) : [] };
}

/**
 * The best place to put a space into a word, if both halves are known.
 * @param {string[]} letters
 * @param {Map<string, number>} idfs
 */
function split(letters, idfs) {
  const unknown = 999;
  let least = unknown;
  /** @type {string[]} */
  let halves = [];
  for (let at = 3; at < letters.length - 2; at++) {
    const parts = [letters.slice(0, at).join(""), letters.slice(at).join("")];
    const rarest = Math.max(...parts.map((part) => idfs.get(part) ?? unknown));
    if (rarest < least) [least, halves] = [rarest, parts];
  }
  return halves;
}

/**
 * How far a candidate is from a word.
 * @param {string[]} typed
 * @param {string[]} candidate
 */
function cost(typed, candidate) {
  const allowed = typed.length < 6 ? 1 : 2;
  const same = typed[0] === candidate[0];
  let byLetters = FAR;
  if (Math.abs(typed.length - candidate.length) <= allowed) {
    const far = distance(typed, candidate);
    if (far < 2) byLetters = same ? 4 : 5;
    else if (far === 2 && allowed > 1 && (same || typed.length >= 8)) byLetters = same ? 9 : 11;
  }
  return Math.min(byLetters, byStart(typed, candidate));
}

/**
 * How far two forms of one word are from each other.
 * @param {string[]} typed
 * @param {string[]} candidate
 */
function byStart(typed, candidate) {
  let common = 0;
  while (common < typed.length && typed[common] === candidate[common]) common++;
  return common >= 4 && common * 2 >= Math.max(typed.length, candidate.length)
    ? 4 + ((typed.length + candidate.length - 2 * common) >> 1)
    : FAR;
}

/**
 * Insertions, deletions, changes and exchanges of neighbours between two words.
 * @param {string[]} one
 * @param {string[]} other
 */
function distance(one, other) {
  /** @type {number[]} */
  let before = [];
  let last = [0, ...other.map((_, column) => column + 1)];
  one.forEach((letter, row) => {
    const current = [row + 1];
    other.forEach((otherLetter, column) => {
      let best = Math.min(
        (last[column] ?? 0) + (letter === otherLetter ? 0 : 1),
        (last[column + 1] ?? 0) + 1,
        (current[column] ?? 0) + 1,
      );
      if (row && column && one[row - 1] === otherLetter && other[column - 1] === letter) {
        best = Math.min(best, (before[column - 1] ?? 0) + 1);
      }
      current.push(best);
    });
    [before, last] = [last, current];
  });
  return last[other.length] ?? 0;
}

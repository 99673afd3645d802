/**
 * Concepts → the best articles, in whole numbers: the twin of `src/search/reader/rank.rs`.
 *
 * @typedef {{article: number, passage: number, score: number}} Ranked
 */

import { Bytes } from "./search-files.js";
import { BEST, IN_ARTICLE, IN_TITLE, MOST_RESULTS, STRIDE, TITLE, WHOLE } from "./search-numbers.js";

/**
 * Reads the three lists of a group: titles (0), articles (1), passages (2).
 * @param {Uint8Array} bytes
 * @param {number} articles how many there are: numbers beyond are left out
 * @param {(list: number, number: number, impact: number) => void} take
 */
export function lists(bytes, articles, take) {
  const rest = new Bytes(bytes);
  for (let list = 0; list < 3; list++) {
    rest.postings((number, impact) => {
      if (number < (list < 2 ? articles : articles * STRIDE)) take(list, number, impact);
    });
  }
}

/** What one concept gives everywhere: weight × impact, at most 256. */
export class Impacts {
  /**
   * @param {number} idf
   * @param {number} articles
   */
  constructor(idf, articles) {
    this.idf = idf;
    /** Share of the title, by article. */
    this.shares = new Uint16Array(articles);
    /** The weight of the word itself where the title has it. */
    this.titles = new Uint8Array(articles);
    this.articles = new Uint16Array(articles);
    /** By article × STRIDE + slot. */
    this.passages = new Uint16Array(articles * STRIDE);
  }
}

/**
 * The best articles.
 * @param {Impacts[]} concepts
 * @param {Uint32Array} slots which slots of each article have a posting, a bit each
 * @param {Uint32Array} allowed which slots have the wanted attributes
 * @returns {Ranked[]}
 */
export function best(concepts, slots, allowed) {
  const total = Math.max(concepts.reduce((sum, { idf }) => sum + idf, 0), 1);
  /** @type {Ranked[]} */
  const ranked = [];
  const keepBest = () => {
    ranked.sort((one, other) => other.score - one.score || one.article - other.article);
    ranked.length = Math.min(ranked.length, MOST_RESULTS);
  };
  slots.forEach((bits, article) => {
    const may = allowed[article] ?? 0;
    if (!bits || !may) return;
    // The first slot stands for an article that is found by its title alone.
    const one = score(concepts, article, (bits | 1) & may || may & -may, total);
    // Without a score its words stand in passages that are not wanted, and nowhere else.
    if (one.score) ranked.push(one);
    if (ranked.length > 99) keepBest();
  });
  keepBest();
  return ranked;
}

/**
 * Scores an article by its best passage, by all its passages together, and by its title.
 * @param {Impacts[]} concepts
 * @param {number} article
 * @param {number} bits the slots to score it by
 * @param {number} total
 * @returns {Ranked}
 */
function score(concepts, article, bits, total) {
  const own = concepts.map(
    ({ titles, articles }) =>
      (titles[article] ?? 0) * IN_TITLE + (((articles[article] ?? 0) * IN_ARTICLE) >> 4),
  );
  const anywhere = concepts.map(() => 0);
  let [most, passage] = [0, 0];
  for (let left = bits; left; left &= left - 1) {
    const slot = 31 - Math.clz32(left & -left);
    let [sum, matched] = [0, 0];
    // A loop by number: this is run for every passage that has a word of the query.
    for (let number = 0; number < concepts.length; number++) {
      const { idf, passages } = /** @type {Impacts} */ (concepts[number]);
      const impact = passages[article * STRIDE + slot] ?? 0;
      if (impact > (anywhere[number] ?? 0)) anywhere[number] = impact;
      const worth = (own[number] ?? 0) + impact;
      if (worth) {
        sum += idf * worth;
        matched += idf;
      }
    }
    const here = covered(sum, matched, total);
    if (here > most) [most, passage] = [here, slot];
  }
  let [sum, matched, titled, share] = [0, 0, 0, 0];
  concepts.forEach(({ idf, titles, shares }, number) => {
    const worth = (own[number] ?? 0) + (anywhere[number] ?? 0);
    if (worth) {
      sum += idf * worth;
      matched += idf;
    }
    titled += idf * (titles[article] ?? 0);
    share += shares[article] ?? 0;
  });
  titled = Math.floor((titled * 4) / total);
  share = Math.min(share, 256);
  return {
    article,
    passage,
    score:
      Math.floor((most * BEST + covered(sum, matched, total) * WHOLE) / 16) +
      Math.floor((total * titled * titled * (256 + share) * TITLE) / 81920),
  };
}

/**
 * `sum` times the square of the share of the query that matched.
 * @param {number} sum
 * @param {number} matched
 * @param {number} total
 */
function covered(sum, matched, total) {
  const share = Math.floor((matched * 64) / total);
  return Math.floor((sum * share * share) / 4096);
}

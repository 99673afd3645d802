/**
 * The numbers that the search has here and in Rust (`src/search`). `tests/search/numbers.json` says
 * them once more, and a test of each side holds that side to it.
 */

/** Of the format: see `docs/search-format.md`. */
export const FORMAT = 3;
export const LARGEST_FILE = 8 << 20;
export const MOST_ARTICLES = 1 << 20;
export const LONGEST_STORED_WORD = 200;
/** Letters of a mark. */
export const MARK = 4;
/** How many slots for passages an article has. */
export const STRIDE = 32;
/** A prefix spread over more shards than this has a list of its most frequent completions. */
export const SHARDS_PER_PREFIX = 2;

/** Longer queries are cut, and no more words than this are looked up. */
export const LONGEST_QUERY = 300;
export const MOST_WORDS = 24;

export const MOST_COMPLETIONS = 8;
/** The weight of what a word most likely means, of 16, and of completions of a finished word. */
export const LIKELY = 13;
export const UNLIKELY = 6;
/** The weight of a word that is two slips away. */
export const DISTANT = 10;
/** A near word of no higher cost is one slip away. */
export const NEAR = 5;
/** At most this many near words stand in for a word. */
export const MOST_NEAR = 3;

/** What a word in the title is worth beside an impact of 16, and in another text of the article. */
export const IN_TITLE = 10;
export const IN_ARTICLE = 20;
/** The shares of the best passage and of all together, in sixteenths, and of the title. */
export const BEST = 12;
export const WHOLE = 4;
export const TITLE = 12;

/** At most this many results are listed. */
export const MOST_RESULTS = 10;
/** So many of the best are put into their last order by their texts. */
export const REORDERED = 6;
/** A result this many times below the best is not listed. */
export const FAR_BELOW = 20;
/** About how long an excerpt is. */
export const EXCERPT = 200;

/**
 * The search engine of the browser: the twin of `src/search/reader` in Rust, list for list.
 *
 * It reads the root file, then only the shards a query needs, and ranks in whole numbers. There is
 * no code per language in it. This file fetches, and finds what stands for each word of a query; its
 * neighbours take words, files and queries apart, rank, and say what to show.
 *
 * @typedef {import("./search-query.js").Word} Word
 * @typedef {import("./search-files.js").WordShard} WordShard
 * @typedef {import("./search-show.js").Hit} Hit
 * @typedef {import("./search-show.js").Mark} Mark
 *
 * @typedef {{shard: number, place: number, weight: number}} Standing a group that stands for a word
 * @typedef {object} Concept one thing a query asks for
 * @property {string} form
 * @property {number} idf
 * @property {Standing[]} groups
 * @property {string} [accented] the word as typed, when it has accents
 *
 * @typedef {{typed: string, used: string}} Correction
 * @typedef {{hits: Hit[], corrections: Correction[]}} Outcome
 * @typedef {ReturnType<typeof createSearch>} Engine
 *
 * @typedef {object} SearchOptions
 * @property {AbortSignal} [signal]
 * @property {string[]} [attributes] only articles, and of these the passages, with all of them: `type:fix`
 * @property {boolean} [verbatim] take the words as typed
 * @property {number} [most] how many results are wanted: the texts of others are not fetched
 * @property {Promise<unknown>} [still] that the reader pauses: nobody who types on needs texts
 *
 * @typedef {{marks: string, perMark: number}} Marks of the files of a kind: a part of their names
 * @typedef {Marks & {starts: string}} Shards
 *
 * @typedef {object} Root
 * @property {number} format
 * @property {number} articles
 * @property {string} pack the mark of the one file with all others
 * @property {Shards} words
 * @property {Shards} near
 * @property {Shards} reversed
 * @property {Marks & {articles: number}} texts and how many articles share one
 * @property {string} functionWords
 * @property {Record<string, string[]>} attributes the values of each, the most frequent first
 * @property {[symptom: string, address: string][]} symptoms to offer before anything is typed
 */

import { articles, gunzip, must, nearShard, partition, shardOf, starts, unpacked, wordShard } from "./search-files.js";
import { guess } from "./search-near.js";
import {
  DISTANT,
  FAR_BELOW,
  FORMAT,
  LIKELY,
  MARK,
  MOST_ARTICLES,
  MOST_COMPLETIONS,
  NEAR,
  REORDERED,
  SHARDS_PER_PREFIX,
  STRIDE,
  UNLIKELY,
} from "./search-numbers.js";
import { parse } from "./search-query.js";
import { best, Impacts, lists } from "./search-rank.js";
import { hit, says } from "./search-show.js";
import { COMPLETABLE, CORRECTABLE } from "./search-words.js";

/** Asks the site itself, whatever the browser remembers. */
const ANEW = /** @type {const} */ ({ cache: "reload" });

/** So often all is asked for when files are not what they should be. */
const MOST_TRIES = 5;

/** Nobody answers: nothing is wrong with what the site has. */
class Unreachable extends Error {}

/**
 * Opens the index of one language. Nothing is fetched before it is asked.
 * @param {{root: string, fetch?: typeof fetch}} options the address of the root file
 */
export function createSearch({ root: address, fetch: get = (...args) => fetch(...args) }) {
  /** @type {Promise<Index> | undefined} */
  let opened;
  /** @type {RequestInit} how the root is asked for, and the files of an index that made trouble */
  let init = {};
  /** @type {Set<string>} */
  const spoilt = new Set();
  const folder = address.replace(/([^/]*)\.bin$/, "hashed/$1/");

  /**
   * @param {string} url
   * @param {RequestInit} [init]
   */
  async function bytes(url, init) {
    const response = await get(url, init).catch(() => {
      throw new Unreachable(url);
    });
    must(response.ok);
    return gunzip(new Uint8Array(await response.arrayBuffer()));
  }

  async function open() {
    /** @type {Root} */
    const root = JSON.parse(new TextDecoder().decode(await bytes(address, init)));
    const { format, articles, texts } = root;
    must(format === FORMAT && articles >= 0 && articles <= MOST_ARTICLES && texts.articles > 0);
    return new Index(root, (name) => bytes(folder + name, spoilt.has(name) ? ANEW : {}));
  }

  /**
   * Does something with the index. A file that is not there, or is no search file, says that a newer
   * site has taken its place, or that the host answers with a page for what it has not, which the
   * browser may keep for a year. Then all is asked for once more, past what the browser remembers; and
   * again when that was other files: a search asks for words first, then for the texts they lead to.
   * @template T
   * @param {(index: Index) => T | Promise<T>} act
   * @param {AbortSignal} [signal]
   */
  async function use(act, signal) {
    for (let tries = 1; ; tries++) {
      const mine = (opened ??= open());
      try {
        return await act(await mine);
      } catch (error) {
        const index = await mine.catch(() => undefined);
        const isTrouble = !(error instanceof Unreachable) && !signal?.aborted;
        if (opened === mine && (isTrouble || !index)) opened = undefined;
        const before = spoilt.size;
        if (isTrouble) {
          init = ANEW;
          index?.asked.forEach((name) => spoilt.add(name));
        }
        const isNew = tries === 1 || spoilt.size > before;
        if (!isTrouble || !isNew || tries === MOST_TRIES) throw error;
      }
    }
  }

  return {
    /** Fetches the root, so that the first search need not, and tells what it offers. */
    open: () => use(({ root: { attributes, symptoms } }) => ({ types: attributes.type ?? [], symptoms })),
    /**
     * @param {string} text as typed so far
     * @param {SearchOptions} [options]
     */
    search: (text, options = {}) => use((index) => index.search(text, options), options.signal),
  };
}

class Index {
  /**
   * @param {Root} root
   * @param {(name: string) => Promise<Uint8Array>} fetchFile
   */
  constructor(root, fetchFile) {
    this.root = root;
    this.fetchFile = fetchFile;
    this.starts = starts(root.words.starts);
    this.near = starts(root.near.starts);
    this.reversed = starts(root.reversed.starts);
    this.functionWords = root.functionWords.split(" ");
    /** @type {Map<string, Promise<any>>} */
    this.cache = new Map();
    /** @type {Set<string>} */
    this.asked = new Set();
  }

  /**
   * A decoded file of a kind (words, near words, reversed ones, texts), fetched once.
   * @template T
   * @param {"words" | "near" | "reversed" | "texts"} kind
   * @param {number} number
   * @param {(bytes: Uint8Array) => T} read
   * @returns {Promise<T>}
   */
  file(kind, number, read) {
    const { pack, [kind]: { marks, perMark } } = this.root;
    const name = kind.charAt(0) + number;
    if (pack) {
      return this.once(name, async () => {
        const files = await this.once("pack", async () => unpacked(await this.fetched(`pack-${pack}`)));
        return read(files.get(name) ?? new Uint8Array());
      });
    }
    return this.once(name, async () => {
      const at = Math.floor(number / perMark) * MARK;
      return read(await this.fetched(`${name}-${marks.slice(at, at + MARK)}`));
    });
  }

  /** @param {string} name */
  fetched(name) {
    this.asked.add(name);
    return this.fetchFile(name);
  }

  /**
   * @template T
   * @param {string} name
   * @param {() => Promise<T>} make
   * @returns {Promise<T>}
   */
  once(name, make) {
    let known = this.cache.get(name);
    if (!known) {
      known = make();
      known.catch(() => this.cache.delete(name));
      this.cache.set(name, known);
    }
    return known;
  }

  /** @param {number} number */
  words(number) {
    return this.file("words", number, wordShard);
  }

  /** @param {string} form */
  shard(form) {
    return shardOf(this.starts, form);
  }

  /** @param {string} prefix @returns {[number, number]} */
  shards(prefix) {
    return [this.shard(prefix), this.shard(prefix + "\uffff")];
  }

  /**
   * Where excluded words leave nothing, they are searched like the others, and that is told.
   * @param {string} text
   * @param {SearchOptions} options
   * @returns {Promise<Outcome>}
   */
  async search(text, options) {
    if (!this.root.articles) return { hits: [], corrections: [] };
    const query = parse(text, this.functionWords);
    const outcome = await this.find(query, options);
    if (!query.excluded.length || outcome.hits.length || options.verbatim) return outcome;
    const wider = await this.find(parse(text, this.functionWords, true), options);
    if (!wider.hits.length) return outcome;
    const counted = query.excluded.map((used) => ({ typed: `-${used}`, used }));
    return { ...wider, corrections: [...counted, ...wider.corrections] };
  }

  /**
   * @param {import("./search-query.js").Query} query
   * @param {SearchOptions} options
   * @returns {Promise<Outcome>}
   */
  async find(query, { signal, attributes = [], verbatim, most = Infinity, still }) {
    // Ask for every shard at once; what follows awaits them one by one.
    for (const { form, open } of query.words) {
      const [first, last] = this.shards(form);
      void this.words(first).catch(() => {});
      if (open && last - first < SHARDS_PER_PREFIX) void this.words(last).catch(() => {});
    }
    /** @type {Correction[]} */
    const corrections = [];
    const concepts = await this.concepts(query.words, !!verbatim, corrections);
    const excluded = await Promise.all(query.excluded.map((word) => this.exact(word)));
    const only = await Promise.all(attributes.map((attribute) => this.exact(attribute)));
    const ranked = await this.rank(concepts, excluded, only);
    if (!this.root.pack) await still;
    signal?.throwIfAborted();
    // A phrase may be said by any of them.
    const shown = query.phrases.length ? ranked : ranked.slice(0, Math.max(most, REORDERED));
    return { hits: (await this.show(shown, concepts, query.phrases)).slice(0, most), corrections };
  }

  /**
   * The group of exactly this form.
   * @param {string} form
   * @returns {Promise<Standing & {idf: number} | undefined>}
   */
  async exact(form) {
    const number = this.shard(form);
    const { forms, places } = await this.words(number);
    const at = partition(forms, (known) => known < form);
    const found = forms[at] === form ? places[at] : undefined;
    if (!found) return;
    const shard = found[0] < 0 ? number : found[0];
    if (shard >= this.starts.length) return;
    const group = (await this.words(shard)).groups[found[1]];
    return group && { shard, place: found[1], weight: 16, idf: group.idf };
  }

  /**
   * What a query asks for, one after the other.
   * @param {Word[]} words
   * @param {boolean} verbatim
   * @param {Correction[]} corrections
   */
  async concepts(words, verbatim, corrections) {
    const known = await Promise.all(words.map((word) => this.asTyped(word)));
    if (!verbatim) {
      words.forEach(({ form, quoted, fn }, at) => {
        if (!known[at]?.length && !quoted && !fn) void this.candidates(form).catch(() => {});
      });
    }
    /** @type {Concept[]} */
    const found = [];
    for (let at = 0; at < words.length; at++) {
      const word = /** @type {Word} */ (words[at]);
      const here = known[at] ?? [];
      const next = words[at + 1];
      if (next && !verbatim && !word.quoted && next.place === word.place + 1) {
        if (!here.length || !known[at + 1]?.length) {
          const form = word.form + next.form;
          const joined = await this.exact(form);
          if (joined) {
            corrections.push({ typed: `${word.form} ${next.form}`, used: form });
            found.push({ form, idf: joined.idf, groups: [joined] });
            at++;
            continue;
          }
        }
      }
      if (here.length || word.quoted || word.fn || verbatim) found.push(...here);
      else found.push(...(await this.instead(word.form, words.length > 1, corrections)));
    }
    return found;
  }

  /**
   * The concepts of a word taken as typed: itself with its completions, else its parts.
   * @param {Word} word
   * @returns {Promise<Concept[]>}
   */
  async asTyped(word) {
    const whole = await this.whole(word);
    if (whole) return [whole];
    const { parts } = word;
    const found = await Promise.all(
      parts.map((form, at) =>
        this.whole({ ...word, form, surface: form, open: word.open && at + 1 === parts.length, fn: false }),
      ),
    );
    return found.flatMap((concept) => concept ?? []);
  }

  /**
   * @param {Word} word
   * @returns {Promise<Concept | undefined>}
   */
  async whole({ form, surface, open, fn }) {
    const exact = fn ? undefined : await this.exact(form);
    /** @type {Standing[]} */
    const groups = exact ? [exact] : [];
    let idf = exact?.idf ?? 0;
    if (open && COMPLETABLE.test(form)) {
      for (const completion of await this.completions(form)) {
        if (!groups.some((known) => sameGroup(known, completion))) {
          groups.push({ ...completion, weight: exact || fn ? UNLIKELY : LIKELY });
          if (!exact && (!idf || completion.idf < idf)) idf = completion.idf;
        }
      }
      if (fn) idf >>= 1;
    }
    if (!groups.length) return;
    return surface === form ? { form, idf, groups } : { form, idf, groups, accented: surface };
  }

  /**
   * The most frequent groups with a form that begins with a prefix.
   * @param {string} prefix
   */
  async completions(prefix) {
    /** @type {(Standing & {idf: number, form: string})[]} */
    const found = [];
    /** @param {number} shard @param {WordShard} words @param {number} at */
    const take = (shard, { forms, places, groups }, at) => {
      const [other, place] = places[at] ?? [0, 0];
      if (other < 0) {
        found.push({ shard, place, weight: 0, idf: groups[place]?.idf ?? 255, form: forms[at] ?? "" });
      }
    };
    const [first, last] = this.shards(prefix);
    if (last - first < SHARDS_PER_PREFIX) {
      for (let shard = first; shard <= last; shard++) {
        const words = await this.words(shard);
        let at = partition(words.forms, (known) => known < prefix);
        for (; words.forms[at]?.startsWith(prefix); at++) {
          if (!words.forms[at]?.includes(":")) take(shard, words, at);
        }
      }
    } else {
      const listed = ((await this.words(first)).listed.get(prefix) ?? "").split(" ");
      const shards = await Promise.all(listed.map((form) => this.words(this.shard(form))));
      listed.forEach((form, number) => {
        const words = /** @type {WordShard} */ (shards[number]);
        const at = partition(words.forms, (known) => known < form);
        if (words.forms[at] === form) take(this.shard(form), words, at);
      });
    }
    found.sort((one, other) => one.idf - other.idf || (one.form < other.form ? -1 : 1));
    return found
      .filter((group, at) => found.findIndex((known) => sameGroup(known, group)) === at)
      .slice(0, MOST_COMPLETIONS);
  }

  /**
   * The words a misspelt one may mean, from where it sorts and from where it sorts reversed.
   * @param {string} word
   * @returns {Promise<[string, number][]>}
   */
  async candidates(word) {
    if (!CORRECTABLE.test(word)) return [];
    const backwards = reverse(word);
    const [near, reversed] = await Promise.all([
      this.file("near", shardOf(this.near, word), nearShard),
      this.reversed.length ? this.file("reversed", shardOf(this.reversed, backwards), nearShard) : [],
    ]);
    return [...near, ...reversed.map(([form, idf]) => /** @type {[string, number]} */ ([reverse(form), idf]))];
  }

  /**
   * What to search instead of a word that is not there.
   * @param {string} typed
   * @param {boolean} hasOthers there are other words to search for
   * @param {Correction[]} corrections
   * @returns {Promise<Concept[]>}
   */
  async instead(typed, hasOthers, corrections) {
    if (!CORRECTABLE.test(typed)) return [];
    const { near, halves } = guess(typed, await this.candidates(typed), hasOthers ? this.functionWords : []);
    if (halves.length) {
      corrections.push({ typed, used: halves.join(" ") });
      const found = await Promise.all(halves.map((form) => this.exact(form)));
      return found.flatMap((group, at) =>
        group ? { form: halves[at] ?? "", idf: group.idf, groups: [group] } : [],
      );
    }
    /** @type {Concept} */
    const concept = { form: "", idf: 0, groups: [] };
    const found = await Promise.all(near.map(({ form }) => this.exact(form)));
    near.forEach((word, at) => {
      const group = found[at];
      if (!group || concept.groups.some((other) => sameGroup(other, group))) return;
      let weight = word.cost <= NEAR ? LIKELY : DISTANT;
      if (concept.groups.length) {
        weight >>= 1;
        concept.idf = Math.min(concept.idf, group.idf);
      } else {
        corrections.push({ typed, used: word.form });
        concept.form = word.form;
        // Short words are near to many others, so they are less certainly misspelt.
        let sure = [6, 8, 10][[...typed].length - 4] ?? 14;
        if (word.cost > NEAR) sure = Math.floor((sure * 10) / 16);
        concept.idf = (group.idf * sure) >> 4;
      }
      concept.groups.push({ ...group, weight });
    });
    return concept.groups.length ? [concept] : [];
  }

  /**
   * The best articles by the posting lists.
   * @param {Concept[]} concepts
   * @param {(Standing | undefined)[]} excluded
   * @param {(Standing | undefined)[]} only attributes that must be there
   */
  async rank(concepts, excluded, only) {
    const count = this.root.articles;
    /** @param {Standing | undefined} group */
    const bytes = async (group) =>
      (group && (await this.words(group.shard)).groups[group.place]?.bytes) ?? new Uint8Array(3);
    const slots = new Uint32Array(count);
    const given = [];
    for (const { idf, groups } of concepts) {
      const impacts = new Impacts(idf, count);
      const tables = [impacts.shares, impacts.articles, impacts.passages];
      for (const group of groups) {
        lists(await bytes(group), count, (list, number, impact) => {
          const table = /** @type {Uint16Array} */ (tables[list]);
          table[number] = Math.max(table[number] ?? 0, group.weight * impact);
          const article = list < 2 ? number : Math.floor(number / STRIDE);
          slots[article] = (slots[article] ?? 0) | (list < 2 ? 1 : 1 << number % STRIDE);
          if (!list) impacts.titles[number] = Math.max(impacts.titles[number] ?? 0, group.weight);
        });
      }
      given.push(impacts);
    }
    for (const group of excluded) {
      lists(await bytes(group), count, (list, number) => {
        slots[list < 2 ? number : Math.floor(number / STRIDE)] = 0;
      });
    }
    const allowed = new Uint32Array(count).fill(-1);
    for (const group of only) {
      const have = new Uint32Array(count);
      lists(await bytes(group), count, (list, number) => {
        const article = list < 2 ? number : Math.floor(number / STRIDE);
        have[article] = (have[article] ?? 0) | (list < 2 ? -1 : 1 << number % STRIDE);
      });
      have.forEach((bits, article) => (allowed[article] = (allowed[article] ?? 0) & bits));
    }
    return best(given, slots, allowed);
  }

  /**
   * What results show, in their last order.
   * @param {import("./search-rank.js").Ranked[]} ranked
   * @param {Concept[]} concepts
   * @param {string[][]} phrases
   */
  async show(ranked, concepts, phrases) {
    const perText = this.root.texts.articles;
    const texts = ranked.map(({ article }) => this.file("texts", Math.floor(article / perText), articles));
    /** @type {Map<string, number>} */
    const forms = new Map();
    for (const [number, { form, groups }] of concepts.entries()) {
      if (!forms.has(form)) forms.set(form, number);
      for (const { shard, place } of groups) {
        const words = await this.words(shard);
        words.places.forEach((known, at) => {
          const form = words.forms[at] ?? "";
          if (known[0] < 0 && known[1] === place && !forms.has(form)) forms.set(form, number);
        });
      }
    }
    const stored = await Promise.all(texts);
    let hits = ranked.map((one, at) => {
      const article = stored[at]?.[one.article % perText];
      must(Array.isArray(article) && Array.isArray(article[6]) && Array.isArray(article[7]));
      const found = /** @type {import("./search-files.js").Article} */ (article);
      const said = phrases.every((phrase) => says(found, phrase));
      return { said, number: one.article, hit: hit(found, one, concepts, forms) };
    });
    // The texts are cut, so a phrase nobody seems to say may be said beyond the cut.
    if (hits.some(({ said }) => said)) hits = hits.filter(({ said }) => said);
    const top = hits.splice(0, REORDERED);
    top.sort((one, other) => other.hit.score - one.hit.score || one.number - other.number);
    const best = top[0]?.hit.score ?? 0;
    return [...top, ...hits].map(({ hit }) => hit).filter(({ score }) => score * FAR_BELOW >= best);
  }
}

/** @param {string} word */
const reverse = (word) => [...word].reverse().join("");

/**
 * @param {Standing} one
 * @param {Standing} other
 */
const sameGroup = (one, other) => one.shard === other.shard && one.place === other.place;

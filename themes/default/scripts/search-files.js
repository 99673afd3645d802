/**
 * The bytes of the search files → words and postings; `docs/search-format.md` describes them field by
 * field. Everything read comes from a network: a file that lies about a length is an error, never a
 * stall.
 *
 * @typedef {object} WordShard
 * @property {string[]} forms
 * @property {[shard: number, place: number][]} places shard -1 is this one
 * @property {{idf: number, bytes: Uint8Array}[]} groups
 * @property {Map<string, string>} listed completions of a prefix that is spread over many shards
 *
 * @typedef {[heading: string, anchor: string, text: string, steps: [number, number][], attributes: string[]]} Passage
 * @typedef {[address: string, title: string, attributes: string[], categories: string[], answer: string, checked: string, symptoms: string[], passages: Passage[]]} Article
 */

import { LARGEST_FILE, LONGEST_STORED_WORD } from "./search-numbers.js";

/** @param {boolean} fine */
export function must(fine) {
  if (!fine) throw new Error("damaged search file");
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

export class Bytes {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  number() {
    let number = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.bytes[this.at++];
      must(byte !== undefined);
      number |= (/** @type {number} */ (byte) & 127) << shift;
      if (/** @type {number} */ (byte) < 128) return number;
    }
    must(false);
    return 0;
  }

  /** A number of things that take at least a byte each. */
  count() {
    const count = this.number();
    must(count <= this.bytes.length - this.at);
    return count;
  }

  /** @param {number} length */
  slice(length) {
    const slice = this.bytes.subarray(this.at, (this.at += length));
    must(slice.length === length);
    return slice;
  }

  text() {
    return utf8.decode(this.slice(this.number()));
  }

  words() {
    const heads = Array.from({ length: this.count() }, () => [this.number(), this.number()]);
    let word = "";
    return heads.map(([units = 0, length = 0]) => {
      must(units <= word.length && !/[\ud800-\udbff]$/.test(word.slice(0, units)));
      word = word.slice(0, units) + utf8.decode(this.slice(length));
      must(word.length <= LONGEST_STORED_WORD);
      return word;
    });
  }

  /** @param {(number: number, impact: number) => void} take */
  postings(take) {
    for (let runs = this.count(); runs > 0; runs--) {
      const head = this.number();
      const count = head >> 4;
      must(count <= this.bytes.length - this.at);
      for (let number = 0, left = count; left > 0; left--) {
        take((number += this.number()), (head & 15) + 1);
      }
    }
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
export async function gunzip(bytes) {
  if (bytes[0] !== 31 || bytes[1] !== 139) return bytes;
  const body = new Blob([/** @type {BlobPart} */ (bytes)]).stream();
  const reader = body.pipeThrough(new DecompressionStream("gzip")).getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LARGEST_FILE) await reader.cancel();
    must(length <= LARGEST_FILE);
    chunks.push(value);
  }
  const all = new Uint8Array(length);
  length = 0;
  for (const chunk of chunks) {
    all.set(chunk, length);
    length += chunk.length;
  }
  return all;
}

/**
 * @param {Uint8Array} bytes
 * @returns {WordShard}
 */
export function wordShard(bytes) {
  const rest = new Bytes(bytes);
  const forms = rest.words();
  let fresh = 0;
  const places = forms.map(() => {
    const code = rest.number();
    if (!code) return /** @type {[number, number]} */ ([-1, fresh++]);
    return /** @type {[number, number]} */ (
      code & 1 ? [-1, code >> 1] : [(code >> 1) - 1, rest.number()]
    );
  });
  const sizes = Array.from({ length: rest.count() }, () => {
    const [idf = 0] = rest.slice(1);
    return { idf, length: rest.number() };
  });
  const groups = sizes.map(({ idf, length }) => ({ idf, bytes: rest.slice(length) }));
  const listed = new Map(Array.from({ length: rest.count() }, () => [rest.text(), rest.text()]));
  return { forms, places, groups, listed };
}

/**
 * @param {Uint8Array} bytes
 * @returns {[word: string, idf: number][]}
 */
export function nearShard(bytes) {
  const rest = new Bytes(bytes);
  const words = rest.words();
  const idfs = rest.slice(words.length);
  return words.map((word, number) => [word, idfs[number] ?? 0]);
}

/**
 * How many items of a sorted list come before the first that is not `before`.
 * @param {string[]} list
 * @param {(item: string) => boolean} before
 */
export function partition(list, before) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(list[middle] ?? "")) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The shard in which a word sorts.
 * @param {string[]} starts
 * @param {string} word
 */
export const shardOf = (starts, word) => Math.max(partition(starts, (start) => start <= word) - 1, 0);

/**
 * The files of a pack by name.
 * @param {Uint8Array} bytes
 */
export function unpacked(bytes) {
  const rest = new Bytes(bytes);
  return new Map(Array.from({ length: rest.count() }, () => [rest.text(), rest.slice(rest.number())]));
}

/**
 * The articles of a text file.
 * @param {Uint8Array} bytes
 */
export const articles = (bytes) => /** @type {Article[]} */ (JSON.parse(utf8.decode(bytes)));

/**
 * Where each shard of a kind begins: each start says by a capital letter how much of the one before
 * it begins with (A is nothing).
 * @param {string} packed
 */
export function starts(packed) {
  let start = "";
  return (packed.match(/[A-Z][^A-Z]*/g) ?? []).map(
    (one) => (start = start.slice(0, one.charCodeAt(0) - 65) + one.slice(1)),
  );
}

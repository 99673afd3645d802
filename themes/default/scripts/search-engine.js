/**
 * The search engine of the browser: the twin of `src/search/reader` in Rust, list for list.
 *
 * It reads the root file, then only the shards a query needs, and ranks in whole numbers. There is
 * no code per language in it. `docs/search-format.md` describes the files. Everything read comes
 * from a network: a file that lies about a length is an error, never a stall.
 */

/**
 * @typedef {object} Unit a stretch of text that is looked up as one thing
 * @property {number} start
 * @property {number} end
 * @property {string} whole its surface as one word
 * @property {string[]} parts when it has several
 *
 * @typedef {object} Word a word of a query
 * @property {string} form
 * @property {string[]} parts
 * @property {boolean} open still being typed
 * @property {boolean} fn a function word that may become another word
 * @property {number} place
 * @property {boolean} quoted
 *
 * @typedef {{shard: number, place: number, weight: number}} Standing a group that stands for a word
 * @typedef {{form: string, idf: number, groups: Standing[]}} Concept
 * @typedef {{typed: string, used: string}} Correction
 * @typedef {[start: number, end: number]} Mark
 * @typedef {{start: number, end: number, concept: number | undefined}} Seen
 * @typedef {[heading: string, anchor: string, text: string, steps: [number, number][]]} Passage
 * @typedef {[address: string, title: string, type: string, categories: string[], passages: Passage[]]} Article
 *
 * @typedef {object} Hit
 * @property {string} address without the base path
 * @property {string} anchor of the best passage or step; empty for the top
 * @property {string} title
 * @property {string} type
 * @property {string[]} categories
 * @property {string} heading
 * @property {string} excerpt
 * @property {Mark[]} titleMarks
 * @property {Mark[]} excerptMarks
 * @property {number} score
 *
 * @typedef {{hits: Hit[], corrections: Correction[]}} Outcome
 * @typedef {{signal?: AbortSignal, type?: string, verbatim?: boolean}} SearchOptions
 *
 * @typedef {object} Root
 * @property {number} format
 * @property {string} folder
 * @property {number} articles
 * @property {number} perText
 * @property {string} words
 * @property {string} near
 * @property {string} reversed
 * @property {string} functionWords
 * @property {boolean} pack
 *
 * @typedef {object} WordShard
 * @property {string[]} forms
 * @property {[shard: number, place: number][]} places shard -1 is this one
 * @property {{idf: number, bytes: Uint8Array}[]} groups
 * @property {Map<string, string>} listed
 */

const FORMAT = 1;
const STRIDE = 32;
const LARGEST_FILE = 8 << 20;

// ---- words ----

const PAIR =
  "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
const CHARACTER = "[\\p{Alphabetic}\\p{N}\\p{M}]";
const LETTERS = `(?:(?![\\u02bc${PAIR}])${CHARACTER})+`;
const CHUNK = new RegExp(`((?:(?=${CHARACTER})[${PAIR}])+)|${LETTERS}(?:[-._'’ʼ‐‑]${LETTERS})*`, "gu");
const COMPLETABLE = new RegExp(`[${PAIR}]|..`, "u");
const CORRECTABLE = new RegExp(`^(?:(?![${PAIR}])\\p{Alphabetic}){4,24}$`, "u");
/** @type {Record<string, string>} */
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ" };

/**
 * The units of a text, in order.
 * @param {string} text NFC
 * @returns {Unit[]}
 */
export function units(text) {
  /** @type {Unit[]} */
  const found = [];
  for (const match of text.matchAll(CHUNK)) {
    let at = match.index ?? 0;
    if (match[1]) {
      const characters = [...match[1]];
      characters.forEach((character, number) => {
        const next = characters[number + 1];
        const whole = character + (next ?? "");
        if (next || characters.length < 2) {
          found.push({ start: at, end: at + whole.length, whole: whole.toLowerCase(), parts: [] });
        }
        at += character.length;
      });
      continue;
    }
    let first = -1;
    let last = 0;
    for (const piece of match[0].split(/['’ʼ]/)) {
      const end = at + piece.length;
      if (first < 0) {
        [first, last] = [at, end];
      } else if (/^t$/i.test(piece)) {
        last = end;
      } else if (!/^(?:s|re|ll|ve|d|m)$/i.test(piece)) {
        found.push(unit(text, first, last));
        [first, last] = [at, end];
      }
      at = end + 1;
    }
    found.push(unit(text, first, last));
  }
  return found;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Unit}
 */
function unit(text, start, end) {
  let parts = text.slice(start, end).toLowerCase().replace(/['’ʼ]/g, "").split(/[-._‐‑]/);
  const whole = parts.join(parts.every((part) => /^\d+$/.test(part)) ? "." : "");
  if (parts.length < 2) {
    parts = whole.match(/\d+|\D+/g) ?? [];
    if (parts.length < 2 || parts.length > 3) parts = [];
  }
  return { start, end, whole, parts };
}

/**
 * The folded form of a surface.
 * @param {string} surface
 */
export function fold(surface) {
  return /^[a-z0-9.]*$/.test(surface)
    ? surface
    : surface
        .normalize("NFKD")
        .replace(/[\u0300-\u036f]/g, "")
        .replace(/[ßæœøłđıς]/g, (letter) => PLAIN[letter] ?? "")
        .replace(/[^\p{Alphabetic}\p{N}\p{M}.]|ʼ/gu, "")
        .normalize("NFC")
        .toLowerCase();
}

// ---- bytes ----

/** @param {boolean} fine */
function must(fine) {
  if (!fine) throw new Error("damaged search file");
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

class Bytes {
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
      must(word.length <= 200);
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
async function gunzip(bytes) {
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
function wordShard(bytes) {
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
function nearShard(bytes) {
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
function partition(list, before) {
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
const shardOf = (starts, word) => Math.max(partition(starts, (start) => start <= word) - 1, 0);

// ---- query ----

/**
 * @param {string} typed
 * @param {string[]} functionWords
 */
export function parse(typed, functionWords) {
  const text = [...typed.normalize("NFC")].slice(0, 300).join("");
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
    const before = quotes.filter((quote) => quote < unit.start).length;
    const quoted = before % 2 > 0 && before < quotes.length;
    if (quoted) (phrases[before >> 1] ??= []).push(form);
    const open = unit.end === text.length;
    const fn = functionWords.includes(form);
    all.push({ form, parts: unit.parts.map(fold), open, fn, place, quoted });
  });
  const content = all.some((word) => !word.fn);
  /** @type {Word[]} */
  const words = [];
  for (const word of all) {
    const dropped = content && word.fn && !(word.open && [...word.form].length > 1);
    if (!dropped && words.length < 12 && !words.some((known) => known.form === word.form)) {
      words.push({ ...word, fn: word.fn && content });
    }
  }
  return { words, phrases: phrases.filter((phrase) => phrase && phrase.length > 1), excluded };
}

// ---- near words ----

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

/**
 * How far two forms of one word are from each other; 99 when too little is the same.
 * @param {string[]} typed
 * @param {string[]} candidate
 */
function byStart(typed, candidate) {
  let common = 0;
  while (common < typed.length && typed[common] === candidate[common]) common++;
  return common >= 4 && common * 10 >= Math.max(typed.length, candidate.length) * 6
    ? 4 + ((typed.length + candidate.length - 2 * common) >> 1)
    : 99;
}

/**
 * How far a candidate is from a word; 99 when it is another word.
 * @param {string[]} typed
 * @param {string[]} candidate
 */
function cost(typed, candidate) {
  const allowed = typed.length < 6 ? 1 : 2;
  const same = typed[0] === candidate[0];
  let byLetters = 99;
  if (Math.abs(typed.length - candidate.length) <= allowed) {
    const far = distance(typed, candidate);
    if (far < 2) byLetters = same ? 4 : 5;
    else if (far === 2 && allowed > 1 && (same || typed.length >= 8)) byLetters = same ? 9 : 11;
  }
  return Math.min(byLetters, byStart(typed, candidate));
}

// ---- the engine ----

/** A file that is not there: a newer site may have taken its place. */
class Missing extends Error {}

/**
 * Opens the index of one language. Nothing is fetched before it is asked.
 * @param {{root: string, fetch?: typeof fetch}} options the address of the root file
 */
export function createSearch({ root: address, fetch: get = (...args) => fetch(...args) }) {
  /** @type {Promise<Index> | undefined} */
  let opened;

  /**
   * @param {string} url
   * @param {RequestInit} [init]
   */
  async function bytes(url, init) {
    const response = await get(url, init);
    if (!response.ok) throw new Missing(`${response.status} ${url}`);
    return gunzip(new Uint8Array(await response.arrayBuffer()));
  }

  /** @param {RequestInit} [init] */
  function open(init) {
    opened = bytes(address, init).then((file) => {
      /** @type {Root} */
      const root = JSON.parse(utf8.decode(file));
      must(root.format === FORMAT && root.articles >= 0 && root.articles <= 1 << 20 && root.perText > 0);
      const folder = new URL(`hashed/${encodeURIComponent(root.folder)}/`, new URL(address, globalThis.location?.href));
      return new Index(root, (name) => bytes(new URL(name, folder).href));
    });
    opened.catch(() => (opened = undefined));
    return opened;
  }

  return {
    /** Fetches the root, so that the first search need not. */
    open: async () => void (await (opened ?? open())),
    /**
     * @param {string} text as typed so far
     * @param {SearchOptions} [options]
     * @returns {Promise<Outcome>}
     */
    async search(text, options = {}) {
      const index = await (opened ?? open());
      try {
        return await index.search(text, options);
      } catch (error) {
        if (!(error instanceof Missing) || options.signal?.aborted) throw error;
        const newer = await open({ cache: "reload" });
        if (newer.root.folder === index.root.folder) throw error;
        return newer.search(text, options);
      }
    },
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
    this.starts = root.words.split(" ");
    this.near = root.near.split(" ");
    this.reversed = root.reversed ? root.reversed.split(" ") : [];
    this.functionWords = root.functionWords.split(" ");
    /** @type {Map<string, Promise<any>>} */
    this.cache = new Map();
  }

  /**
   * A decoded file, fetched once.
   * @template T
   * @param {string} name
   * @param {(bytes: Uint8Array) => T} read
   * @returns {Promise<T>}
   */
  file(name, read) {
    let known = this.cache.get(name);
    if (!known) {
      const bytes =
        this.root.pack && name !== "pack"
          ? this.file("pack", unpacked).then((files) => files.get(name) ?? new Uint8Array())
          : this.fetchFile(name);
      known = bytes.then(read);
      known.catch(() => this.cache.delete(name));
      this.cache.set(name, known);
    }
    return known;
  }

  /** @param {number} number */
  words(number) {
    return this.file(`w${number}`, wordShard);
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
   * @param {string} text
   * @param {SearchOptions} options
   * @returns {Promise<Outcome>}
   */
  async search(text, { signal, type, verbatim }) {
    if (!this.root.articles) return { hits: [], corrections: [] };
    const query = parse(text, this.functionWords);
    // Ask for every shard at once; what follows awaits them one by one.
    for (const { form, parts, open } of query.words) {
      for (const part of [form, ...parts]) void this.words(this.shard(part)).catch(() => {});
      const [first, last] = this.shards(form);
      if (open && last - first < 2) void this.words(last).catch(() => {});
    }
    /** @type {Correction[]} */
    const corrections = [];
    const concepts = await this.concepts(query.words, !!verbatim, corrections);
    const excluded = await Promise.all(query.excluded.map((word) => this.exact(word)));
    const only = type ? [await this.exact(`type:${type}`)] : undefined;
    const ranked = await this.rank(concepts, excluded, only);
    signal?.throwIfAborted();
    return { hits: await this.show(ranked, concepts, query.phrases), corrections };
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
      else found.push(...(await this.instead(word.form, corrections)));
    }
    return found;
  }

  /**
   * @param {Word} word
   * @returns {Promise<Concept[]>}
   */
  async asTyped(word) {
    const whole = await this.whole(word);
    if (whole) return [whole];
    const { parts } = word;
    const found = await Promise.all(
      parts.map((form, at) =>
        this.whole({ ...word, form, open: word.open && at + 1 === parts.length, fn: false }),
      ),
    );
    return found.flatMap((concept) => concept ?? []);
  }

  /**
   * @param {Word} word
   * @returns {Promise<Concept | undefined>}
   */
  async whole({ form, open, fn }) {
    const exact = fn ? undefined : await this.exact(form);
    /** @type {Standing[]} */
    const groups = exact ? [exact] : [];
    let idf = exact?.idf ?? 0;
    if (open && COMPLETABLE.test(form)) {
      for (const completion of await this.completions(form)) {
        if (!groups.some((known) => sameGroup(known, completion))) {
          groups.push({ ...completion, weight: exact || fn ? 6 : 13 });
          if (!exact && (!idf || completion.idf < idf)) idf = completion.idf;
        }
      }
      if (fn) idf >>= 1;
    }
    return groups.length ? { form, idf, groups } : undefined;
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
    if (last - first < 2) {
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
      .slice(0, 8);
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
      this.file(`n${shardOf(this.near, word)}`, nearShard),
      this.reversed.length ? this.file(`r${shardOf(this.reversed, backwards)}`, nearShard) : [],
    ]);
    return [...near, ...reversed.map(([form, idf]) => /** @type {[string, number]} */ ([reverse(form), idf]))];
  }

  /**
   * What to search instead of a word that is not there.
   * @param {string} typed
   * @param {Correction[]} corrections
   * @returns {Promise<Concept[]>}
   */
  async instead(typed, corrections) {
    const all = await this.candidates(typed);
    const letters = [...typed];
    const ordinary = all.some(([form, idf]) => !idf && form === typed);
    const known = all.filter(([, idf]) => idf);
    let near = known
      .map(([form, idf]) => ({ form, idf, cost: (ordinary ? byStart : cost)(letters, [...form]) }))
      .filter((word) => word.cost < 99)
      .sort(
        (one, other) =>
          one.cost - other.cost ||
          one.idf - other.idf ||
          (one.form < other.form ? -1 : one.form > other.form ? 1 : 0),
      );
    const best = near[0]?.cost ?? 99;
    near = near
      .filter((word, at) => word.cost <= best + 1 && word.form !== near[at - 1]?.form)
      .slice(0, 3);
    if (best > 5 && !ordinary) {
      const idfs = new Map(known);
      let least = 999;
      /** @type {string[]} */
      let halves = [];
      for (let at = 3; at < letters.length - 2; at++) {
        const parts = [letters.slice(0, at).join(""), letters.slice(at).join("")];
        const rarest = Math.max(...parts.map((part) => idfs.get(part) ?? 999));
        if (rarest < least) [least, halves] = [rarest, parts];
      }
      if (halves.length) {
        corrections.push({ typed, used: halves.join(" ") });
        const found = await Promise.all(halves.map((form) => this.exact(form)));
        return found.flatMap((group, at) =>
          group ? { form: halves[at] ?? "", idf: group.idf, groups: [group] } : [],
        );
      }
    }
    /** @type {Concept} */
    const concept = { form: "", idf: 0, groups: [] };
    const found = await Promise.all(near.map(({ form }) => this.exact(form)));
    near.forEach((word, at) => {
      const group = found[at];
      if (!group || concept.groups.some((other) => sameGroup(other, group))) return;
      let weight = word.cost <= 5 ? 13 : 10;
      if (concept.groups.length) {
        weight >>= 1;
        concept.idf = Math.min(concept.idf, group.idf);
      } else {
        corrections.push({ typed, used: word.form });
        concept.form = word.form;
        let sure = [6, 8, 10][letters.length - 4] ?? 14;
        if (word.cost > 5) sure = Math.floor((sure * 10) / 16);
        concept.idf = (group.idf * sure) >> 4;
      }
      concept.groups.push({ ...group, weight });
    });
    return concept.groups.length ? [concept] : [];
  }

  /**
   * The best articles, in whole numbers.
   * @param {Concept[]} concepts
   * @param {(Standing | undefined)[]} excluded
   * @param {(Standing | undefined)[] | undefined} only
   */
  async rank(concepts, excluded, only) {
    const count = this.root.articles;
    const touched = new Uint8Array(count);
    /**
     * @param {(Standing | undefined)[]} groups
     * @param {(list: number, number: number, value: number, weight: number) => void} take
     */
    const read = async (groups, take) => {
      for (const group of groups) {
        if (!group) continue;
        const rest = new Bytes((await this.words(group.shard)).groups[group.place]?.bytes ?? new Uint8Array());
        for (let list = 0; list < 3; list++) {
          rest.postings((number, impact) => {
            if (number < (list < 2 ? count : count * STRIDE)) {
              take(list, number, group.weight * impact, group.weight);
            }
          });
        }
      }
    };
    const tables = [];
    for (const { idf, groups } of concepts) {
      const lists = [new Uint16Array(count), new Uint16Array(count), new Uint16Array(count * STRIDE)];
      const titles = new Uint16Array(count);
      await read(groups, (list, number, value, weight) => {
        const table = /** @type {Uint16Array} */ (lists[list]);
        if (value > (table[number] ?? 0)) table[number] = value;
        touched[list < 2 ? number : Math.floor(number / STRIDE)] = 1;
        if (!list && weight > (titles[number] ?? 0)) titles[number] = weight;
      });
      tables.push({ idf, lists, titles });
    }
    await read(excluded, (list, number) => {
      touched[list < 2 ? number : Math.floor(number / STRIDE)] = 0;
    });
    if (only) {
      const allowed = new Uint8Array(count);
      await read(only, (_, number) => {
        if (number < count) allowed[number] = 1;
      });
      allowed.forEach((fine, article) => {
        if (!fine) touched[article] = 0;
      });
    }
    const total = Math.max(concepts.reduce((sum, { idf }) => sum + idf, 0), 1);
    /** @param {number} sum @param {number} matched */
    const covered = (sum, matched) => {
      const share = Math.floor((matched * 64) / total);
      return Math.floor((sum * share * share) / 4096);
    };
    const ranked = [];
    for (let article = 0; article < count; article++) {
      if (!touched[article]) continue;
      const own = tables.map(
        ({ lists, titles }) =>
          (titles[article] ?? 0) * 10 + Math.floor(((lists[1]?.[article] ?? 0) * 20) / 16),
      );
      const anywhere = tables.map(() => 0);
      let [best, passage] = [0, 0];
      for (let slot = 0; slot < STRIDE; slot++) {
        let [sum, matched, here] = [0, 0, !slot];
        tables.forEach(({ idf, lists }, number) => {
          const impact = lists[2]?.[article * STRIDE + slot] ?? 0;
          const worth = (own[number] ?? 0) + impact;
          if (impact > (anywhere[number] ?? 0)) anywhere[number] = impact;
          if (impact) here = true;
          if (worth) {
            sum += idf * worth;
            matched += idf;
          }
        });
        const score = here ? covered(sum, matched) : 0;
        if (score > best) [best, passage] = [score, slot];
      }
      let [sum, matched, titled, share] = [0, 0, 0, 0];
      tables.forEach(({ idf, lists, titles }, number) => {
        const worth = (own[number] ?? 0) + (anywhere[number] ?? 0);
        if (worth) {
          sum += idf * worth;
          matched += idf;
        }
        titled += idf * (titles[article] ?? 0);
        share += lists[0]?.[article] ?? 0;
      });
      titled = Math.floor((titled * 4) / total);
      share = Math.min(share, 256);
      const score =
        Math.floor((best * 12 + covered(sum, matched) * 4) / 16) +
        Math.floor((total * titled * titled * (256 + share) * 12) / 81920);
      ranked.push({ article, passage, score });
    }
    ranked.sort((one, other) => other.score - one.score || one.article - other.article);
    return ranked.slice(0, 10);
  }

  /**
   * What results show, in their last order.
   * @param {{article: number, passage: number, score: number}[]} ranked
   * @param {Concept[]} concepts
   * @param {string[][]} phrases
   */
  async show(ranked, concepts, phrases) {
    const { perText } = this.root;
    const texts = ranked.map(({ article }) =>
      this.file(`t${Math.floor(article / perText)}`, (bytes) => /** @type {Article[]} */ (JSON.parse(utf8.decode(bytes)))),
    );
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
    let hits = ranked.map(({ article, passage, score }, at) => {
      const found = stored[at]?.[article % perText];
      must(Array.isArray(found) && Array.isArray(found[4]));
      const shown = /** @type {Article} */ (found);
      const said = phrases.every((phrase) => says(shown, phrase));
      return { article, said, hit: hit(shown, passage, score, concepts, forms) };
    });
    // The texts are cut, so a phrase nobody seems to say may be said beyond the cut.
    if (hits.some(({ said }) => said)) hits = hits.filter(({ said }) => said);
    hits.sort((one, other) => other.hit.score - one.hit.score || one.article - other.article);
    const best = hits[0]?.hit.score ?? 0;
    return hits.map(({ hit }) => hit).filter(({ score }) => score * 20 >= best);
  }
}

/**
 * The files of a pack by name.
 * @param {Uint8Array} bytes
 */
function unpacked(bytes) {
  const rest = new Bytes(bytes);
  return new Map(Array.from({ length: rest.count() }, () => [rest.text(), rest.slice(rest.number())]));
}

/** @param {string} word */
const reverse = (word) => [...word].reverse().join("");

/**
 * @param {Standing} one
 * @param {Standing} other
 */
const sameGroup = (one, other) => one.shard === other.shard && one.place === other.place;

// ---- what a result shows ----

/**
 * The words of a text, each with the concept it is of.
 * @param {string} text
 * @param {Map<string, number>} forms
 * @returns {Seen[]}
 */
function see(text, forms) {
  return units(text).map(({ start, end, whole, parts }) => {
    const known = [whole, ...parts].map((form) => forms.get(fold(form)));
    return { start, end, concept: known.find((number) => number !== undefined) };
  });
}

/**
 * @param {Article} article
 * @param {string[]} phrase
 */
function says([, title, , , passages], phrase) {
  return [title, ...passages.flatMap(([heading, , text]) => [heading, text])].some((text) => {
    const words = units(text).map(({ whole }) => fold(whole));
    return words.some((_, at) => phrase.every((word, next) => words[at + next] === word));
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
 * @param {Article} article
 * @param {number} wanted the slot of its best passage
 * @param {number} score
 * @param {Concept[]} concepts
 * @param {Map<string, number>} forms
 * @returns {Hit}
 */
function hit([address, title, type, categories, passages], wanted, score, concepts, forms) {
  /** @type {Passage} */
  let passage = ["", "", "", []];
  let most = -1;
  passages.forEach((candidate, number) => {
    const slot = passages.length > STRIDE ? Math.floor((number * STRIDE) / passages.length) : number;
    if (slot !== wanted) return;
    const worth = distinct(see(`${candidate[0]} ${candidate[2]}`, forms), concepts);
    if (worth > most) [most, passage] = [worth, candidate];
  });
  const [heading, anchor, text, steps] = passage;
  const inTitle = see(title, forms);
  const inText = see(text, forms);
  let [near, all] = [0, 0];
  concepts.slice(1).forEach((next, number) => {
    const worth = next.idf + (concepts[number]?.idf ?? 0);
    all += worth;
    const adjacent = [inTitle, see(heading, forms), inText].some((words) =>
      words.some(
        ({ concept }, at) =>
          concept === number && words.slice(at + 1, at + 4).some((other) => other.concept === number + 1),
      ),
    );
    if (adjacent) near += worth;
  });
  const nearness = all ? Math.floor((near * 64) / all) : 0;
  const { excerpt, excerptMarks, first } = excerptOf(text, inText, concepts);
  const step = steps.filter(([start]) => start <= first).pop();
  // Who asks for the article by its title wants to begin at its top.
  const atTop = concepts.every((_, number) => inTitle.some(({ concept }) => concept === number));
  return {
    address,
    anchor: atTop ? "" : step ? `step-${step[1]}` : anchor,
    title,
    type,
    categories,
    heading: atTop ? "" : heading,
    excerpt,
    titleMarks: marks(inTitle),
    excerptMarks,
    score: score + Math.floor((score * nearness) / 64),
  };
}

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
    while ((words[last]?.end ?? Infinity) <= start + 160) last++;
    const worth = distinct(words.slice(first, last), concepts);
    if (worth > best) [best, at] = [worth, start];
  });
  const line = text.slice(0, at).lastIndexOf("\n") + 1;
  const start = at - line <= 60 ? line : (words.find((word) => word.start + 40 >= at)?.start ?? at);
  let end = text.length;
  if (end > start + 200) {
    end = start;
    for (const word of words) if (word.end <= start + 200 && word.end > end) end = word.end;
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

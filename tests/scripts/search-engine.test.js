/** The search engine of the browser against the files and lists that the Rust reader vouches for. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { createSearch } from "../../themes/default/scripts/search-engine.js";
import * as numbers from "../../themes/default/scripts/search-numbers.js";
import { parse } from "../../themes/default/scripts/search-query.js";
import { fold, units } from "../../themes/default/scripts/search-words.js";
import { ROOT, files, serving, shared } from "./example.js";

/** @typedef {{q: string, attributes: string[], verbatim: boolean, outcome: unknown}} Question */
/** @type {Question[]} */
const questions = JSON.parse(new TextDecoder().decode(files.get("queries.json")));

/** @param {import("../../themes/default/scripts/search-engine.js").Outcome} outcome */
function shown({ hits, corrections }) {
  return {
    hits: hits.map((hit) => [
      hit.address,
      hit.anchor,
      hit.title,
      hit.type,
      hit.categories,
      hit.heading,
      hit.excerpt,
      hit.titleMarks,
      hit.excerptMarks,
      hit.score,
    ]),
    corrections: corrections.map(({ typed, used }) => [typed, used]),
  };
}

test("numbers are those that Rust has", async () => {
  assert.deepEqual({ ...numbers }, JSON.parse(await readFile(new URL("numbers.json", shared), "utf8")));
});

test("words are those of the shared cases", async () => {
  /** @type {[string, string][]} */
  const cases = JSON.parse(await readFile(new URL("words.json", shared), "utf8"));
  for (const [text, wanted] of cases) {
    const found = units(text.normalize("NFC")).map(({ whole, parts }) =>
      parts.length ? `${fold(whole)}[${parts.map(fold).join(" ")}]` : fold(whole),
    );
    assert.equal(found.join(" "), wanted, text);
  }
});

/** @param {import("../../themes/default/scripts/search-query.js").Query} query */
function apart({ words, excluded, phrases }) {
  const shown = words.map(({ form, parts, open, fn, quoted }) =>
    [quoted ? '"' : "", form, parts.length ? `[${parts.join(" ")}]` : "", open ? "*" : "", fn ? "?" : ""].join(""),
  );
  return [...shown, ...excluded.map((word) => `-${word}`), ...phrases.map((phrase) => `(${phrase.join(" ")})`)].join(" ");
}

test("queries are taken apart as the shared cases say", async () => {
  /** @type {[string, string][]} */
  const cases = JSON.parse(await readFile(new URL("queries.json", shared), "utf8"));
  for (const [text, wanted] of cases) {
    assert.equal(apart(parse(text, ["how", "do", "i", "la", "ma", "not"])), wanted, text);
  }
  assert.equal(apart(parse("wi-fi -router ", [], true)), "wifi[wi fi] router");
});

test("every query of the example gives the list of the Rust reader, cold and warm", async () => {
  const warm = createSearch({ root: ROOT, fetch: serving(files) });
  for (const { q, attributes, verbatim, outcome } of questions) {
    const options = { attributes, verbatim };
    const cold = createSearch({ root: ROOT, fetch: serving(files) });
    assert.deepEqual(shown(await cold.search(q, options)), outcome, q);
    assert.deepEqual(shown(await warm.search(q, options)), outcome, `${q} (warm)`);
  }
});

test("a query fetches its own shards and the texts it shows", async () => {
  /** @type {string[]} */
  const asked = [];
  const search = createSearch({ root: ROOT, fetch: serving(files, asked) });
  assert.deepEqual(asked, [], "nothing before it is asked");
  await search.search("steam wand ");
  assert.equal(asked.filter((name) => name === "root").length, 1);
  assert.equal(new Set(asked).size, asked.length, "nothing twice");
  assert.ok(!asked.some((name) => /^[nr]\d/.test(name)), "no near words for words that are there");
});

test("a newer site in the middle of a visit costs one look at the root", async () => {
  const root = JSON.parse(gunzipSync(files.get("root") ?? "").toString());
  const words = { ...root.words, marks: root.words.marks.replace(/./g, "z") };
  const old = new TextEncoder().encode(JSON.stringify({ ...root, words }));
  let roots = 0;
  /** @type {string[]} */
  const anew = [];
  const get = serving(files);
  const search = createSearch({
    root: ROOT,
    fetch: async (url, init) => {
      if (init?.cache === "reload") anew.push(String(url).split("/").pop() ?? "");
      return String(url) === ROOT && !roots++ ? new Response(old) : get(url);
    },
  });
  const { hits } = await search.search("descale");
  assert.equal(hits[0]?.address, "/care/descale/");
  assert.equal(roots, 2);
  assert.deepEqual(anew, ["search-en.bin"], "what has another name now is not asked for past the cache");
});

test("a file that the browser remembers spoilt is asked for once more, past what it remembers", async () => {
  let spoilt = 0;
  const get = serving(files);
  const search = createSearch({
    root: ROOT,
    fetch: async (url, init) => {
      if (!/\/w\d+-/.test(String(url)) || init?.cache === "reload") return get(url);
      spoilt++;
      return new Response("<!doctype html><p>Not here");
    },
  });
  const { hits } = await search.search("descale");
  assert.equal(hits[0]?.address, "/care/descale/");
  assert.ok(spoilt > 0);
});

test("a site that is gone is an error, after one more look past what the browser remembers", async () => {
  /** @type {(RequestCache | undefined)[]} */
  const asked = [];
  const search = createSearch({
    root: ROOT,
    fetch: async (_, init) => {
      asked.push(init?.cache);
      return new Response("", { status: 404 });
    },
  });
  await assert.rejects(search.search("descale"));
  assert.deepEqual(asked, [undefined, "reload"]);
});

test("damaged files are errors and never stalls", async () => {
  const whole = new Map([...files].map(([name, bytes]) => [name, bytes]));
  whole.delete("queries.json");
  for (const [name, bytes] of whole) whole.set(name, gunzipSync(bytes));
  const names = [...whole.keys()];
  const queries = ["machine cold", "pasword", "desc", "wi fi steam", '"steam wand" -x'];
  let seed = 2463534242;
  /** @param {number} below */
  const roll = (below) => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) % Math.max(below, 1);
  };
  let [refused, answered, longest] = [0, 0, 0];
  for (let round = 0; round < 10_000; round++) {
    const damaged = new Map(whole);
    const name = round % 20 ? (names[roll(names.length)] ?? "") : "root";
    let bytes = Uint8Array.from(whole.get(name) ?? []);
    const at = roll(bytes.length);
    const kind = roll(4);
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << roll(8));
    else if (kind === 1) bytes = bytes.slice(0, at);
    else if (kind === 2) bytes[at] = 255;
    else bytes = Uint8Array.from([...bytes.slice(0, at), 255, 255, 255, 127, ...bytes.slice(at)]);
    damaged.set(name, bytes);
    const start = performance.now();
    try {
      await createSearch({ root: ROOT, fetch: serving(damaged) }).search(queries[round % 5] ?? "");
      answered++;
    } catch {
      refused++;
    }
    longest = Math.max(longest, performance.now() - start);
  }
  assert.ok(refused > 100 && answered > 100, `${refused} refused, ${answered} answered`);
  assert.ok(longest < 2_000, `the longest took ${longest} ms`);
});

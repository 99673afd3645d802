/**
 * Hosts that answer with something else than the search file that was asked for, in front of a
 * browser that remembers whatever it got.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";

import { createSearch } from "../../themes/default/scripts/search-engine.js";
import { ROOT, files } from "./example.js";

const PAGE = `<!doctype html>\n<html lang="en"><title>Shop</title><p>${"Welcome to our shop. ".repeat(600)}</p>\n`;

/** @param {BodyInit | Uint8Array} body @param {number} [status] @param {string} [type] */
const said = (body, status = 200, type = "text/html") =>
  new Response(/** @type {BodyInit} */ (body), { status, headers: { "Content-Type": type } });

/** What may come instead of a file. @type {Record<string, (whole: Uint8Array) => Response>} */
const INSTEAD = {
  "the page of an app": () => said(PAGE),
  "a page that begins with blanks": () => said(`\ufeff\n\n  ${PAGE}`),
  "a page under the type of the file": () => said(PAGE, 200, "application/octet-stream"),
  "a page that is missing": () => said(PAGE, 404),
  "a host that is busy": () => said("Service Unavailable", 503, "text/plain"),
  "a host that fails": () => said("", 500),
  "nothing": () => said(""),
  "no content": () => new Response(null, { status: 204 }),
  "a word": () => said("OK", 200, "text/plain"),
  "an object": () => said('{"error":"log in"}', 200, "application/json"),
  "an empty object": () => said("{}", 200, "application/json"),
  "an empty list": () => said("[]", 200, "application/json"),
  "null": () => said("null", 200, "application/json"),
  "a picture": () => said(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), 200, "image/png"),
  "half of it": (whole) => said(whole.slice(0, whole.length >> 1)),
  "all but its last byte": (whole) => said(whole.slice(0, -1)),
  "half of it, inflated": (whole) => said(gunzipSync(whole).subarray(0, gunzipSync(whole).length >> 1)),
  "it with a wrong byte": (whole) => said(whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 0x55 : byte))),
  "it with a page below": (whole) => said(Uint8Array.from([...whole, ...new TextEncoder().encode(PAGE)])),
  "gzip of a page": () => said(Uint8Array.of(31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3)),
  "a line that breaks": (whole) => {
    let isFirst = true;
    return new Response(
      new ReadableStream({
        pull(stream) {
          if (isFirst) stream.enqueue(whole.slice(0, 20));
          else stream.error(new TypeError("network error"));
          isFirst = false;
        },
      }),
    );
  },
};

/** @param {number} number */
const varint = (number) => (number < 128 ? [number] : [(number & 127) | 128, number >> 7]);

/** The example as a small site has it: everything but the root in one file. */
function packed() {
  const root = JSON.parse(gunzipSync(files.get("root") ?? "").toString());
  const inside = [...files].filter(([name]) => name !== "root" && name !== "queries.json");
  const bytes = [...varint(inside.length)];
  for (const [marked, file] of inside) {
    const name = marked.replace(/-.*/, "");
    const whole = gunzipSync(file);
    bytes.push(...varint(name.length), ...new TextEncoder().encode(name), ...varint(whole.length), ...whole);
  }
  return new Map([
    ["root", gzipSync(JSON.stringify({ ...root, pack: "k3vq" }))],
    ["pack-k3vq", gzipSync(Uint8Array.from(bytes))],
  ]);
}

/**
 * @typedef {object} World
 * @property {string[]} asked what the host was asked for
 * @property {(name: string, url: string, whole: Uint8Array) => Response | undefined} instead what it answers with instead
 * @property {typeof fetch} get
 */

/**
 * A host, and a browser that remembers every answer until it is told to ask anew.
 * @param {Map<string, Uint8Array>} has
 * @returns {World}
 */
function world(has) {
  /** @type {Map<string, () => Response>} */
  const remembered = new Map();
  /** @type {World} */
  const state = {
    asked: [],
    instead: () => undefined,
    get: async (url, init) => {
      const address = String(url);
      const known = init?.cache === "reload" ? undefined : remembered.get(address);
      const name = address === ROOT ? "root" : (address.split("/").pop() ?? "");
      const whole = has.get(name) ?? new Uint8Array();
      if (known) return known();
      state.asked.push(address);
      const answer = state.instead(name, address, whole) ?? said(whole, has.has(name) ? 200 : 404);
      const copy = answer.clone();
      remembered.set(address, () => copy.clone());
      return answer;
    },
  };
  return state;
}

const QUERY = "descale";
const FOUND = "/care/descale/";

/** The kinds of file, by the way their names begin. */
const KINDS = [
  ["the root", /^root$/, files],
  ["a dictionary shard", /^w/, files],
  ["a text", /^t/, files],
  ["the root of a pack", /^root$/, packed()],
  ["a pack", /^pack-/, packed()],
];

for (const [what, kind, has] of /** @type {[string, RegExp, Map<string, Uint8Array>][]} */ (KINDS)) {
  test(`${what} that is something else once is asked for again, and nobody notices`, async () => {
    for (const [instead, answer] of Object.entries(INSTEAD)) {
      const host = world(has);
      /** @type {Set<string>} */
      const spoilt = new Set();
      host.instead = (name, url, whole) => {
        if (!kind.test(name) || spoilt.has(url)) return undefined;
        spoilt.add(url);
        return answer(whole);
      };
      const { hits } = await createSearch({ root: ROOT, fetch: host.get }).search(QUERY);
      assert.equal(hits[0]?.address, FOUND, instead);
      assert.ok(spoilt.size, `${instead}: the file was never asked for`);
      for (const url of new Set(host.asked)) {
        assert.ok(host.asked.filter((one) => one === url).length <= 2, `${instead}: ${url} was asked for often`);
      }
    }
  });

  test(`${what} that stays something else is told, and trying again works once it is there`, async () => {
    for (const [instead, answer] of Object.entries(INSTEAD)) {
      const host = world(has);
      host.instead = (name, _, whole) => (kind.test(name) ? answer(whole) : undefined);
      const search = createSearch({ root: ROOT, fetch: host.get });
      for (let time = 0; time < 2; time++) {
        host.asked.length = 0;
        await assert.rejects(search.search(QUERY), `${instead} was taken for a search file`);
        await assert.rejects(what.includes("root") ? search.open() : search.search(QUERY), instead);
        assert.ok(host.asked.length < 40, `${instead}: ${host.asked.length} requests`);
      }
      host.instead = () => undefined;
      const { hits } = await search.search(QUERY);
      assert.equal(hits[0]?.address, FOUND, `${instead} is still remembered`);
    }
  });
}

test("old files that a host answers for with pages are left alone once the root names others", async () => {
  const root = JSON.parse(gunzipSync(files.get("root") ?? "").toString());
  for (const kind of ["words", "near", "reversed", "texts"]) root[kind].marks = root[kind].marks.replace(/./g, "z");
  const old = new TextEncoder().encode(JSON.stringify(root));
  const both = new Map(files);
  for (const [name, bytes] of files) both.set(name.replace(/-....$/, "-zzzz"), bytes);
  for (const [instead, answer] of Object.entries(INSTEAD)) {
    const host = world(both);
    let isPublished = false;
    host.instead = (name, url, whole) => {
      if (name === "root") return isPublished ? undefined : said(old);
      return isPublished && url.endsWith("-zzzz") ? answer(whole) : undefined;
    };
    const search = createSearch({ root: ROOT, fetch: host.get });
    assert.equal((await search.search("espresso")).hits[0]?.address, "/use/espresso/");
    isPublished = true;
    host.asked.length = 0;
    assert.equal((await search.search(QUERY)).hits[0]?.address, FOUND, instead);
    const at = host.asked.indexOf(ROOT);
    assert.ok(at > 0, `${instead}: the root was not read once more`);
    assert.equal(host.asked.filter((url) => url === ROOT).length, 1, instead);
    assert.deepEqual(host.asked.slice(at).filter((url) => url.endsWith("-zzzz")), [], instead);
    host.asked.length = 0;
    await search.search("pasword grinder");
    assert.deepEqual(host.asked.filter((url) => url === ROOT || url.endsWith("-zzzz")), [], "and it stays so");
  }
});

test("a network that is gone is told at once, and what is there already stays", async () => {
  const host = world(files);
  const get = host.get;
  let isGone = false;
  /** @type {string[]} */
  const asked = [];
  const search = createSearch({
    root: ROOT,
    fetch: async (url, init) => {
      asked.push(String(url));
      if (isGone) throw new TypeError("Failed to fetch");
      return get(url, init);
    },
  });
  await search.search(QUERY);
  isGone = true;
  asked.length = 0;
  await assert.rejects(search.search("password"));
  assert.deepEqual(asked.filter((url) => url === ROOT), [], "the root is not to blame");
  assert.equal((await search.search(QUERY)).hits[0]?.address, FOUND, "without a request");
  isGone = false;
  assert.equal((await search.search("password")).hits[0]?.address, "/account/password/");
  assert.equal(asked.filter((url) => url === ROOT).length, 0);
});

test("a search that nobody waits for any more asks for nothing again", async () => {
  const host = world(files);
  host.instead = (name) => (name.startsWith("w") ? said(PAGE) : undefined);
  const typing = new AbortController();
  const search = createSearch({ root: ROOT, fetch: host.get });
  const answer = search.search(QUERY, { signal: typing.signal });
  typing.abort();
  await assert.rejects(answer);
  assert.equal(host.asked.filter((url) => url === ROOT).length, 1);
});

/**
 * The site behind a real nginx and a real Apache, at the root of a host and below a path beside a
 * shop, with the files that a build writes for them.
 */

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";

import { serve } from "../browser/site.js";
import { HIDDEN, get, missing, start } from "./servers.js";

assert.deepEqual(missing(), [], "these web servers are not installed; tests/run does that");

const ANEW = "no-cache";
const DAY = "public, max-age=86400";
const HOUR = "public, max-age=3600";
const EVER = "public, max-age=31536000, immutable";

/**
 * Addresses, with type, how long they are kept, whether they are compressed, and who may show them.
 * @type {[address: string, type: string, kept: string, compressed: boolean, shared: string][]}
 */
const FILES = [
  ["/", "text/html; charset=utf-8", ANEW, true, "same-origin"],
  ["/en/", "text/html; charset=utf-8", ANEW, true, "same-origin"],
  ["/risolvi/la-macchina-non-scalda/", "text/html; charset=utf-8", ANEW, true, "same-origin"],
  ["/risolvi/la-macchina-non-scalda/index.html", "text/html; charset=utf-8", ANEW, true, "same-origin"],
  ["/risolvi/la-macchina-non-scalda/index.md", "text/markdown; charset=utf-8", ANEW, true, "same-origin"],
  ["/caff%C3%A8-crema/", "text/html; charset=utf-8", ANEW, true, "same-origin"],
  ["/caff%c3%a8-crema/?x=1", "text/html; charset=utf-8", ANEW, true, "same-origin"],
  ["/search/?q=scalda", "text/html; charset=utf-8", ANEW, true, "same-origin"],
  ["/sitemap.xml", "application/xml; charset=utf-8", ANEW, true, "same-origin"],
  ["/llms.txt", "text/plain; charset=utf-8", ANEW, true, "same-origin"],
  ["/note.txt", "text/plain; charset=utf-8", ANEW, true, "same-origin"],
  ["/tabella.csv", "text/csv; charset=utf-8", ANEW, true, "same-origin"],
  ["/site.webmanifest", "application/manifest+json", ANEW, true, "same-origin"],
  ["/logo.svg", "image/svg+xml", DAY, true, "cross-origin"],
  ["/evil.svg", "image/svg+xml", DAY, true, "cross-origin"],
  ["/foto.avif", "image/avif", DAY, false, "cross-origin"],
  ["/foto.PNG", "image/png", DAY, false, "cross-origin"],
  ["/manuale.pdf", "application/pdf", HOUR, false, "same-origin"],
  ["/dati.bin", "application/octet-stream", HOUR, false, "same-origin"],
  ["/dati.html.strano", "application/octet-stream", HOUR, false, "same-origin"],
  ["/LEGGIMI", "application/octet-stream", HOUR, false, "same-origin"],
  ["/_dopo/search-it.bin", "application/octet-stream", ANEW, false, "same-origin"],
  ["/_dopo/search-en.bin", "application/octet-stream", ANEW, false, "same-origin"],
];

/** Old addresses, and where they lead. */
const MOVED = [
  ["/vecchio/caff%C3%A8/", "/caff%C3%A8-crema/"],
  ["/vecchio/", "/caff%C3%A8-crema/"],
  ["/prima.html", "/caff%C3%A8-crema/"],
  ["/a+b(c)/", "/caff%C3%A8-crema/"],
  ["/a%2Bb%28c%29/", "/caff%C3%A8-crema/"],
];

/** Addresses that have nothing: none of them shows what a folder holds. */
const NOTHING = [
  "/non-esiste/", "/non-esiste", "/risolvi/non-esiste.png", "/en/nothing/", "/en/nothing.png", "/en/nothing.svg", "/en/not/here.html", "/english/", "/_dopo/", "/_dopo/hashed/", "/pictures/",
  "/_dopo/hashed/0000/entry.js", "/_dopo/hashed/0000/w0", "/non/esiste.svg", "/vecchio/caff%C3%A8/x", "/aXb(c)/", "/%FF/",
];

const SAFE = [
  "content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy",
  "cross-origin-resource-policy", "permissions-policy",
];

/**
 * Where a redirect leads, below the host. Servers differ in how they write an escape.
 * @param {import("./servers.js").Answer} answer
 * @param {string} shop
 */
const target = (answer, shop) =>
  (answer.headers.location ?? "").replace(shop, "").replace(/%[0-9a-f]{2}/g, (escape) => escape.toUpperCase());

/** Nothing is said twice. @param {import("./servers.js").Answer} answer @param {string} what */
function once({ names }, what) {
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  assert.deepEqual(twice, [], `${what}: headers sent twice`);
}

for (const kind of /** @type {const} */ (["nginx", "apache"])) {
  for (const base of ["/help", ""]) {
    describe(`${kind} at ${base || "/"}`, () => {
      /** @type {import("./servers.js").Host} */
      let host;
      before(async () => void (host = await start(kind, base)));
      after(() => host?.stop());

      test("every kind of file has its type, its time and its compression, and all are safe", async () => {
        for (const [address, type, kept, compressed, shared] of FILES) {
          const url = host.origin + address;
          const plain = await get(url);
          const packed = await get(url, { "Accept-Encoding": "gzip, deflate, br" });
          for (const answer of [plain, packed, await get(url, {}, "HEAD")]) {
            assert.equal(answer.status, 200, address);
            assert.equal(answer.headers["content-type"]?.toLowerCase().replace(";charset", "; charset"), type, address);
            assert.equal(answer.headers["cache-control"], kept, address);
            assert.equal(answer.headers.expires, undefined, `${address}: what the shop says of its own files`);
            assert.equal(answer.headers["cross-origin-resource-policy"], shared, address);
            assert.equal(answer.headers["x-robots-tag"], address.endsWith(".md") ? "noindex" : undefined, address);
            for (const name of SAFE) assert.ok(answer.headers[name], `${address}: ${name}`);
            const policy = answer.headers["content-security-policy"] ?? "";
            if (type.startsWith("image/svg")) assert.match(policy, /^default-src 'none';.*sandbox/, address);
            else assert.match(policy, /worker-src 'none'.*frame-ancestors 'none'/, address);
            once(answer, address);
          }
          assert.equal(plain.headers["content-encoding"], undefined, address);
          assert.equal(packed.headers["content-encoding"], compressed ? "gzip" : undefined, address);
          assert.deepEqual(compressed ? gunzipSync(packed.body) : packed.body, plain.body, address);
          if (compressed) assert.match(packed.headers.vary ?? "", /accept-encoding/i, address);
        }
      });

      test("search files arrive byte for byte, and what has its hash in its name may stay a year", async () => {
        const hashed = join(host.folder, "_dopo", "hashed");
        let seen = 0;
        for (const folder of await readdir(hashed)) {
          for (const name of await readdir(join(hashed, folder))) {
            const answer = await get(`${host.origin}/_dopo/hashed/${folder}/${name}`, { "Accept-Encoding": "gzip, br" });
            const bytes = await readFile(join(hashed, folder, name));
            const isText = /\.(js|css|svg)$/.test(name);
            assert.equal(answer.headers["cache-control"], EVER, name);
            const encoding = answer.headers["content-encoding"];
            if (!isText || bytes.length > 256) assert.equal(encoding, isText ? "gzip" : undefined, name);
            assert.deepEqual(answer.headers["content-encoding"] ? gunzipSync(answer.body) : answer.body, bytes, name);
            if (!isText) assert.equal(answer.headers["content-type"], "application/octet-stream", name);
            for (const one of SAFE) assert.ok(answer.headers[one], `${name}: ${one}`);
            once(answer, name);
            seen += 1;
          }
        }
        assert.ok(seen > 5, `${seen} files`);
        const root = await get(`${host.origin}/_dopo/search-it.bin`, { "Accept-Encoding": "gzip" });
        assert.deepEqual(root.body, await readFile(join(host.folder, "_dopo", "search-it.bin")));
      });

      test("what was seen before is asked for anew and answered in short", async () => {
        for (const address of ["/", "/_dopo/search-it.bin", "/manuale.pdf"]) {
          for (const encoding of ["identity", "gzip"]) {
            const accepted = { "Accept-Encoding": encoding };
            const { headers } = await get(host.origin + address, accepted);
            const again = await get(host.origin + address, { ...accepted, "If-None-Match": headers.etag ?? "" });
            assert.equal(again.status, 304, `${address} ${encoding}`);
            assert.equal(again.body.length, 0, address);
          }
        }
      });

      test("old addresses lead on for good, and a folder gets its slash", async () => {
        for (const [from, to] of MOVED) {
          const answer = await get(host.origin + from);
          assert.equal(answer.status, 301, from);
          assert.equal(target(answer, host.shop), base + to, from);
          // Behind a proxy nginx knows neither the scheme nor the host that readers see.
          if (kind === "nginx") assert.match(answer.headers.location ?? "", /^\//, from);
          assert.ok(answer.headers["content-security-policy"], from);
          once(answer, from ?? "");
        }
        const slash = await get(`${host.origin}/risolvi`);
        assert.equal(slash.status, 301);
        assert.equal(target(slash, host.shop), `${base}/risolvi/`);
        if (base) {
          const home = await get(host.origin);
          assert.equal(home.status, 301);
          assert.equal(target(home, host.shop), `${base}/`);
        }
      });

      test("what is not there is told by the page of the help centre", async () => {
        for (const address of NOTHING) {
          const answer = await get(host.origin + address, { "Accept-Encoding": "gzip" });
          assert.equal(answer.status, 404, address);
          const body = (answer.headers["content-encoding"] ? gunzipSync(answer.body) : answer.body).toString();
          const language = address.startsWith("/en/") ? "en" : "it";
          assert.match(body, new RegExp(`<html[^>]* lang=["']?${language}["' >]`), address);
          assert.match(body, /data-not-found/, address);
          assert.match(answer.headers["content-type"] ?? "", /^text\/html; ?charset=utf-8$/i, address);
          assert.ok(!/max-age/.test(answer.headers["cache-control"] ?? ""), `${address}: ${answer.headers["cache-control"]}`);
          for (const name of SAFE) assert.ok(answer.headers[name], `${address}: ${name}`);
          once(answer, address);
        }
      });

      test("what publishing keeps and puts aside is nobody's to see", async () => {
        for (const path of [...Object.keys(HIDDEN), ".dopo-manifest", ".dopo/", ".before-1"]) {
          const answer = await get(`${host.origin}/${path}`);
          assert.ok([403, 404].includes(answer.status), `${path}: ${answer.status}`);
          assert.doesNotMatch(answer.body.toString(), /withdrawn|dopo site/, path);
          for (const name of SAFE) assert.ok(answer.headers[name], `${path}: ${name}`);
        }
        assert.equal((await get(`${host.origin}/.well-known/contact.txt`)).status, 200);
      });

      test("the preview sends the same", { skip: kind !== "nginx" || !!base }, async () => {
        const preview = await serve(host.project);
        try {
          for (const address of [...FILES.map(([address]) => address), "/non-esiste/"]) {
            const [ours, theirs] = [await get(preview.origin + address), await get(host.origin + address)];
            assert.equal(ours.status, theirs.status, address);
            // The preview is never kept, and nothing of it is for other sites.
            for (const name of ["content-type", "x-robots-tag", ...SAFE]) {
              if (name !== "cross-origin-resource-policy") assert.equal(ours.headers[name], theirs.headers[name], `${address}: ${name}`);
            }
            assert.equal(ours.headers["cache-control"], "no-store", address);
          }
        } finally {
          await preview.stop();
        }
      });

      test("the shop beside it keeps its own", { skip: !base }, async () => {
        for (const [address, status, title] of /** @type {[string, number, RegExp][]} */ ([
          ["/", 200, /<title>Shop</],
          ["/helpdesk.html", 200, /<title>Shop: desk</],
          ["/app.js", 200, /shop/],
          ["/shop.css", 200, /body/],
          ["/logo.svg", 200, /svg/],
          ["/notes.md", 200, /# Shop/],
          ["/not-here/", 404, /<title>Shop: not here</],
          ["/not-here.html", 404, /<title>Shop: not here</],
          ["/helpdesk/", 404, /<title>Shop: not here</],
          ["/helpx", 404, /<title>Shop: not here</],
          ["/_dopo/hashed/x", 404, /<title>Shop: not here</],
        ])) {
          const answer = await get(host.shop + address, { "Accept-Encoding": "gzip" });
          assert.equal(answer.status, status, address);
          assert.match(answer.body.toString(), title, address);
          for (const name of [...SAFE, "x-robots-tag"]) {
            if (name !== "x-content-type-options") assert.equal(answer.headers[name], undefined, `${address}: ${name}`);
          }
          assert.ok(!/utf-8/i.test(answer.headers["content-type"] ?? ""), address);
        }
      });
    });
  }
}

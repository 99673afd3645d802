/** Ten thousand queries that nobody types by accident: each is answered, and none stalls. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createSearch } from "../../themes/default/scripts/search-engine.js";
import { mended } from "../../themes/default/scripts/search-view.js";
import { ROOT, files, serving } from "./example.js";

/** Milliseconds a customer does not notice. */
const STALL = 100;

/** What queries are put together from. */
const PARTS = [
  // Names that every JavaScript object has.
  "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__",
  // Words of the example, some of them wrong or half.
  "machine", "machne", "descale", "desc", "steam wand", "E-42", "0x80070057", "wi fi",
  // Syntax: of the query, of the index, of HTML, of addresses, of regular expressions.
  '"', "“", "”", "-", "--", "-machine", "type:fix", ":", ".", "..", "<img src=x onerror=alert(1)>", "</script>",
  "&lt;", "%00", "%ff", "../", "?q=", "#", "(?:a+)+$", "[\\p{L}]*", "${x}", "\\", "\\u0000",
  // Letters that are more, or less, than they look.
  "\u{1f600}", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}", "\ud800", "\udfff", "a\u0301", "\u0301", "\u202e", "\u2066",
  "\u0000", "\u0007", "\u00ad", "\u200b", "\ufeff", "ß", "İ", "ﬁ", "Å", "ﷺ", "𝔪𝔞𝔠𝔥𝔦𝔫𝔢", "ⓜ", "x\u0300\u0301\u0302\u0303",
  // Scripts that run the other way, and those without spaces.
  "مرحبا", "שלום", "日本語", "がぎぐ", "ｶﾞ", "ประเทศ", "한국어", "ខ្មែរ", "नमस्ते",
  // Numbers.
  "0", "-0", "1e999", "NaN", "99999999999999999999", "٣", "½", "²",
  " ", "\t", "\n", "\u3000",
];

test("hostile queries are answered, and none stalls", async () => {
  const search = createSearch({ root: ROOT, fetch: serving(files) });
  let seed = 88172645;
  const roll = (/** @type {number} */ below) => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) % below;
  };
  const part = () => PARTS[roll(PARTS.length)] ?? "";
  const kinds = [
    () => part(),
    () => Array.from({ length: 1 + roll(6) }, part).join(" "),
    () => Array.from({ length: 1 + roll(12) }, part).join(""),
    () => Array.from({ length: 1 + roll(20) }, () => String.fromCharCode(roll(65_536))).join(""),
  ];
  const long = () => `${part()}${roll(2) ? " " : ""}`.repeat(10_240).slice(0, 10_240);
  const queries = Array.from({ length: 10_000 }, (_, at) => (at % 50 ? (kinds[roll(kinds.length)]?.() ?? "") : long()));

  /** Milliseconds; the machine may be busy with something else, so the best of three counts. */
  const timed = async (/** @type {() => Promise<void>} */ act) => {
    let least = Infinity;
    for (let round = 0; round < 3 && least >= STALL; round++) {
      const start = performance.now();
      await act();
      least = Math.min(least, performance.now() - start);
    }
    return least;
  };
  for (const query of queries.slice(0, 200)) await search.search(query);
  let found = 0;
  for (const [at, query] of queries.entries()) {
    const took = await timed(async () => {
      const options = { verbatim: at % 7 === 0, attributes: at % 11 ? [] : ["type:fix"] };
      const { hits, corrections } = await search.search(query, options);
      mended(query, corrections);
      assert.ok(hits.length <= 10 && hits.every(({ title }) => title), JSON.stringify(query));
      found += hits.length ? 1 : 0;
    });
    assert.ok(took < STALL, `${took} ms: ${JSON.stringify(query).slice(0, 200)}`);
  }
  assert.ok(found > 1_000, `only ${found} of them found something, so the index was hardly touched`);
});

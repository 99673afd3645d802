// Our own script engine in Chromium, on the files of a built site: what it lists, and how long it
// computes once everything is fetched.
//
//   node computed.mjs SITE LOCALE QUERIES.jsonl
//
// Prints one line a query:
//   {"q", "results": [[address, score], …], "steady", "ranking", "reading"}
// `results` is what a cold engine lists; `steady` says that an engine which was asked all the other
// queries before lists the same. Milliseconds, medians of five: `ranking` in an engine that has
// read the files of the query before, `reading` with inflating and decoding them.

import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { readQueries } from './articles.mjs';
import { launch } from './chromium.mjs';
import { BLANK, serve } from './server.mjs';

/**
 * Runs in the page.
 * @param {string} program
 * @param {string} root
 * @param {string[]} queries
 */
async function compute(program, root, queries) {
  const { engineOf } = await import(program);
  /** @type {Map<string, Promise<ArrayBuffer | undefined>>} */
  const kept = new Map();
  const fetched = async (/** @type {string} */ url) => {
    const known = kept.get(url) ?? fetch(url).then((answer) => (answer.ok ? answer.arrayBuffer() : undefined));
    kept.set(url, known);
    const bytes = await known;
    return new Response(bytes, { status: bytes ? 200 : 404 });
  };
  const fresh = () => engineOf({ root: new URL(root, location.href).href, fetch: fetched });
  const list = async (/** @type {any} */ engine, /** @type {string} */ query) =>
    (await engine.search(query)).hits.map((/** @type {any} */ hit) => [
      hit.anchor ? `${hit.address}#${hit.anchor}` : hit.address,
      hit.score,
    ]);
  const median = async (/** @type {() => any} */ engine, /** @type {string} */ query) => {
    const times = [];
    for (let round = 0; round < 5; round++) {
      const asked = engine();
      const start = performance.now();
      await asked.search(query);
      times.push(performance.now() - start);
    }
    return times.sort((one, other) => one - other)[2];
  };
  const lists = [];
  for (const query of queries) lists.push(await list(fresh(), query));
  const session = fresh();
  for (const query of queries) await session.search(query);
  const answers = [];
  for (const [number, q] of queries.entries()) {
    const results = lists[number];
    const steady = JSON.stringify(await list(session, q)) === JSON.stringify(results);
    const ranking = await median(() => session, q);
    answers.push({ q, results, steady, ranking, reading: await median(fresh, q) });
  }
  return answers;
}

const [site = '', locale = '', queries = ''] = process.argv.slice(2);
const files = await readdir(path.join(site, '_dopo/hashed'), { recursive: true });
const program = files.find((name) => name.endsWith('/search.js'));
if (!program) throw new Error(`no search.js below ${site}`);
const server = await serve(site);
const chromium = await launch(server.fingerprint);
const visit = await chromium.visit();
await visit.open(server.origin + BLANK);
const answers = await visit.evaluate(compute, `/_dopo/hashed/${program}`, `/_dopo/search-${locale}.bin`, await readQueries(queries));
for (const answer of answers) console.log(JSON.stringify(answer));
await chromium.close();
server.stop();

// The lists of Pagefind for some queries, through its script interface, each in a fresh page: what
// it lists depends on what was searched for before.
//
//   node pagefind-lists.mjs FOLDER LANGUAGE QUERIES.jsonl      FOLDER as pagefind.mjs made it
//
// Prints one line a query: {"q", "results": [source, …]}.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { readQueries } from './articles.mjs';
import { launch } from './chromium.mjs';
import { BLANK, serve } from './server.mjs';

/** Runs in the page. */
async function search(/** @type {string} */ language, /** @type {string} */ query) {
  document.documentElement.lang = language;
  const client = await import(/** @type {any} */ ('/pagefind/pagefind.js'));
  const { results } = await client.search(query);
  const data = await Promise.all(results.slice(0, 10).map((/** @type {any} */ one) => one.data()));
  return data.map((one) => one.raw_url ?? one.url);
}

const [folder = '', language = '', queries = ''] = process.argv.slice(2);
/** @type {Record<string, string>} */
const sources = JSON.parse(await readFile(path.join(folder, 'sources.json'), 'utf8'));
const server = await serve(folder);
const chromium = await launch(server.fingerprint);
const visit = await chromium.visit();
for (const q of await readQueries(queries)) {
  await visit.open(server.origin + BLANK);
  /** @type {string[]} */
  const addresses = await visit.evaluate(search, language, q);
  console.log(JSON.stringify({ q, results: addresses.map((address) => sources[address] ?? address) }));
}
await chromium.close();
server.stop();

// What queries cost through an interface, in Chromium, each with a cold cache: bytes, requests, time.
//
//   node served.mjs SITE INTERFACE[,INTERFACE…] QUERIES.jsonl [--slow] [--picture FOLDER]
//
// SITE is a folder for each interface, separated by commas too. With several interfaces each query
// goes through all of them in turn, so that a machine whose speed drifts treats them alike.
//
// Prints one line a query and interface:
//   {"q", "interface", "load": {"script", "style"}, "first": COST, "second": COST}
//   {"q", "interface", "later": COST}
//   COST: {"ms", "results", "excerpts", "parts": {part: bytes}, "bytes", "body", "requests"}
// `load` is what the page loads before the box is touched. `first` begins with the focus and ends
// with the results; what was still under way then counts too. `second` is another query of the set,
// typed in the same page over the first. `later` are the second to the twentieth query of a reader
// who asks twenty. "bytes" are those on the wire, headers included; "body" are without headers.
// With --slow the link has 150 ms and 1.6 Mbit/s from the focus on, and there is only the first.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { readQueries } from './articles.mjs';
import { launch } from './chromium.mjs';
import { INTERFACES } from './interfaces.mjs';
import { serve } from './server.mjs';

/** Queries a reader asks on end, to see what later ones cost. */
const SESSION = 20;

/** 150 ms and 1.6 Mbit/s. */
const SLOW = { latency: 150, throughput: 200_000 };

/**
 * Puts the cursor into the box and begins to watch for results; runs in the page. The clock starts
 * here and stops in the page too, at the change that brought the results.
 * @param {string} input
 * @param {string} surface
 * @param {string} ready
 * @param {string} query
 */
function watch(input, surface, ready, query) {
  const box = /** @type {HTMLInputElement} */ (document.querySelector(input));
  document.querySelectorAll(`${surface} *`).forEach((old) => old.setAttribute('data-stale', ''));
  const isReady = new Function(`return (${ready})`)();
  const start = performance.now();
  /** @type {any} */ (window).found = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no results for ${query} within a minute`)), 60_000);
    const look = () => {
      const place = document.querySelector(surface);
      const shown = place && isReady(query, place);
      if (!shown) return;
      changes.disconnect();
      resolve({ ...shown, ms: performance.now() - start });
    };
    const changes = new MutationObserver(look);
    changes.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  box.focus();
  box.select();
}

/**
 * @param {Awaited<ReturnType<Awaited<ReturnType<typeof launch>>['visit']>>} visit
 * @param {import('./interfaces.mjs').Interface} ui
 * @param {string} query
 */
async function searched(visit, ui, query) {
  await visit.evaluate(watch, ui.input, ui.surface, `${ui.ready}`.replace(/^ready/, 'function'), query);
  await visit.type(query);
  const shown = await visit.evaluate(() => /** @type {any} */ (window).found);
  await visit.atRest();
  if (visit.failed.length) throw new Error(`${query}: ${visit.failed.join(', ')}`);
  return { ...shown, ...cost(visit.take(), ui) };
}

/**
 * @param {import('./chromium.mjs').Transfer[]} transfers
 * @param {import('./interfaces.mjs').Interface} ui
 */
function cost(transfers, ui) {
  /** @type {Record<string, number>} */
  const parts = {};
  let [bytes, body] = [0, 0];
  for (const one of transfers) {
    const part = ui.part(new URL(one.url).pathname);
    parts[part] = (parts[part] ?? 0) + one.bytes;
    bytes += one.bytes;
    body += one.body;
  }
  return { parts, bytes, body, requests: transfers.length };
}

/**
 * Bytes by kind of file.
 * @param {import('./chromium.mjs').Transfer[]} transfers
 */
function kinds(transfers) {
  const sum = (/** @type {RegExp} */ ending) =>
    transfers.reduce((bytes, one) => bytes + (ending.test(new URL(one.url).pathname) ? one.bytes : 0), 0);
  return { script: sum(/\.js$/), style: sum(/\.css$/) };
}

const [sites = '', names = '', queryFile = '', ...options] = process.argv.slice(2);
const slow = options.includes('--slow');
const pictures = options.includes('--picture') ? options[options.indexOf('--picture') + 1] : undefined;
if (pictures) await mkdir(pictures, { recursive: true });
const queries = await readQueries(queryFile);
const folders = sites.split(',');
const chosen = await Promise.all(
  names.split(',').map(async (name, at) => {
    const ui = INTERFACES[name];
    if (!ui) throw new Error(`no interface ${name}; there are ${Object.keys(INTERFACES)}`);
    const server = await serve(folders[at] ?? '');
    return { name, ui, server, chromium: await launch(server.fingerprint) };
  }),
);
// The first visit is not counted: the server compresses, and Chromium starts, for it alone.
for (const { ui, server, chromium } of chosen) {
  const visit = await chromium.visit();
  await visit.open(`${server.origin}/`);
  await searched(visit, ui, queries[0] ?? '');
  await visit.close();
}

for (const [number, q] of queries.entries()) {
  for (const { name, ui, server, chromium } of chosen) {
    const visit = await chromium.visit();
    await visit.open(`${server.origin}/`);
    const load = kinds(visit.take());
    if (slow) await visit.slowDown(SLOW);
    const first = await searched(visit, ui, q);
    if (pictures) await writeFile(path.join(pictures, `${name}-${number}.png`), await visit.picture());
    const other = queries[(number + Math.ceil(queries.length / 2)) % queries.length];
    const second = slow || !other ? undefined : await searched(visit, ui, other);
    console.log(JSON.stringify({ q, interface: name, load, first, second }));
    await visit.close();
  }
}
const sessions = slow ? 0 : Math.ceil(queries.length / SESSION);
for (let session = 0; session < sessions; session++) {
  const asked = queries.filter((_, number) => number % sessions === session);
  for (const { name, ui, server, chromium } of chosen) {
    const visit = await chromium.visit();
    await visit.open(`${server.origin}/`);
    visit.take();
    for (const [number, q] of asked.entries()) {
      const later = await searched(visit, ui, q);
      if (number > 0) console.log(JSON.stringify({ q, interface: name, later }));
    }
    await visit.close();
  }
}
for (const { server, chromium } of chosen) {
  await chromium.close();
  server.stop();
}

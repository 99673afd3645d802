// Runs the queries of one set through Pagefind, MiniSearch and lunr, on the articles of a site that
// dopo built, and writes one result file an engine in the form the scorer reads.
//
//   node peers.js SITE LANGUAGE QUERIES.jsonl OUT [ENGINE…]
//
// The site must be built with an edit address that names the source of each page:
// DOPO_REPOSITORY__EDIT_URL=https://source.invalid/{path}. Each engine gets the same title and the
// same body (the Markdown twin of the page) and its own usual settings:
//   Pagefind    defaults, page language set, one fresh instance a query
//   MiniSearch  any word, prefix, fuzzy 0.2, title 4, headings 2
//   lunr        its language plugin, each word also as prefix and within one edit

import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import lunr from 'lunr';
import { marked } from 'marked';
import MiniSearch from 'minisearch';

const SOURCE_LINK = /href="?https:\/\/source\.invalid\/([^"\s>]+)/;

/** @typedef {{ source: string, address: string, title: string, headings: string, text: string, html: string }} Article */

/** @param {string} folder @returns {AsyncGenerator<string>} every index.html below `folder` */
async function* pagesBelow(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* pagesBelow(place);
    else if (entry.name === 'index.html') yield place;
  }
}

/** @param {string} html */
const plain = (html) => html.replace(/<[^>]*>/g, ' ').replace(/&[a-z#0-9]+;/g, ' ');

/** @param {string} site @returns {Promise<Article[]>} */
async function readArticles(site) {
  const articles = [];
  for await (const place of pagesBelow(site)) {
    const source = SOURCE_LINK.exec(await readFile(place, 'utf8'))?.[1];
    const twin = path.join(path.dirname(place), 'index.md');
    const markdown = source && (await readFile(twin, 'utf8').catch(() => undefined));
    if (!source || markdown === undefined) continue;
    const html = await marked.parse(markdown);
    const title = plain(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '');
    const headings = [...html.matchAll(/<h[2-6][^>]*>(.*?)<\/h[2-6]>/gs)].map((found) => plain(found[1]));
    articles.push({
      source: decodeURIComponent(source),
      address: `/${path.relative(site, path.dirname(place))}/`,
      title,
      headings: headings.join('\n'),
      text: plain(html),
      html,
    });
  }
  return articles.sort((a, b) => (a.source < b.source ? -1 : 1));
}

/** @param {Article[]} articles @param {string} language @param {string} out */
async function pagefind(articles, language, out) {
  const engine = await import('pagefind');
  const { index } = await engine.createIndex({ forceLanguage: language });
  if (!index) throw new Error('Pagefind made no index');
  for (const article of articles) {
    await index.addHTMLFile({
      url: article.address,
      content: `<html lang="${language}"><head><title>${article.title}</title></head><body>${article.html}</body></html>`,
    });
  }
  const folder = path.join(out, 'pagefind');
  await index.writeFiles({ outputPath: folder });
  await engine.close();
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const bytes = await readFile(path.join(folder, name)).catch(() => undefined);
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const byAddress = new Map(articles.map((article) => [article.address, article.source]));
  const { chromium } = await import(process.env.PLAYWRIGHT ?? 'playwright-core');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return {
    /** @param {string} query */
    async search(query) {
      const page = await browser.newPage();
      await page.route('**/blank.html', (route) =>
        route.fulfill({ contentType: 'text/html', body: `<html lang="${language}"></html>` }));
      await page.goto(`http://127.0.0.1:${port}/blank.html`);
      const addresses = await page.evaluate(async (text) => {
        const client = await import(/** @type {any} */ ('/pagefind.js'));
        const found = await client.search(text);
        const data = await Promise.all(found.results.slice(0, 10).map((/** @type {any} */ one) => one.data()));
        return data.map((/** @type {any} */ one) => one.raw_url ?? one.url);
      }, query);
      await page.close();
      return addresses.map((address) => byAddress.get(address) ?? address);
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** @param {Article[]} articles */
function minisearch(articles) {
  const engine = new MiniSearch({
    idField: 'source',
    fields: ['title', 'headings', 'text'],
    searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 4, headings: 2 } },
  });
  engine.addAll(articles);
  return {
    /** @param {string} query */
    search: (query) => engine.search(query).slice(0, 10).map((hit) => hit.id),
    close: () => {},
  };
}

/** @param {Article[]} articles @param {string} language */
async function lunrEngine(articles, language) {
  const plugin = language !== 'en';
  if (plugin) {
    (await import('lunr-languages/lunr.stemmer.support.js')).default(lunr);
    (await import(`lunr-languages/lunr.${language}.js`)).default(lunr);
  }
  const engine = lunr(function () {
    if (plugin) this.use(/** @type {any} */ (lunr)[language]);
    this.ref('source');
    this.field('title', { boost: 4 });
    this.field('headings', { boost: 2 });
    this.field('text');
    for (const article of articles) this.add(article);
  });
  return {
    /** @param {string} query */
    search: (query) =>
      engine
        .query((builder) => {
          for (const word of lunr.tokenizer(query)) {
            builder.term(word, { boost: 10 });
            builder.term(word, { usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING, boost: 3 });
            if (word.toString().length > 3) builder.term(word, { usePipeline: false, editDistance: 1 });
          }
        })
        .slice(0, 10)
        .map((hit) => hit.ref),
    close: () => {},
  };
}

const [site, language, queries, out, ...chosen] = process.argv.slice(2);
if (!site || !language || !queries || !out) {
  console.error('usage: node peers.js SITE LANGUAGE QUERIES.jsonl OUT [pagefind|minisearch|lunr …]');
  process.exit(2);
}
const articles = await readArticles(site);
if (articles.length === 0) throw new Error(`no article with a source link and a twin below ${site}`);
await mkdir(out, { recursive: true });
const asked = (await readFile(queries, 'utf8'))
  .split('\n')
  .filter((line) => line.trim())
  .map((line) => JSON.parse(line))
  .filter((query) => query.lang === language);
const makers = {
  pagefind: () => pagefind(articles, language, out),
  minisearch: async () => minisearch(articles),
  lunr: () => lunrEngine(articles, language),
};
for (const [name, make] of Object.entries(makers)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const engine = await make();
  const lines = [];
  for (const { q } of asked) lines.push(JSON.stringify({ q, results: await engine.search(q) }));
  await engine.close();
  await writeFile(path.join(out, `${name}.results.jsonl`), `${lines.join('\n')}\n`);
  console.log(`${name}: ${asked.length} queries over ${articles.length} articles`);
}

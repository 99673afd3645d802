// The lists of MiniSearch and lunr for some queries, on the articles of a site that dopo built.
//
//   node libraries.mjs ENGINE SITE LANGUAGE QUERIES.jsonl
//
// Prints one line a query: {"q", "results": [source, …]}. Both with the settings their users choose:
//   minisearch  any word, prefix, fuzzy 0.2, title 4, headings 2
//   lunr        its language plugin, each word also as prefix and within one edit, title 4, headings 2

import lunr from 'lunr';
import MiniSearch from 'minisearch';

import { readArticles, readQueries } from './articles.mjs';

/** @typedef {import('./articles.mjs').Article} Article */

/** @param {Article[]} articles */
function minisearch(articles) {
  const engine = new MiniSearch({
    idField: 'source',
    fields: ['title', 'headings', 'text'],
    searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 4, headings: 2 } },
  });
  engine.addAll(articles);
  return (/** @type {string} */ query) => engine.search(query).map(({ id }) => id);
}

/** What the plugins of some languages stand on. @type {Record<string, string>} */
const TOKENISERS = { ja: 'tinyseg' };

/** @param {Article[]} articles @param {string} language */
async function lunrEngine(articles, language) {
  const plugin = language !== 'en';
  if (plugin) {
    const tokeniser = TOKENISERS[language];
    const parts = ['lunr.stemmer.support', ...(tokeniser ? [tokeniser] : []), `lunr.${language}`];
    for (const part of parts) (await import(`lunr-languages/${part}.js`)).default(lunr);
  }
  const own = plugin ? /** @type {any} */ (lunr)[language] : lunr;
  const engine = lunr(function () {
    if (plugin) this.use(own);
    this.ref('source');
    this.field('title', { boost: 4 });
    this.field('headings', { boost: 2 });
    this.field('text');
    for (const article of articles) this.add(article);
  });
  const tokens = own.tokenizer ?? lunr.tokenizer;
  return (/** @type {string} */ query) =>
    engine
      .query((builder) => {
        for (const word of tokens(query)) {
          builder.term(word, { boost: 10 });
          builder.term(word, { usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING, boost: 3 });
          if (word.toString().length > 3) builder.term(word, { usePipeline: false, editDistance: 1 });
        }
      })
      .map(({ ref }) => ref);
}

const [name, site = '', language = '', queries = ''] = process.argv.slice(2);
const articles = await readArticles(site, language);
const search = name === 'lunr' ? await lunrEngine(articles, language) : minisearch(articles);
for (const q of await readQueries(queries)) {
  console.log(JSON.stringify({ q, results: search(q).slice(0, 10) }));
}

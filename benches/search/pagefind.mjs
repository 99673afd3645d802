// Makes a Pagefind site of the articles of a site that dopo built: one page with Pagefind's own
// interface, and its index with default settings.
//
//   node pagefind.mjs SITE LANGUAGE OUT

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import * as pagefind from 'pagefind';

import { readArticles } from './articles.mjs';

const [site = '', language = '', out = ''] = process.argv.slice(2);
const { index, errors } = await pagefind.createIndex({ forceLanguage: language });
if (!index) throw new Error(`Pagefind made no index: ${errors.join(', ')}`);
/** @type {Record<string, string>} */
const sources = {};
for (const { source, address, title, html } of await readArticles(site, language)) {
  const head = `<meta charset="utf-8"><title>${title}</title>`;
  const content = `<!doctype html><html lang="${language}"><head>${head}</head><body>${html}</body></html>`;
  await index.addHTMLFile({ url: address, content });
  sources[address] = source;
}
await index.writeFiles({ outputPath: path.join(out, 'pagefind') });
await pagefind.close();

// Only the words of the message are ours: they tell in every language when results are there.
const page = `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<title>Search</title>
<link rel="icon" href="data:,">
<link href="/pagefind/pagefind-ui.css" rel="stylesheet">
<script src="/pagefind/pagefind-ui.js"></script>
<div id="search"></div>
<script>
new PagefindUI({
  element: "#search",
  translations: {
    zero_results: "0 for [SEARCH_TERM]",
    one_result: "[COUNT] for [SEARCH_TERM]",
    many_results: "[COUNT] for [SEARCH_TERM]",
    searching: "searching",
  },
});
</script>
`;
await mkdir(out, { recursive: true });
await writeFile(path.join(out, 'index.html'), page);
await writeFile(path.join(out, 'sources.json'), JSON.stringify(sources));

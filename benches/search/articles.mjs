// The articles of a site that dopo built, as every other engine gets them: same title, same text.
//
// The site must be built with an edit address that names the source of each page:
// DOPO_EDIT_URL=https://source.invalid/{path}. The text is the Markdown twin of a page;
// pages without one are lists.

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

import { marked } from 'marked';

const LANGUAGE = /<html[^>]* lang="?([\w-]+)/;
const SOURCE_LINK = /href="?https:\/\/source\.invalid\/([^"\s>]+)/;

/** @typedef {{ source: string, address: string, title: string, headings: string, text: string, html: string }} Article */

/** @param {string} folder @returns {AsyncGenerator<string>} every Markdown twin below `folder` */
async function* twinsBelow(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* twinsBelow(place);
    else if (entry.name === 'index.md') yield place;
  }
}

/** @param {string} html */
const plain = (html) => html.replace(/<[^>]*>/g, ' ').replace(/&[a-z#0-9]+;/g, ' ');

/**
 * @param {string} site
 * @param {string} language
 * @returns {Promise<Article[]>} those in this language, in the order of their sources
 */
export async function readArticles(site, language) {
  const articles = [];
  for await (const twin of twinsBelow(site)) {
    const folder = path.dirname(twin);
    const page = await readFile(path.join(folder, 'index.html'), 'utf8');
    const source = SOURCE_LINK.exec(page)?.[1];
    if (!source || LANGUAGE.exec(page)?.[1] !== language) continue;
    // Pictures would be fetched with the results of Pagefind, and count against it.
    const html = (await marked.parse(await readFile(twin, 'utf8'))).replace(/<img[^>]*>/g, '');
    const headings = [...html.matchAll(/<h[2-6][^>]*>(.*?)<\/h[2-6]>/gs)].map(([, text = '']) => plain(text));
    articles.push({
      source: decodeURIComponent(source),
      address: `/${path.relative(site, folder)}/`,
      title: plain(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '').trim(),
      headings: headings.join('\n'),
      text: plain(html),
      html,
    });
  }
  if (articles.length === 0) throw new Error(`no article with a source link and a twin below ${site}`);
  return articles.sort((one, other) => (one.source < other.source ? -1 : 1));
}

/** @param {string} file @returns {Promise<string[]>} the queries of a file, one {"q": "…"} a line */
export async function readQueries(file) {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim());
  return lines.map((line) => JSON.parse(line).q);
}

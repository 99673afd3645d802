/**
 * The attack as one call: a project that carries some vectors everywhere is built, hosted and
 * visited page by page in Chromium, its search is asked for them, and what ran is told. So are the
 * controls: the same vectors in a page that nobody cleaned, where many of them must run, for else
 * the attack would prove nothing.
 */

import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";

import { hostedFiles } from "../browser/site.js";
import { project } from "./carriers.js";
import { Watch } from "./watch.js";

/** @typedef {import("./vectors.js").Vector} Vector */
/** @typedef {import("playwright-core").Browser} Browser */

/**
 * What came of an attack.
 * @typedef {object} Outcome
 * @property {number} pages Pages looked at.
 * @property {string[]} ran Numbers of the vectors that ran, on which page.
 * @property {string[]} armed Attributes that could have run something.
 */

/**
 * Attacks a site that carries `vectors`, and its search.
 * @param {Browser} browser
 * @param {Vector[]} vectors
 * @param {boolean} withPolicy
 * @returns {Promise<Outcome>}
 */
export async function attack(browser, vectors, withPolicy) {
  const site = await hostedFiles(project(vectors));
  const watch = await Watch.open(browser, site.origin, withPolicy);
  try {
    for (const page of await pages(site.folder)) {
      await watch.visit(`${site.origin}/${page.split("/").map(encodeURIComponent).join("/")}`);
    }
    for (const { text } of vectors.slice(0, 12)) {
      await watch.visit(`${site.origin}/search/?q=${encodeURIComponent(text)}`);
      await watch.page.waitForTimeout(150);
      await watch.look();
    }
    // The results of a word that stands beside every vector show their titles and answers.
    await watch.visit(`${site.origin}/search/?q=vectorword`);
    await watch.page.waitForSelector("main li a", { timeout: 5000 }).catch(() => {});
    await watch.look();
    return { pages: watch.pages, ran: watch.ran, armed: watch.armed };
  } finally {
    await watch.close();
    await site.stop();
  }
}

/**
 * Which of `vectors` run where nobody cleans.
 * @param {Browser} browser
 * @param {Vector[]} vectors
 * @returns {Promise<Set<number>>}
 */
export async function controls(browser, vectors) {
  const server = createServer((request, response) => {
    const number = Number(new URL(request.url ?? "/", "http://x").searchParams.get("vector"));
    const vector = vectors.find((one) => one.number === number);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`<!doctype html><title>control</title><main>${vector?.text ?? ""}</main>`);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the control server has no port");
  const origin = `http://127.0.0.1:${address.port}`;
  const fired = new Set();
  const watch = await Watch.open(browser, origin, false);
  try {
    for (const { number } of vectors) {
      // One that leads the page away or hides its frame has run all the same or not at all.
      await watch.visit(`${origin}/?vector=${number}`).catch(() => {});
      for (const ran of watch.ran.splice(0)) fired.add(Number(ran));
    }
  } finally {
    await watch.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return fired;
}

/**
 * The HTML files of a site.
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function pages(folder, below = "") {
  const found = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) found.push(...(await pages(folder, path)));
    else if (entry.name.endsWith(".html")) found.push(path);
  }
  return found.sort();
}

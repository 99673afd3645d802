/** The whole attack, batch by batch, with its table. Exit code 1 when something ran. */

import { launch } from "../browser/browser.js";
import { attack, controls } from "./attack.js";
import { vectors } from "./vectors.js";

const size = Number(process.argv[2] ?? 60);
const all = vectors();
const browser = await launch();
const fired = await controls(browser, all);
console.log(`${all.length} texts; ${fired.size} of them run where nobody cleans`);

/** @type {string[]} */
const wrong = [];
let pages = 0;
for (let at = 0; at < all.length; at += size) {
  for (const withPolicy of [false, true]) {
    const outcome = await attack(browser, all.slice(at, at + size), withPolicy);
    pages += outcome.pages;
    wrong.push(...outcome.ran.map((number) => `ran: ${number}`), ...outcome.armed);
  }
  console.log(`${Math.min(at + size, all.length)} texts, ${pages} pages, ${wrong.length} wrong`);
}
await browser.close();
for (const one of wrong) console.log(one);
process.exitCode = wrong.length > 0 || fired.size < 20 ? 1 : 0;

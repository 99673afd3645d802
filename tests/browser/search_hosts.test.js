/**
 * Search on hosts that answer with something else than they were asked for, and say that it may be
 * kept for a year: a page of an app for whatever is missing, a way to log in, half a file.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { shows, visits } from "./browser.js";
import { hostedFiles } from "./site.js";

/** Enough articles for an index in several files. */
const WORDS = Array.from({ length: 4_000 }, (_, at) => `w${(at * 7919).toString(36)}x`);
/** @type {Record<string, string>} */
const FILES = { "dopo.toml": 'default_locale = "en"\n' };
for (let at = 0; at < 60; at++) {
  FILES[`content/topic/a${at}.md`] = `# Article ${at}\n\n${WORDS.slice(at * 60, at * 60 + 120).join(" ")}\n`;
}

const site = visits(() => hostedFiles(FILES));

const PAGE = `<!doctype html><html lang="en"><title>App</title><p>${"Welcome. ".repeat(2_000)}`;
const KEPT = { "Cache-Control": "public, max-age=31536000, immutable" };
const page = { headers: { "Content-Type": "text/html", ...KEPT }, body: PAGE };

/**
 * What comes instead: what only a browser decides about. The script tests have a longer list.
 * @type {Record<string, import("./site.js").Instead>}
 */
const INSTEAD = {
  "the page of an app": page,
  "a host that is busy": { status: 503, headers: { "Content-Type": "text/plain" }, body: "busy" },
  "a way to log in here": { status: 302, headers: { Location: "/login", ...KEPT } },
  "a page that says it is gzip": { headers: { "Content-Type": "text/html", "Content-Encoding": "gzip", ...KEPT }, body: gzipSync(PAGE) },
  "a file that says it is gzip and is not": { headers: { "Content-Encoding": "gzip", ...KEPT }, body: PAGE },
  "less than was promised": { headers: { "Content-Length": "5000", ...KEPT }, body: "x" },
};

/** Which files. @type {Record<string, RegExp>} */
const KINDS = {
  "the root": /\/_dopo\/search-[a-z]+\.bin$/,
  "every other file of the index": /\/hashed\/search-[^/]+\/([a-z]\d+|pack)-[a-z2-7]+$/,
};

/**
 * The address of the log-in page is a page too, whatever else the host says.
 * @param {(path: string) => import("./site.js").Instead} instead
 */
function hostSays(instead) {
  site.served.host.instead = (path) => (path === "/login" ? page : instead(path));
}

const OFFLINE = "The search could not be loaded.";

/**
 * Looks for an article in the box of the home page.
 * @param {import("playwright-core").Page} page
 */
async function look(page) {
  await page.goto(`${site.origin}/`);
  await page.getByRole("combobox").click();
  await page.keyboard.type("article 7");
}

const found = shows('[role="option"]', "Article 7");

/**
 * Presses "Try again" and waits until that is over.
 * @param {import("playwright-core").Page} page
 */
async function tryAgain(page) {
  const button = page.getByRole("button", { name: "Try again" });
  const pressed = await button.elementHandle();
  await button.click();
  await page.waitForFunction((one) => !one?.isConnected, pressed);
}

for (const [what, pattern] of Object.entries(KINDS)) {
  test(`${what} as something else is told, with ways on, and can be tried again`, async () => {
    for (const [name, answer] of Object.entries(INSTEAD)) {
      const { page, close } = await site.open({ locale: "en" });
      try {
        hostSays((path) => (pattern.test(path) ? answer : undefined));
        await look(page);
        const note = page.locator(".search-note");
        await note.getByText(OFFLINE).waitFor();
        assert.ok(await page.locator(".search-after a").first().isVisible(), "no way on");
        await tryAgain(page);
        await note.getByText(OFFLINE).waitFor();
        hostSays(() => undefined);
        await tryAgain(page);
        await found(page);
        assert.equal(await note.innerText(), "");
      } catch (failure) {
        throw new Error(`${name}: ${failure}`);
      } finally {
        hostSays(() => undefined);
        await close();
      }
    }
  });
}

test("a file that is something else once is not noticed", async () => {
  for (const [name, answer] of Object.entries(INSTEAD)) {
    const { page, close } = await site.open({ locale: "en" });
    try {
      /** @type {Set<string>} */
      const spoilt = new Set();
      hostSays((path) => {
        if (!KINDS["every other file of the index"]?.test(path) || spoilt.has(path)) return undefined;
        spoilt.add(path);
        return answer;
      });
      await look(page);
      await found(page);
      assert.ok(spoilt.size, "nothing was spoilt");
    } catch (failure) {
      throw new Error(`${name}: ${failure}`);
    } finally {
      hostSays(() => undefined);
      await close();
    }
  }
});

test("a program that is something else once is asked for again", async () => {
  for (const [name, answer] of Object.entries(INSTEAD)) {
    const { page, close } = await site.open({ locale: "en" });
    try {
      // The browser keeps the answer for a year, so the address itself is lost.
      let isFirst = true;
      hostSays((path) => {
        if (!path.endsWith("/search.js") || !isFirst) return undefined;
        isFirst = false;
        return answer;
      });
      await look(page);
      await found(page);
    } catch (failure) {
      throw new Error(`${name}: ${failure}`);
    } finally {
      hostSays(() => undefined);
      await close();
    }
  }
});

test("a program that stays something else leaves the form, which leads to a page that says so", async () => {
  for (const [name, answer] of Object.entries(INSTEAD)) {
    const { page, close } = await site.open({ locale: "en" });
    try {
      hostSays((path) => (path.endsWith("/search.js") ? answer : undefined));
      await look(page);
      await page.locator("form.plain").waitFor({ state: "attached" });
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/search\/\?q=article(\+|%20)7$/);
      const main = page.locator("main");
      await main.getByText(OFFLINE).waitFor();
      assert.ok(await main.getByRole("link", { name: "All articles" }).isVisible(), name);
      hostSays(() => undefined);
      await page.reload();
      await page.locator("ol.hits").waitFor();
    } catch (failure) {
      throw new Error(`${name}: ${failure}`);
    } finally {
      hostSays(() => undefined);
      await close();
    }
  }
});

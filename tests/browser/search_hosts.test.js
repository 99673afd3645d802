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
const FILES = {};
for (let at = 0; at < 60; at++) {
  FILES[`topic/a${at}.md`] = `# Article ${at}\n\n${WORDS.slice(at * 60, at * 60 + 120).join(" ")}\n`;
}

const site = visits(() => hostedFiles(FILES));

const PAGE = `<!doctype html><html lang="en"><title>App</title><p>${"Welcome. ".repeat(2_000)}`;
const KEPT = { "Cache-Control": "public, max-age=31536000, immutable" };
const page = { headers: { "Content-Type": "text/html", ...KEPT }, body: PAGE };

/** What comes instead. @type {Record<string, import("./site.js").Instead>} */
const INSTEAD = {
  "the page of an app": page,
  "a page that is missing": { ...page, status: 404 },
  "a host that is busy": { status: 503, headers: { "Content-Type": "text/plain" }, body: "busy" },
  "a way to log in here": { status: 302, headers: { Location: "/login", ...KEPT } },
  "a page that says it is gzip": { headers: { "Content-Type": "text/html", "Content-Encoding": "gzip", ...KEPT }, body: gzipSync(PAGE) },
  "a file that says it is gzip and is not": { headers: { "Content-Encoding": "gzip", ...KEPT }, body: PAGE },
  "half a file": { headers: KEPT, body: gzipSync(PAGE).subarray(0, 60) },
  "less than was promised": { headers: { "Content-Length": "5000", ...KEPT }, body: "x" },
  "nothing": { headers: KEPT, body: "" },
};

/** Which files. @type {Record<string, RegExp>} */
const KINDS = {
  "the root": /\/_dopo\/search-[a-z]+\.bin$/,
  "the dictionary": /\/hashed\/[^/]+\/(w\d+|pack)$/,
  "the texts": /\/hashed\/[^/]+\/(t\d+|pack)$/,
  "everything of the index": /\/hashed\/[^/]+\/([a-z]\d+|pack)$|\.bin$/,
};

/**
 * The address of the log-in page is a page too, whatever else the host says.
 * @param {(path: string) => import("./site.js").Instead} instead
 */
function hostSays(instead) {
  site.served.host.instead = (path) => (path === "/login" ? page : instead(path));
}

const OFFLINE = "The search could not be loaded.";

for (const [what, pattern] of Object.entries(KINDS)) {
  test(`${what}: something else once is not noticed; for good it is told, with ways on, and can be tried again`, async () => {
    for (const [name, answer] of Object.entries(INSTEAD)) {
      const { page, close } = await site.open({ locale: "en" });
      try {
        /** @type {Set<string>} */
        const spoilt = new Set();
        hostSays((path) => {
          if (!pattern.test(path) || spoilt.has(path)) return undefined;
          spoilt.add(path);
          return answer;
        });
        await page.goto(`${site.origin}/`);
        await page.getByRole("combobox").click();
        await page.keyboard.type("article 7");
        await shows('[role="option"]', "Article 7")(page);
        assert.ok(spoilt.size, `${name}: nothing was spoilt`);

        await page.evaluate(() => localStorage.clear());
        hostSays((path) => (pattern.test(path) ? answer : undefined));
        await page.goto(`${site.origin}/search/?q=${WORDS[200]}`);
        const main = page.locator("main");
        // What is kept from before may well serve; what is not must be told.
        if (!(await page.locator("ol.hits").count())) {
          await page.locator("ol.hits").or(main.getByText(OFFLINE)).first().waitFor();
        }
        if (await main.getByText(OFFLINE).count()) {
          assert.ok(await main.getByRole("link", { name: "All articles" }).isVisible(), name);
          await main.getByRole("button", { name: "Try again" }).click();
          await main.getByText(OFFLINE).waitFor();
          hostSays(() => undefined);
          await main.getByRole("button", { name: "Try again" }).click();
          await page.locator("ol.hits").waitFor();
        }
      } finally {
        hostSays(() => undefined);
        await close();
      }

      const fresh = await site.open({ locale: "en" });
      try {
        hostSays((path) => (pattern.test(path) ? answer : undefined));
        await fresh.page.goto(`${site.origin}/`);
        await fresh.page.getByRole("combobox").click();
        await fresh.page.keyboard.type("article 7");
        const note = fresh.page.locator(".search-note");
        await note.getByText(OFFLINE).waitFor();
        assert.ok(await fresh.page.locator(".search-after a").first().isVisible(), `${name}: no way on`);
        await fresh.page.getByRole("button", { name: "Try again" }).click();
        await note.getByText(OFFLINE).waitFor();
        hostSays(() => undefined);
        await fresh.page.getByRole("button", { name: "Try again" }).click();
        await shows('[role="option"]', "Article 7")(fresh.page);
        assert.equal(await note.innerText(), "", name);
      } finally {
        hostSays(() => undefined);
        await fresh.close();
      }
    }
  });
}

test("a program that is something else once is asked for again", async () => {
  for (const [name, answer] of Object.entries(INSTEAD)) {
    const { page, close } = await site.open({ locale: "en" });
    try {
      // The browser keeps the answer for a year, so the address itself is lost.
      hostSays((path) => (path.endsWith("/search.js") && !isAgain ? answer : undefined));
      let isAgain = false;
      page.on("requestfailed", (request) => void (isAgain ||= request.url().endsWith("/search.js")));
      page.on("requestfinished", (request) => void (isAgain ||= request.url().endsWith("/search.js")));
      await page.goto(`${site.origin}/`);
      await page.getByRole("combobox").click();
      await page.keyboard.type("article 7");
      await shows('[role="option"]', "Article 7")(page);
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
      await page.goto(`${site.origin}/`);
      await page.getByRole("combobox").click();
      await page.keyboard.type("article");
      await page.locator("form.plain").waitFor({ state: "attached" });
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/search\/\?q=article$/);
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

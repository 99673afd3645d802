/** Search when things go wrong: a slow link, a lost one, a publish in between, hostile words. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { narrow, shows, visits, wide } from "./browser.js";
import { hostedFiles } from "./site.js";

const SYLLABLES = ["ka", "lo", "mi", "re", "tun", "sol", "ver", "pan", "dis", "gri"];

/** A word of a language nobody speaks. @param {number} number */
const word = (number) =>
  [1000, 100, 10, 1].map((place) => SYLLABLES[Math.floor(number / place) % 10]).join("");

/**
 * Enough different words for an index in many files.
 * @param {string} first what the first article is called
 */
function articles(first) {
  /** @type {Record<string, string>} */
  const files = {};
  let seed = 1;
  for (let number = 0; number < 120; number++) {
    const words = Array.from({ length: 120 }, () => word((seed = (seed * 48271) % 2147483647) % 9973));
    files[`topic/${word(number)}.md`] = `# ${number ? "Article" : first} ${word(number)}\n\n${words.join(" ")}.\n`;
  }
  return files;
}

const site = visits(async () =>
  hostedFiles({
    ...articles("Article"),
    "topic/hostile.md": `---
answer: "<b onclick=alert(3)>xssanswer</b>"
---

# \`<img src=x onerror=alert(1)>\` \`"><script>alert(2)</script>\`

Text with xssword and \`<img src=x onerror=alert(4)>\` and &lt;script&gt;alert(5)&lt;/script&gt;.
`,
  }),
);

/**
 * Puts the cursor into the box and waits until the program and the root are there.
 * @param {import("playwright-core").Page} page
 */
async function wake(page) {
  const box = page.getByRole("combobox");
  await box.click();
  await page.locator(".search-panel").waitFor({ state: "attached" });
  return box;
}

const found = shows('[role="option"]', "Article");

/**
 * Slows the link down as a bad mobile network does.
 * @param {import("playwright-core").Page} page
 */
async function slowDown(page) {
  const chrome = await page.context().newCDPSession(page);
  await chrome.send("Network.enable");
  const bytes = 1.6e6 / 8;
  await chrome.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: bytes,
    uploadThroughput: bytes,
  });
}

/**
 * Notes every change of the panel, and how much the page moved since the first letter.
 * @param {import("playwright-core").Page} page
 */
async function watch(page) {
  await page.addInitScript(() => {
    const seen = { moved: 0, states: /** @type {object[]} */ ([]), typed: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.moved += /** @type {any} */ (entry).value;
    }).observe({ type: "layout-shift", buffered: true });
    document.addEventListener("input", () => {
      if (!seen.typed) seen.moved = 0;
      seen.typed = performance.now();
    });
    let last = "";
    const look = () => {
      const panel = document.querySelector(".search-panel");
      const state = {
        waiting: panel?.querySelectorAll(".waiting").length ?? 0,
        results: [...(panel?.querySelectorAll(".hit-title") ?? [])].map((one) => one.textContent).filter(Boolean),
        note: panel?.querySelector(".search-note")?.textContent ?? "",
      };
      const now = JSON.stringify(state);
      if (now !== last) seen.states.push({ ...state, after: performance.now() - seen.typed });
      last = now;
      requestAnimationFrame(look);
    };
    look();
  });
}

/**
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{moved: number, states: {waiting: number, results: string[], note: string, after: number}[]}>}
 */
const watched = (page) => page.evaluate(() => /** @type {any} */ (window).seen);

test("on a slow link nothing flashes, jumps or comes too late while typing", async () => {
  const { page, troubles, close } = await site.open({ viewport: narrow });
  await watch(page);
  await page.goto(`${site.origin}/`);
  await slowDown(page);
  await page.getByRole("combobox").click();
  for (const query of [`${word(7)} article`, `${word(42)} ${word(43)}`]) {
    await page.getByRole("combobox").selectText();
    await page.keyboard.type(query, { delay: 120 });
    await page.waitForTimeout(1_500);
  }
  const { moved, states } = await watched(page);
  const first = states.findIndex(({ results }) => results.length > 0);
  const later = states.slice(first);
  assert.ok(later.length > 1, "results changed");
  assert.deepEqual(later.filter(({ results, note }) => !results.length || note), [], "results stay until others come");
  assert.equal(moved, 0);
  assert.deepEqual(troubles, []);
  await close();
});

test("grey lines come after a moment, as high as results, and only when there is nothing yet", async () => {
  const { page, close } = await site.open({ viewport: narrow });
  await watch(page);
  await page.goto(`${site.origin}/`);
  await wake(page);
  await page.route("**/hashed/*/*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.keyboard.press("k");
  await page.keyboard.type("al");
  await page.locator(".waiting").first().waitFor();
  const grey = await page.locator(".waiting").first().boundingBox();
  await found(page);
  const hit = await page.locator(".hit").first().boundingBox();
  const { states } = await watched(page);
  const waiting = states.filter((state) => state.waiting);
  assert.equal(waiting.length, 1);
  assert.ok((waiting[0]?.after ?? 0) >= 150, `after ${waiting[0]?.after} ms`);
  assert.ok(grey && hit && Math.abs(grey.height - hit.height) <= 1, `${grey?.height} and ${hit?.height} px`);
  await close();

  const quick = await site.open();
  await watch(quick.page);
  await quick.page.goto(`${site.origin}/`);
  await wake(quick.page);
  await quick.page.keyboard.type("article");
  await found(quick.page);
  assert.deepEqual((await watched(quick.page)).states.filter((state) => state.waiting), []);
  await quick.close();
});

test("an answer that comes late does not take the place of a newer one", async () => {
  const { page, close } = await site.open();
  await watch(page);
  await page.goto(`${site.origin}/`);
  const box = await wake(page);
  let isLate = true;
  await page.route("**/hashed/*/w*", async (route) => {
    if (isLate) await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue();
  });
  await box.fill(word(11));
  await page.waitForTimeout(150);
  isLate = false;
  await box.fill("article");
  await found(page);
  await page.waitForTimeout(1_200);
  const { states } = await watched(page);
  assert.equal(states.filter(({ results }) => results.length).length, 1, "one list was shown, and it stayed");
  await close();
});

test("a lost network is told, the words stay, and trying again works when it is back", async () => {
  const { page, close } = await site.open({ viewport: narrow });
  await page.goto(`${site.origin}/`);
  const box = await wake(page);
  await page.context().setOffline(true);
  await page.keyboard.type("article");
  const note = page.locator(".search-note");
  await note.getByText("The search could not be loaded. You may be offline.").waitFor();
  assert.equal(await page.getByRole("status").innerText(), "The search could not be loaded. You may be offline.");
  assert.equal(await box.inputValue(), "article");
  await page.getByRole("button", { name: "Try again" }).click();
  await note.getByText("You may be offline.").waitFor();
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await found(page);
  assert.ok(await box.evaluate((one) => one === document.activeElement), "the cursor stays in the box");
  await close();
});

test("the page of results without its index says so, shows the lists, and tries again", async () => {
  const { page, close } = await site.open();
  await page.route("**/_dopo/*.bin", (route) => route.abort());
  await page.goto(`${site.origin}/search/?q=article`);
  const main = page.locator("main");
  await main.getByText("You may be offline.").waitFor();
  assert.ok(await main.getByRole("link", { name: "All articles" }).isVisible());
  await page.unroute("**/_dopo/*.bin");
  await main.getByRole("button", { name: "Try again" }).click();
  await page.locator("ol.hits").waitFor();
  assert.equal(await main.getByText("You may be offline.").count(), 0);
  await close();
});

test("without its program search is a plain form that works, on a phone too", async () => {
  for (const viewport of [narrow, wide]) {
    const { page, close } = await site.open({ viewport, hasTouch: true });
    await page.route("**/search.js*", (route) => route.fulfill({ status: 404 }));
    await page.goto(`${site.origin}/topic/${word(3)}/`);
    const box = page.getByRole("combobox");
    if (viewport === narrow) await page.locator("header .search-link").tap();
    else await box.click();
    await page.keyboard.type("article");
    await page.locator("form.plain").waitFor({ state: "attached" });
    assert.ok(await box.isVisible(), "the form is in sight");
    const [heading, field] = [await page.locator("h1").boundingBox(), await page.locator(".search-surface").boundingBox()];
    assert.ok(heading && field && field.y + field.height <= heading.y, "and does not cover the page");
    assert.equal(await box.inputValue(), "article");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\/\?q=article$/);
    await page.locator("main").getByText("You may be offline.").waitFor();
    assert.equal(await box.inputValue(), "article", "the words stay");
    assert.ok(await page.locator("main").getByRole("link", { name: "All articles" }).isVisible());
    await close();
  }
});

test("a publish in the middle of a visit costs one look at the root, and no word of it", async () => {
  for (const keepsFormer of [true, false]) {
    const { page, troubles, close } = await site.open();
    await page.goto(`${site.origin}/`);
    await wake(page);
    const first = keepsFormer ? "Newer" : "Newest";
    await site.served.publish(articles(first));
    // One publish more, and nothing is left of the files before.
    if (!keepsFormer) await site.served.publish(articles(first));
    let roots = 0;
    page.on("request", (request) => void (roots += request.url().endsWith(".bin") ? 1 : 0));
    await page.keyboard.type(word(0));
    await shows('[role="option"]', word(0))(page);
    const title = await page.locator('[role="option"] .hit-title').first().innerText();
    // Files that are kept go on serving the visit that began with them.
    assert.equal(title.startsWith(first), !keepsFormer, title);
    assert.equal(roots, keepsFormer ? 0 : 1);
    assert.equal(await page.locator(".search-note").innerText(), "");
    assert.deepEqual(troubles.filter((one) => !one.includes("status of 404")), []);
    await close();
  }
});

test("titles, answers and excerpts are text, whatever they hold", async () => {
  const { page, troubles, close } = await site.open();
  page.on("dialog", (dialog) => troubles.push(`a script ran: ${dialog.message()}`));
  const title = '<img src=x onerror=alert(1)> "><script>alert(2)</script>';
  await page.goto(`${site.origin}/`);
  await wake(page);
  await page.keyboard.type("xssword onerror");
  await shows('[role="option"]', title)(page);
  assert.match(await page.getByRole("option").first().innerText(), /<img src=x onerror=alert\(4\)>/);
  await page.goto(`${site.origin}/search/?q=${encodeURIComponent("xssword <img src=x onerror=alert(6)>")}`);
  await shows("ol.hits", title)(page);
  assert.equal(await page.locator(".results img, .results script, .results [onclick]").count(), 0);
  assert.deepEqual(troubles, []);
  await close();
});

test("hostile words in the box are answered, and the console stays empty", async () => {
  const hostile = [
    `${"x".repeat(199)}\u{1f600}`,
    "__proto__", "constructor prototype toString", "hasOwnProperty valueOf", "<img src=x onerror=alert(1)>",
    "'; DROP TABLE articles; --", '"', '""""', '"article', "-", "- -- ---", "-article", "article -article", "type:fix",
    "\u202earticle\u202c", "\u0000\u0001\u001f", "\ud800", "article \udfff", "\u{1f600}\u{1f468}\u200d\u{1f469}",
    "a\u0301\u0301\u0301\u0301", "مرحبا بالعالم", "שלום", "日本語の検索", "ﷺ", "𝔞𝔯𝔱𝔦𝔠𝔩𝔢", "ⓐⓡⓣⓘⓒⓛⓔ", "\u00ad\u200b\ufeff", "%00%ff",
    "../../etc/passwd", "${alert(1)}", "{{7*7}}", "\\u0041", "0x80070057", "1e999", "NaN undefined null", "&amp;&lt;",
    "article ".repeat(1_300), "x".repeat(10_000), "kalo".repeat(2_500), "\u{1f600}".repeat(5_000), " ", "\t\n",
  ];
  const { page, troubles, close } = await site.open();
  page.on("dialog", (dialog) => troubles.push(`a script ran: ${dialog.message()}`));
  await page.goto(`${site.origin}/`);
  const box = await wake(page);
  for (const query of hostile) {
    const longest = await box.evaluate(async (/** @type {HTMLInputElement} */ input, query) => {
      input.value = query;
      const start = performance.now();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      const typing = performance.now() - start;
      await new Promise((resolve) => setTimeout(resolve, 250));
      return typing;
    }, query);
    assert.ok(longest < 100, `${query.slice(0, 40)}: ${longest} ms`);
    assert.doesNotMatch(await page.locator(".search-note").innerText(), /could not be loaded/, query.slice(0, 40));
  }
  for (const query of hostile.slice(0, 37)) {
    await page.goto(`${site.origin}/search/?${new URLSearchParams({ q: query })}`);
    await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
    assert.equal(await page.getByText("could not be loaded").count(), 0, query);
  }
  assert.deepEqual(troubles, []);
  await close();
});

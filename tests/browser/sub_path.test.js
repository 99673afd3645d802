/** A site below a sub-path of its host: every link, picture, script and search file, and the headers. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { visits } from "./browser.js";
import { hosted } from "./site.js";

const site = visits(() => hosted("/il/mio-aiuto"));

test("every address on every page is there", async () => {
  const { page, close } = await site.open({ javaScriptEnabled: false });
  const { host } = new URL(site.origin);
  const waiting = [`${site.origin}/`];
  const seen = new Set(waiting);
  /** @type {string[]} */
  const broken = [];
  let pages = 0;
  for (let url = waiting.pop(); url; url = waiting.pop()) {
    const answer = await page.request.get(url);
    const isPage = (answer.headers()["content-type"] ?? "").startsWith("text/html");
    if (answer.status() !== 200) broken.push(`${url}: ${answer.status()}`);
    if (!isPage || answer.status() !== 200) continue;
    await page.goto(url);
    pages += 1;
    const found = await page.evaluate(() =>
      [...document.querySelectorAll("[href], [src], [srcset], [action], [poster]")].flatMap((one) =>
        ["href", "src", "action", "poster"]
          .map((name) => one.getAttribute(name))
          .concat((one.getAttribute("srcset") ?? "").split(",").map((part) => part.trim().split(" ")[0] ?? ""))
          .filter((address) => address)
          .map((address) => new URL(address ?? "", document.baseURI).href),
      ),
    );
    for (const whole of found) {
      const target = new URL(whole);
      if (target.host !== host) continue;
      const address = target.origin + target.pathname;
      if (!address.startsWith(`${site.origin}/`)) broken.push(`${url} leads to ${address}`);
      else if (!seen.has(address)) {
        seen.add(address);
        waiting.push(address);
      }
    }
  }
  assert.deepEqual(broken, []);
  assert.ok(pages > 60, `only ${pages} pages were found`);
  await close();
});

test("search works below the sub-path, under the policy of the header file", async () => {
  const { page, troubles, close } = await site.open();
  const answer = await page.goto(`${site.origin}/`);
  const policy = answer?.headers()["content-security-policy"] ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors 'none'/);
  await page.getByRole("combobox").first().click();
  await page.keyboard.type("machina nn scalda", { delay: 20 });
  await page.waitForFunction(
    () => document.querySelector('[role="option"]')?.textContent?.includes("La macchina non scalda"),
  );
  await page.getByRole("option").first().click();
  await page.waitForURL(`${site.origin}/risolvi/la-macchina-non-scalda/**`);
  assert.deepEqual(troubles, []);
  await close();
});

test("whole addresses name the host and the sub-path", async () => {
  const { page, close } = await site.open();
  const sitemap = await (await page.request.get(`${site.origin}/sitemap.xml`)).text();
  const addresses = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map((found) => found[1] ?? "");
  assert.ok(addresses.length > 50);
  for (const address of addresses) {
    assert.ok(address.startsWith(`${site.origin}/`), address);
    assert.equal((await page.request.get(address)).status(), 200, address);
  }
  await page.goto(`${site.origin}/risolvi/la-macchina-non-scalda/`);
  const canonical = await page.locator('link[rel="canonical"]').getAttribute("href");
  assert.equal(canonical, page.url());
  for (const alternate of await page.locator('link[hreflang]').all()) {
    const href = (await alternate.getAttribute("href")) ?? "";
    assert.ok(href.startsWith(`${site.origin}/`), href);
  }
  await close();
});

/** Reading: without script, in the dark, on the narrowest phone; and nothing but reading happens. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { narrow, settled, visits } from "./browser.js";
import { kinds } from "./site.js";

const site = visits();

for (const [kind, address] of Object.entries(kinds)) {
  test(`${kind}: quiet console, no foreign request, no sideways scrolling`, async () => {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const { page, troubles, close } = await site.open({
        viewport: narrow,
        colorScheme,
      });
      await page.goto(site.origin + address);
      await settled(page);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${overflow} px too wide at 320 px`);
      assert.deepEqual(troubles, []);
      await close();
    }
  });
}

test("dark is dark and light is light", async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const { page, close } = await site.open({ colorScheme });
    await page.goto(site.origin + kinds.article);
    const shade = await page.evaluate(() => {
      const canvas = document.createElement("canvas").getContext("2d");
      if (!canvas) throw new Error("no canvas");
      // Painting turns any colour space into bytes.
      const bright = (/** @type {string} */ colour) => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
        return (red + green + blue) / 3;
      };
      const style = getComputedStyle(document.body);
      const back = getComputedStyle(document.documentElement).backgroundColor;
      const body = style.backgroundColor;
      return {
        ground: bright(body === "rgba(0, 0, 0, 0)" ? back : body),
        text: bright(style.color),
      };
    });
    if (colorScheme === "dark") assert.ok(shade.ground < 70 && shade.text > 180, JSON.stringify(shade));
    else assert.ok(shade.ground > 200 && shade.text < 90, JSON.stringify(shade));
    await close();
  }
});

test("without script an article is read and another is found", async () => {
  const { page, troubles, close } = await site.open({
    javaScriptEnabled: false,
    viewport: narrow,
  });
  await page.goto(`${site.origin}/`);
  const symptoms = page.locator("main").getByRole("link");
  assert.ok((await symptoms.count()) >= 6, "the home page has symptoms to tap");

  await page.goto(site.origin + kinds.article);
  assert.equal(await page.locator("h1").innerText(), "La macchina non scalda");
  assert.ok(await page.locator("#step-1").isVisible(), "steps have addresses");
  assert.ok(await page.getByRole("link", { name: /0342|officina/i }).first().isVisible());

  await page.goto(site.origin + kinds.all);
  await page.getByRole("link", { name: "La macchina non scalda", exact: true }).click();
  assert.equal(await page.locator("h1").innerText(), "La macchina non scalda");

  await page.goto(site.origin + kinds.symptoms);
  await page.getByText("E02", { exact: true }).first().waitFor();
  await page.locator("main").getByRole("link", { name: /La macchina non scalda/ }).first().click();
  assert.equal(await page.locator("h1").innerText(), "La macchina non scalda");

  await page.goto(`${site.origin}/`);
  await page.getByRole("searchbox").or(page.getByRole("combobox")).first().fill("non scalda");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\/\?q=non/);
  assert.ok(
    await page.locator('main a[href="/all/"]').first().isVisible(),
    "the search page leads to the lists",
  );
  assert.deepEqual(troubles, []);
  await close();
});

test("the language switch keeps the article", async () => {
  const { page, close } = await site.open();
  await page.goto(site.origin + kinds.article);
  await page.locator('header a[hreflang="en"]').click();
  await page.waitForURL(/\/en\/risolvi\/machine-does-not-heat\//);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await close();
});

test("the contact card stands in the same place on every kind of page", async () => {
  const { page, close } = await site.open({ javaScriptEnabled: false });
  for (const address of Object.values(kinds)) {
    await page.goto(site.origin + address);
    assert.ok(await page.locator('a[href^="tel:"]').first().isVisible(), `${address}: the telephone`);
    const place = await page.evaluate(() => {
      const card = document.querySelector("#contact");
      const after = (/** @type {Element | null} */ one, /** @type {Element | null} */ other) =>
        Boolean(one && other && one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
      const headings = [...document.querySelectorAll("h2")];
      return {
        belowMain: after(document.querySelector("main"), card),
        aboveFooter: after(card, document.querySelector("body > footer")),
        last: headings.at(-1)?.closest("#contact") === card,
      };
    });
    assert.deepEqual(place, { belowMain: true, aboveFooter: true, last: true }, address);
  }
  await close();
});

test("text twice as large does not scroll sideways", async () => {
  const { page, close } = await site.open({ viewport: { width: 640, height: 800 } });
  for (const address of Object.values(kinds)) {
    await page.goto(site.origin + address);
    const overflow = await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    });
    assert.ok(overflow <= 0, `${address}: ${overflow} px too wide`);
  }
  await close();
});

test("no script is needed to say whether it helped, and nothing is sent", async () => {
  const { page, troubles, close } = await site.open({ javaScriptEnabled: false });
  await page.goto(site.origin + kinds.article);
  /** @type {string[]} */
  const sent = [];
  page.on("request", (request) => {
    // Pictures further down are fetched when the page scrolls to them; they carry no message.
    if (request.method() !== "GET" || new URL(request.url()).search) sent.push(request.url());
  });
  const question = page.getByRole("group", { name: "Ti è servito?" });
  await question.getByText("No", { exact: true }).click();
  assert.ok(await question.getByRole("link").first().isVisible(), "no leads on");
  await question.getByText("Sì", { exact: true }).click();
  assert.ok(await question.getByRole("link", { name: "Come tolgo il calcare" }).isVisible());
  assert.deepEqual(sent, []);
  assert.deepEqual(troubles, []);
  await close();
});

test("on paper there are steps and the telephone, and no navigation", async () => {
  const { page, close } = await site.open();
  await page.goto(site.origin + kinds.article);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#step-1").isVisible());
  assert.ok(await page.getByText("+39 0342 555 0142").first().isVisible());
  for (const unprinted of ["nav.siblings", "form.search", ".feedback", ".neighbours"]) {
    assert.equal(await page.locator(unprinted).first().isVisible(), false, unprinted);
  }
  await close();
});

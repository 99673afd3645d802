/** Search as a customer does it: typing, with mistakes, and by keyboard alone. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { narrow, settled, visits } from "./browser.js";

const site = visits();

test("misspelt words find the article while typing", async () => {
  const { page, troubles, close } = await site.open({ viewport: narrow });
  await page.goto(`${site.origin}/`);
  await page.getByRole("combobox").first().click();
  await page.keyboard.type("machina nn scalda", { delay: 20 });
  const first = page.getByRole("option").first();
  await first.waitFor();
  await page.waitForFunction(
    () => document.querySelector('[role="option"]')?.textContent?.includes("La macchina non scalda"),
  );
  assert.ok(await first.locator("mark").count(), "the matching words are marked");
  await first.click();
  await page.waitForURL(/\/risolvi\/la-macchina-non-scalda\//);
  assert.equal(await page.locator("h1").innerText(), "La macchina non scalda");
  assert.deepEqual(troubles, []);
  await close();
});

test("the keyboard alone finds and opens the article", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/cura/`);
  await page.keyboard.press("/");
  await page.keyboard.type("machina nn scalda", { delay: 20 });
  await page.waitForFunction(
    () => document.querySelector('[role="option"]')?.textContent?.includes("La macchina non scalda"),
  );
  const box = page.getByRole("combobox").first();
  assert.equal(await box.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Escape");
  assert.equal(await box.getAttribute("aria-expanded"), "false", "Escape closes the list");
  assert.equal(await box.inputValue(), "machina nn scalda", "typed text is never lost");
  await page.keyboard.press("ArrowDown");
  const active = await box.getAttribute("aria-activedescendant");
  assert.ok(active, "an option is selected");
  const option = page.locator(`[id="${active}"]`);
  assert.match(await option.innerText(), /La macchina non scalda/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/risolvi\/la-macchina-non-scalda\//);
  assert.deepEqual(troubles, []);
  await close();
});

test("an address with a query shows its results, and the back button returns to them", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/search/?q=machina%20nn%20scalda`);
  const result = page.locator("main").getByRole("link", { name: /La macchina non scalda/ }).first();
  await result.waitFor();
  assert.equal(await page.getByRole("combobox").first().inputValue(), "machina nn scalda");
  await result.click();
  await page.waitForURL(/la-macchina-non-scalda/);
  await page.goBack();
  await result.waitFor();
  assert.deepEqual(troubles, []);
  await close();
});

test("a search without results says so, keeps the words and shows a way on", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/search/?q=xqzwv`);
  const main = page.locator("main");
  await main.getByText("xqzwv").first().waitFor();
  assert.ok(await main.getByRole("link").count(), "there is a way on");
  assert.deepEqual(troubles, []);
  await close();
});

test("nothing of the search is loaded before the box is touched", async () => {
  const { page, close } = await site.open();
  /** @type {string[]} */
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(`${site.origin}/`);
  await settled(page);
  assert.deepEqual(requests.filter((url) => /search/.test(url)), []);
  await close();
});

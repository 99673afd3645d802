/** The search box as a customer uses it: typing, with mistakes, by touch and by keyboard alone. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { narrow, searchFiles, shows, visits } from "./browser.js";

const site = visits();

/** What the list offers: the first of it once it is there. */
const heats = shows('[role="option"]', "La macchina non scalda");

test("misspelt words find the article while typing", async () => {
  const { page, troubles, close } = await site.open({ viewport: narrow });
  await page.goto(`${site.origin}/`);
  await page.getByRole("combobox").click();
  await page.keyboard.type("machina nn scalda", { delay: 20 });
  await heats(page);
  const first = page.getByRole("option").first();
  assert.ok(await first.locator("mark").count(), "the matching words are marked");
  assert.match(await first.innerText(), /Qualcosa non va · Rimedio/, "category and type");
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
  await heats(page);
  const box = page.getByRole("combobox");
  const active = async () => page.locator(`[id="${await box.getAttribute("aria-activedescendant")}"]`);
  assert.equal(await box.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Escape");
  assert.equal(await box.getAttribute("aria-expanded"), "false", "Escape closes the list");
  assert.equal(await box.inputValue(), "machina nn scalda", "typed text is never lost");
  await page.keyboard.press("ArrowDown");
  assert.match(await (await active()).innerText(), /La macchina non scalda/, "the first is selected");
  await page.keyboard.press("ArrowUp");
  assert.equal(await (await active()).getAttribute("id"), "search-option-4", "up from the first is the last");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/risolvi\/la-macchina-non-scalda\//);
  assert.deepEqual(troubles, []);
  await close();
});

test("Ctrl-K leads to the box from anywhere, and a slash is a letter where one writes", async () => {
  const { page, close } = await site.open();
  await page.goto(`${site.origin}/cura/`);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("3/4");
  assert.equal(await page.getByRole("combobox").inputValue(), "3/4");
  await close();
});

test("Enter before the results leads to the page of results", async () => {
  const { page, close } = await site.open();
  await page.goto(`${site.origin}/`);
  await page.route(searchFiles, () => {});
  await page.getByRole("combobox").click();
  await page.keyboard.type("non scalda");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\/\?q=non\+scalda/);
  await close();
});

test("a correction is told, shown and taken back", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/`);
  const box = page.getByRole("combobox");
  await box.click();
  await page.keyboard.type("la Màchina non scalda ");
  await heats(page);
  assert.equal(await page.locator(".search-note b").first().innerText(), "la macchina non scalda");
  assert.match(await page.getByRole("status").innerText(), /^5 risultati · .*macchina/, "said aloud too");
  await page.getByRole("button", { name: /Cerca la Màchina non scalda così/ }).click();
  await page.locator(".search-note").filter({ hasNotText: "macchina" }).waitFor({ state: "attached" });
  assert.equal(await box.inputValue(), "la Màchina non scalda ", "what was typed stays");
  assert.ok(await box.evaluate((one) => one === document.activeElement), "the cursor stays in the box");
  assert.deepEqual(troubles, []);
  await close();
});

test("results are announced with their number", async () => {
  const { page, close } = await site.open();
  await page.goto(`${site.origin}/`);
  await page.getByRole("combobox").click();
  await page.keyboard.type("calcare");
  await page.getByRole("option").locator("mark").first().waitFor();
  assert.equal(await page.getByRole("status").innerText(), "5 risultati");
  await close();
});

test("an empty box offers the last searches, which can be forgotten, and frequent symptoms", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/`);
  const box = page.getByRole("combobox");
  const symptoms = page.getByRole("group", { name: "Qualcosa non va" }).getByRole("option");
  await box.click();
  await symptoms.first().waitFor();
  assert.equal(await symptoms.count(), 5);
  assert.equal(await box.getAttribute("aria-activedescendant"), null, "nothing is chosen for the customer");

  for (const query of ["acqua", "latte", "xqzwv", "calcare"]) {
    await box.fill(query);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/search/?q=${query}`);
    await page.locator("ol.hits, .results h2").waitFor();
  }
  await page.goto(`${site.origin}/`);
  await box.fill("scalda");
  await heats(page);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/risolvi/**");
  await page.goto(`${site.origin}/`);
  await box.click();
  const recent = page.getByRole("group", { name: "Le tue ultime ricerche" }).getByRole("option");
  await recent.first().waitFor();
  assert.deepEqual(await recent.allInnerTexts(), ["scalda", "calcare", "latte"], "the last first, and none in vain");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await heats(page);
  assert.equal(await box.inputValue(), "scalda");

  await box.fill("");
  await page.getByRole("button", { name: "Dimenticale" }).click();
  await recent.first().waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => localStorage.getItem("dopo.searches")), "[]");

  await symptoms.first().click();
  await page.waitForURL((url) => url.pathname !== "/");
  assert.ok(await page.locator("h1").isVisible(), "a symptom leads to its article");
  assert.deepEqual(troubles, []);
  await close();
});

test("nothing found: the list says so, keeps the words and offers ways on", async () => {
  const { page, troubles, close } = await site.open();
  await page.goto(`${site.origin}/cura/`);
  await page.getByRole("combobox").click();
  await page.keyboard.type("xqzwv");
  const panel = page.locator(".search-panel");
  await panel.getByText("Nessun risultato per xqzwv").waitFor();
  assert.equal(await page.getByRole("status").innerText(), "Nessun risultato per xqzwv");
  assert.equal(await panel.getByRole("option").count(), 5, "frequent symptoms");
  await panel.getByRole("link", { name: "Parla con una persona" }).click();
  assert.equal(await page.getByRole("combobox").getAttribute("aria-expanded"), "false");
  const mail = page.locator("#contact a[href^='mailto:']");
  assert.equal(
    await mail.getAttribute("href"),
    "mailto:aiuto@caslani.example?subject=Nessun%20risultato%20per%20xqzwv",
  );
  await page.getByRole("combobox").fill("scalda");
  await heats(page);
  assert.equal(await mail.getAttribute("href"), "mailto:aiuto@caslani.example", "only after a search in vain");
  assert.deepEqual(troubles, []);
  await close();
});

test("on a phone the box covers the screen, above the keyboard, and nothing behind it is reached", async () => {
  const { page, close } = await site.open({ viewport: narrow, hasTouch: true });
  await page.addInitScript(() => {
    let height = 640;
    Object.defineProperty(VisualViewport.prototype, "height", { get: () => height });
    addEventListener("keyboard", () => {
      height = 320;
      visualViewport?.dispatchEvent(new Event("resize"));
    });
  });
  await page.goto(`${site.origin}/cura/`);
  await page.locator("header .search-link").tap();
  await page.keyboard.type("scalda");
  await heats(page);
  await page.evaluate(() => dispatchEvent(new Event("keyboard")));
  const panel = await page.locator(".search-panel").boundingBox();
  assert.ok(panel && panel.y + panel.height <= 320, "the results end where the keyboard begins");
  const isBehind = () => page.locator("main").evaluate((main) => Boolean(main.closest("[inert]")));
  assert.ok(await isBehind());
  await page.getByRole("button", { name: "Chiudi" }).tap();
  assert.equal(await page.locator(".search-panel").isVisible(), false);
  assert.equal(await isBehind(), false);
  await close();
});

test("what is tapped is large enough for a thumb", async () => {
  const { page, close } = await site.open({ viewport: narrow });
  /** @param {string} state */
  const measure = async (state) => {
    const small = await page.evaluate(() =>
      [...document.querySelectorAll(".search a, .search button, .results a, .results button")]
        .map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.height && (box.height < 44 || box.width < 24))
        .map(({ text, box }) => `${text}: ${box.width} x ${box.height}`),
    );
    assert.deepEqual(small, [], state);
  };
  await page.goto(`${site.origin}/`);
  const box = page.getByRole("combobox");
  await box.click();
  await page.getByRole("option").first().waitFor();
  await measure("empty");
  await box.fill("machina nn scalda");
  await heats(page);
  await measure("corrected");
  await page.keyboard.press("Escape");
  await page.goto(`${site.origin}/search/?q=machina`);
  await page.locator("ol.hits").waitFor();
  await measure("page of results");
  await close();
});


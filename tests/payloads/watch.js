/**
 * A page in Chromium that tells which texts ran: `alert` writes down what it is called with, every
 * element gets the events a hand and a clock would send it, and what could run but did not (an
 * attribute with a handler, an address of a script) is told too.
 */

/** @typedef {import("playwright-core").Browser} Browser */

/** What a page did that it must not do. */
export class Watch {
  /**
   * @param {Browser} browser
   * @param {string} origin Requests elsewhere are answered with nothing.
   * @param {boolean} withPolicy Whether the content security policy of the page holds.
   */
  static async open(browser, origin, withPolicy) {
    const context = await browser.newContext({ bypassCSP: !withPolicy });
    await context.addInitScript(() => {
      window.alert = (/** @type {unknown} */ what) => void (/** @type {any} */ (window).tellRan(String(what)));
      window.print = () => {};
    });
    await context.route("**/*", (route) =>
      route.request().url().startsWith(origin) ? route.fallback() : route.abort(),
    );
    const watch = new Watch(context, await context.newPage(), withPolicy);
    // Told at once, so that a page that is left has told it too.
    await context.exposeFunction("tellRan", (/** @type {string} */ what) => void watch.ran.push(what));
    return watch;
  }

  /**
   * @param {import("playwright-core").BrowserContext} context
   * @param {import("playwright-core").Page} page
   * @param {boolean} withPolicy
   */
  constructor(context, page, withPolicy) {
    this.context = context;
    this.page = page;
    this.withPolicy = withPolicy;
    /** Texts that ran, `alert` by `alert`. */
    this.ran = /** @type {string[]} */ ([]);
    /** Attributes that could have run something. */
    this.armed = /** @type {string[]} */ ([]);
    this.pages = 0;
    page.on("dialog", (dialog) => dialog.dismiss().catch(() => {}));
    context.on("page", (opened) => opened !== page && opened.close().catch(() => {}));
  }

  /**
   * Opens an address and does everything to the page that a person could.
   * @param {string} address
   */
  async visit(address) {
    await this.page.goto(address, { waitUntil: "load" });
    await this.look();
  }

  /**
   * Sends events to everything on the page as it is. A page that leads on is left meanwhile; then the
   * one it leads to is looked at.
   */
  async look() {
    this.pages += 1;
    await this.touch().catch(async () => {
      await this.page.waitForLoadState("load");
      await this.touch().catch(() => {});
    });
  }

  async touch() {
    const armed = await this.page.evaluate(async () => {
      const events = [
        "mouseover", "mouseenter", "mousedown", "focus", "focusin", "toggle", "beforetoggle", "error",
        "load", "animationstart", "begin", "pageshow", "start",
      ];
      const armed = [];
      for (const element of document.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) {
          const address = value.replace(/[\u0000-\u0020\u00a0]/g, "").toLowerCase();
          const runs = /^(javascript|vbscript):|^data:text\/html/.test(address);
          const leads = ["href", "src", "action", "formaction", "data", "xlink:href", "poster", "background"];
          if (name.startsWith("on") || name === "srcdoc" || (runs && leads.includes(name))) {
            armed.push(`${element.localName} ${name}=${value}`.slice(0, 120));
          }
        }
        for (const event of events) element.dispatchEvent(new Event(event, { bubbles: false }));
      }
      // A press that would lead elsewhere ends the visit; one that runs something does not.
      document.addEventListener("submit", (event) => event.preventDefault(), true);
      document.addEventListener("click", (event) => {
        const link = event.target instanceof Element && event.target.closest("a[href], area[href]");
        const leads = link && !/^\s*(javascript|vbscript):/i.test(link.getAttribute("href") ?? "");
        if (leads) event.preventDefault();
      }, true);
      for (const element of document.querySelectorAll("main a, main button, main summary, main [tabindex], svg a")) {
        element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
      return armed;
    });
    this.armed.push(...armed);
  }

  close() {
    return this.context.close();
  }
}

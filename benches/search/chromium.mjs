// Chromium, driven by its own protocol over a pipe, with a cold cache for every visit.
//
// It is driven by hand and not by a library because of workers: Pagefind searches in one, and both
// the slow link and the count of bytes must hold there too, from its first request on. So every
// target a page starts is held until it is prepared as the page was.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * @typedef {{ url: string, bytes: number, body: number }} Transfer bytes on the wire, with and without headers
 * @typedef {{ latency: number, throughput: number }} Link milliseconds, bytes a second
 */

/** Milliseconds without a request after which a page is at rest, and after which it is stuck. */
const REST = 120;
const STUCK = 20_000;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts Chromium: `CHROMIUM`, else where Debian has it.
 * @param {string} trusted the fingerprint of the one certificate that needs no authority
 */
export async function launch(trusted) {
  const profile = await mkdtemp(path.join(tmpdir(), 'dopo-bench-chromium-'));
  const child = spawn(
    process.env.CHROMIUM ?? '/usr/bin/chromium',
    [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage',
      '--remote-debugging-pipe', `--user-data-dir=${profile}`,
      `--ignore-certificate-errors-spki-list=${trusted}`,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const [, , , requests, answers] = /** @type {any[]} */ (child.stdio);
  /** @type {Map<number, { resolve: (result: any) => void, reject: (cause: Error) => void }>} */
  const waiting = new Map();
  /** @type {Set<(event: { method: string, params: any, sessionId?: string }) => void>} */
  const listeners = new Set();
  let last = 0;
  let rest = '';
  answers.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages.map((one) => JSON.parse(one))) {
      const answered = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) answered?.reject(new Error(`${message.error.message} ${message.error.data ?? ''}`));
      else if (answered) answered.resolve(message.result);
      else for (const listen of listeners) listen(message);
    }
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium ended'));
  });

  /**
   * @param {string} method
   * @param {object} [params]
   * @param {string} [sessionId]
   * @returns {Promise<any>}
   */
  const send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      waiting.set(id, { resolve, reject });
      requests.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });

  return {
    visit: () => visit(send, listeners),
    async close() {
      const ended = new Promise((resolve) => child.on('exit', resolve));
      await send('Browser.close').catch(() => {});
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * A tab in a browser context of its own: nothing cached, nothing connected.
 * @param {(method: string, params?: object, sessionId?: string) => Promise<any>} send
 * @param {Set<(event: { method: string, params: any, sessionId?: string }) => void>} listeners
 */
async function visit(send, listeners) {
  const { browserContextId } = await send('Target.createBrowserContext');
  const { targetId } = await send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId: page } = await send('Target.attachToTarget', { targetId, flatten: true });
  const sessions = new Set([page]);
  /** @type {Map<string, Transfer>} requests that are under way */
  const pending = new Map();
  /** @type {Transfer[]} */
  let done = [];
  /** @type {Link | undefined} */
  let link;
  let moved = Date.now();
  /** @type {string[]} */
  const failed = [];

  /** @param {string} session */
  const slow = (session) =>
    link &&
    send('Network.emulateNetworkConditions', {
      offline: false,
      latency: link.latency,
      downloadThroughput: link.throughput,
      uploadThroughput: link.throughput,
    }, session);

  /** @param {string} session */
  const prepare = async (session) => {
    sessions.add(session);
    await send('Network.enable', {}, session);
    await send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }, session);
    await send('Runtime.runIfWaitingForDebugger', {}, session);
  };

  const listen = (/** @type {{ method: string, params: any, sessionId?: string }} */ event) => {
    const { method, params, sessionId } = event;
    if (!sessionId || !sessions.has(sessionId)) return;
    if (method === 'Target.attachedToTarget') {
      prepare(params.sessionId).catch((cause) => failed.push(`${params.targetInfo.url}: ${cause.message}`));
      return;
    }
    if (!method.startsWith('Network.')) return;
    moved = Date.now();
    const transfer = pending.get(params.requestId);
    if (method === 'Network.requestWillBeSent') {
      if (params.request.url.startsWith('http')) {
        pending.set(params.requestId, { url: params.request.url, bytes: 0, body: 0 });
      }
    } else if (method === 'Network.responseReceived' && transfer) {
      transfer.body = Number(params.response.headers['content-length'] ?? 0);
      if (params.response.status >= 400) failed.push(`${transfer.url}: ${params.response.status}`);
    } else if (method === 'Network.loadingFinished' && transfer) {
      // Of the script of a worker Chromium counts the headers alone.
      transfer.bytes = params.encodedDataLength + (params.encodedDataLength < transfer.body ? transfer.body : 0);
      pending.delete(params.requestId);
      done.push(transfer);
    } else if (method === 'Network.loadingFailed' && transfer) {
      pending.delete(params.requestId);
      if (!params.canceled) failed.push(`${transfer.url}: ${params.errorText}`);
    }
  };
  listeners.add(listen);
  await prepare(page);
  await send('Emulation.setFocusEmulationEnabled', { enabled: true }, page);
  await send('Emulation.setDeviceMetricsOverride', { width: 1000, height: 900, deviceScaleFactor: 1, mobile: false }, page);

  /** Until nothing was requested for a while. */
  const atRest = async () => {
    const start = Date.now();
    while (pending.size > 0 || Date.now() - moved < REST) {
      if (Date.now() - start > STUCK) throw new Error(`still loading: ${[...pending.values()].map(({ url }) => url)} ${failed}`);
      await pause(10);
    }
  };

  return {
    /** What failed to load, which makes a measurement worthless. */
    failed,
    atRest,
    /** @param {string} url */
    async open(url) {
      await send('Page.navigate', { url }, page);
      moved = Date.now();
      await atRest();
    },
    /** @param {Link} wanted */
    async slowDown(wanted) {
      link = wanted;
      await slow(page);
    },
    /** What was transferred since this was last asked. */
    take() {
      const taken = done;
      done = [];
      return taken;
    },
    /**
     * Calls a function in the page and gives what it (or its promise) gives.
     * @param {Function} call
     * @param {...any} given
     */
    async evaluate(call, ...given) {
      const expression = `(${call})(${given.map((one) => JSON.stringify(one)).join(',')})`;
      const options = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await send('Runtime.evaluate', options, page);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    /** @param {string} text */
    type: (text) => send('Input.insertText', { text }, page),
    async picture() {
      const { data } = await send('Page.captureScreenshot', { format: 'png' }, page);
      return Buffer.from(data, 'base64');
    },
    async close() {
      listeners.delete(listen);
      await send('Target.disposeBrowserContext', { browserContextId });
    },
  };
}

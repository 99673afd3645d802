// A host of static files as they are today: HTTP/2 over TLS, texts in Brotli, all else as it lies
// on disk, hashed files kept for ever. HTTP/2 matters: over HTTP/1.1 Chromium asks for six files at
// a time, which no reader meets any more.

import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureServer } from 'node:http2';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

/** @type {Record<string, string>} */
const TEXTS = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};
const KEPT = /\/_dopo\/hashed\/|\.pf_\w+$/;

/** An empty page on every server, for measuring without an interface. */
export const BLANK = '/_bench/blank.html';

/** Brotli at its default level for files, 11. */
const brotli = promisify(brotliCompress);

/**
 * Serves a folder on a free port.
 * @param {string} folder
 */
export async function serve(folder) {
  const pem = execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-keyout', '-', '-out', '-',
  ], { stdio: ['ignore', 'pipe', 'ignore'] });
  /** @type {Map<string, Promise<Buffer>>} what was compressed before */
  const compressed = new Map();

  const server = createSecureServer({ key: pem, cert: pem });
  server.on('request', async (request, response) => {
    const address = decodeURIComponent(new URL(request.url, 'https://localhost').pathname);
    const file = path.join(folder, path.normalize(address), address.endsWith('/') ? 'index.html' : '');
    const type = TEXTS[path.extname(file)];
    try {
      let body = address === BLANK ? Buffer.from('<!doctype html>') : await readFile(file);
      response.setHeader('content-type', type ?? 'application/octet-stream');
      response.setHeader('cache-control', KEPT.test(address) ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (type) {
        const known = compressed.get(file) ?? brotli(body);
        compressed.set(file, known);
        body = await known;
        response.setHeader('content-encoding', 'br');
      }
      response.setHeader('content-length', body.length);
      response.end(body);
    } catch {
      response.writeHead(address === '/favicon.ico' ? 204 : 404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return {
    origin: `https://localhost:${port}`,
    /** What Chromium is to trust. */
    fingerprint: createHash('sha256').update(key).digest('base64'),
    stop: () => server.close(),
  };
}

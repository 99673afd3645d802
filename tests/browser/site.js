/**
 * The sample help centre for the browser tests: shown by `dopo serve`, or built into a folder and
 * served as a host would, below a sub-path and with the headers of `_headers`.
 *
 * The program to test comes from `DOPO_BIN`.
 */

import { spawn, spawnSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository, which is the project that is built. */
export const project = fileURLToPath(new URL("../..", import.meta.url));

/** Every kind of page of the sample, with an address where one is. */
export const kinds = {
  home: "/",
  "home in English": "/en/",
  category: "/risolvi/",
  article: "/risolvi/la-macchina-non-scalda/",
  safety: "/sicurezza/vapore-e-acqua-calda/",
  search: "/search/",
  results: "/search/?q=scalda",
  all: "/all/",
  symptoms: "/symptoms/",
  "not found": "/non-esiste/",
};

function program() {
  const bin = process.env.DOPO_BIN;
  if (!bin) throw new Error("DOPO_BIN is unset: it names the dopo program to test");
  return bin;
}

/**
 * A site that is being served.
 * @typedef {object} Served
 * @property {string} origin Scheme, host and sub-path, without a slash at its end.
 * @property {() => Promise<void>} stop Ends it.
 */

/**
 * Runs `dopo serve` on a free port.
 * @param {string} [root] The project; the sample when it is not given.
 * @returns {Promise<Served>}
 */
export async function serve(root = project) {
  const child = spawn(program(), ["serve", "--root", root, "--port", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let said = "";
  const origin = await new Promise((resolve, reject) => {
    const listen = (/** @type {Buffer} */ part) => {
      said += part;
      const address = said.match(/http:\/\/(?:127\.0\.0\.1|localhost):\d+/);
      if (address) resolve(address[0]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("exit", (code) => reject(new Error(`dopo serve ended with ${code}:\n${said}`)));
    setTimeout(() => reject(new Error(`dopo serve named no address:\n${said}`)), 60_000).unref();
  });
  return {
    origin,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners("exit");
        child.on("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

/**
 * What a host says instead of what it has.
 * @typedef {{status?: number, headers?: Record<string, string>, body?: string | Buffer} | undefined} Instead
 */

/**
 * Builds a project for a sub-path and serves the folder there, as a plain host would.
 * @param {string} path Empty, or begins with a slash and does not end with one.
 * @param {string} [root] The project; the sample when it is not given.
 * @returns {Promise<Served & { folder: string, host: {instead: (path: string) => Instead} }>}
 */
export async function hosted(path, root = project) {
  const folder = await mkdtemp(join(tmpdir(), "dopo-browser-"));
  const site = join(folder, "site");
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the test server has no port");
  const origin = `http://127.0.0.1:${address.port}${path}`;

  try {
    build(root, site, origin);
  } catch (failure) {
    server.close();
    throw failure;
  }
  const rules = headerRules(await readFile(join(site, "_headers"), "utf8"));
  const host = { instead: /** @type {(path: string) => Instead} */ (() => undefined) };

  server.on("request", async (request, response) => {
    const url = new URL(request.url ?? "/", origin);
    for (const rule of rules) {
      if (rule.matches(url.pathname)) response.setHeader(rule.name, rule.value);
    }
    const instead = host.instead(url.pathname);
    if (instead) {
      response.writeHead(instead.status ?? 200, instead.headers).end(instead.body);
      return;
    }
    const inside = url.pathname.startsWith(`${path}/`);
    const name = normalize(decodeURIComponent(url.pathname.slice(path.length)));
    const file = join(site, name.endsWith("/") ? `${name}index.html` : name);
    if (inside && (await isFile(file))) {
      response.setHeader("Content-Type", contentType(file));
      createReadStream(file).pipe(response);
    } else {
      response.statusCode = 404;
      response.setHeader("Content-Type", contentType(".html"));
      createReadStream(join(site, "404.html")).pipe(response);
    }
  });
  return {
    origin,
    folder: site,
    host,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * Builds a project of these files and serves it.
 * @param {Record<string, string>} files Texts by path.
 */
export async function hostedFiles(files) {
  const root = await mkdtemp(join(tmpdir(), "dopo-project-"));
  await write(root, files);
  const served = await hosted("", root);
  return {
    ...served,
    /** Adds files to the project and publishes it again, at the same address. */
    publish: async (/** @type {Record<string, string>} */ more) => {
      await write(root, more);
      build(root, served.folder, served.origin);
    },
    stop: async () => {
      await served.stop();
      await rm(root, { recursive: true });
    },
  };
}

/**
 * @param {string} root
 * @param {Record<string, string>} files
 */
async function write(root, files) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/**
 * Builds a project into a folder, for an address.
 * @param {string} root
 * @param {string} folder
 * @param {string} origin
 */
export function build(root, folder, origin) {
  const built = spawnSync(
    program(),
    ["build", "--root", root, "--output-dir", folder, "--base-url", origin],
    { encoding: "utf8" },
  );
  if (built.status !== 0) throw new Error(`dopo build failed:\n${built.stdout}${built.stderr}`);
}

/** @param {string} path */
async function isFile(path) {
  return stat(path).then((found) => found.isFile(), () => false);
}

/** @param {string} path */
function contentType(path) {
  /** @type {Record<string, string>} */
  const types = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
  };
  return types[extname(path)] ?? "application/octet-stream";
}

/**
 * Reads a `_headers` file.
 * @param {string} text
 */
function headerRules(text) {
  const rules = [];
  let pattern = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("/")) {
      pattern = line;
    } else if (line.includes(":")) {
      const of = pattern;
      const name = line.slice(0, line.indexOf(":")).trim();
      const value = line.slice(line.indexOf(":") + 1).trim();
      const matches = (/** @type {string} */ path) =>
        of.endsWith("*") ? path.startsWith(of.slice(0, -1)) : path === of;
      rules.push({ name, value, matches });
    }
  }
  return rules;
}

/**
 * nginx and Apache as ordinary processes, each with a shop on the same server: its own pages, its own
 * page for what is missing, its own headers. The help centre is at the host's root, or below a path
 * beside the shop. Nothing of the system's own configuration is read, and nothing stays.
 */

import { spawn, spawnSync } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { build, project } from "../browser/site.js";

/** What the help centre has beside the sample: files of many kinds, and addresses that moved. */
const MORE = {
  "content/caffè & crema.md":
    "---\nslug: caffè-crema\naliases: [/vecchio/caffè/, /prima.html, /a+b(c)/, /vecchio/]\n---\n\n# Caffè & crema\n\n" +
    "[Tabella](tabella.csv) [Note](note.txt)\n",
  "content/tabella.csv": "pezzo,caffè\nfiltro,1\n".repeat(40),
  "content/note.txt": "perché no\n".repeat(60),
  "static/site.webmanifest": JSON.stringify({ name: "Bruna", description: "aiuto ".repeat(80) }),
  "static/foto.avif": "no picture, but nobody looks ".repeat(20),
  "static/foto.PNG": "no picture, but nobody looks ".repeat(20),
  "static/dati.bin": "bytes ".repeat(100),
  "static/dati.html.strano": "<script>alert(1)</script>".repeat(20),
  "static/LEGGIMI": "<script>alert(1)</script>".repeat(20),
  "static/manuale.pdf": "%PDF-1.4 ".repeat(60),
  "static/.well-known/contact.txt": "aiuto@caslani.example",
  "static/evil.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "ran"</script></svg>'.padEnd(400),
};

/** What lies in a folder that is mounted, beside the site: lists, and what was put aside. */
export const HIDDEN = {
  ".dopo/list-0123456789abcdef": '{"withdrawn": "page"}',
  ".dopo/before-1/page.html": "withdrawn",
  ".before-1/page.html": "withdrawn",
};

/** What the shop has. */
const SHOP = {
  "index.html": "<!doctype html><title>Shop</title><script src=app.js></script>",
  "404.html": "<!doctype html><title>Shop: not here</title>",
  "app.js": "console.log('shop');".repeat(40),
  "shop.css": "body { color: black }".repeat(40),
  "logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
  "helpdesk.html": "<!doctype html><title>Shop: desk</title>",
  "notes.md": "# Shop",
};

/**
 * @typedef {object} Host
 * @property {string} name
 * @property {string} base The path of the help centre.
 * @property {string} origin Scheme, host and that path.
 * @property {string} shop Scheme and host.
 * @property {string} folder Where the site is.
 * @property {string} project What it was built from.
 * @property {() => Promise<void>} stop
 */

/** @typedef {"nginx" | "apache"} Kind */

/**
 * Builds the sample with more files for a path, and starts a server for it.
 * @param {Kind} kind
 * @param {string} base
 * @returns {Promise<Host>}
 */
export async function start(kind, base) {
  const folder = await mkdtemp(join(tmpdir(), "dopo-hosts-"));
  // The server may work under another name than ours.
  await chmod(folder, 0o755);
  const shop = join(folder, "shop");
  const site = join(folder, "site");
  const source = join(folder, "project");
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let server;
  const stop = async () => {
    process.off("exit", kill);
    if (server && server.exitCode === null) {
      const ended = new Promise((resolve) => server?.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  const kill = () => void server?.kill("SIGKILL");
  try {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    for (const part of ["content", "static", "data", "dopo.toml"]) {
      await cp(join(project, part), join(source, part), { recursive: true });
    }
    await write(source, MORE);
    await write(shop, SHOP);
    build(source, site, origin + base);
    // Where a folder is mounted, publishing has a folder of its own in it.
    await write(site, HIDDEN);
    if (base) await symlink(site, join(shop, base.slice(1)));
    const root = base ? shop : site;
    const config = join(folder, `${kind}.conf`);
    await writeFile(config, kind === "nginx" ? nginx(folder, root, port, base) : apache(folder, root, port, base));
    const [program, ...options] = kind === "nginx" ? ["nginx", "-p", folder, "-c", config] : ["apache2", "-X", "-f", config];
    server = spawn(/** @type {string} */ (program), options, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    });
    process.on("exit", kill);
    let said = "";
    server.stderr?.on("data", (part) => (said += part));
    const ended = new Promise((_, reject) => {
      server?.once("error", reject);
      server?.once("exit", (code) => reject(new Error(`${kind} ended with ${code}: ${said}`)));
    });
    ended.catch(() => {});
    await Promise.race([ended, answers(origin)]);
    return { name: `${kind} at ${base || "/"}`, base, origin: origin + base, shop: origin, folder: site, project: source, stop };
  } catch (failure) {
    const log = await readFile(join(folder, "error.log"), "utf8").catch(() => "");
    await stop();
    throw new Error(`${kind} did not start: ${failure}\n${log}`);
  }
}

/** @param {string} folder @param {Record<string, string>} files */
async function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

/** Waits until somebody listens. @param {string} origin */
async function answers(origin) {
  for (let tries = 0; tries < 100; tries++) {
    if (await get(`${origin}/`).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nobody answers at ${origin}`);
}

/**
 * A server block as a shop may have it, with the help centre included.
 * @param {string} folder
 * @param {string} root
 * @param {number} port
 * @param {string} base
 */
const nginx = (folder, root, port, base) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  types { text/html html; text/css css; application/javascript js; image/svg+xml svg; }
  server {
    listen 127.0.0.1:${port};
    root ${root};
    # Before the shop's own lines: of two for the same thing nginx often takes the first.
    include ${root}${base}/_dopo/nginx.conf;
    ${base ? SHOP_NGINX : ""}
  }
}
`;

const SHOP_NGINX = `
    error_page 404 /404.html;
    expires 30d;
    add_header X-Content-Type-Options nosniff always;
    add_header X-Shop yes always;
    location / { try_files $uri $uri/ =404; }
    location ~* \\.(js|css|svg|png|html)$ { expires 60d; }
`;

const MODULES = [
  "mpm_event", "authz_core", "mime", "dir", "alias", "headers", "filter", "deflate", "autoindex", "negotiation",
  "setenvif", "expires",
];

/**
 * A server as a shop may have it; the help centre brings its own file, which is allowed what it asks
 * for and no more.
 * @param {string} folder
 * @param {string} root
 * @param {number} port
 * @param {string} base
 */
const apache = (folder, root, port, base) => `
ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
DefaultRuntimeDir ${folder}
Mutex file:${folder} default
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
${process.getuid?.() === 0 ? "User www-data\nGroup www-data" : ""}
TypesConfig /dev/null
AddType text/html .html
AddType text/css .css
AddType application/javascript .js
AddType image/svg+xml .svg
AddLanguage it .it
DocumentRoot ${root}
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory ${folder}>
  AllowOverride FileInfo
  Options Indexes FollowSymLinks MultiViews
  DirectoryIndex index.html
  Require all granted
</Directory>
${base ? SHOP_APACHE : ""}
`;

const SHOP_APACHE = `
ErrorDocument 404 /404.html
ExpiresActive On
ExpiresDefault "access plus 30 days"
Header set X-Content-Type-Options "nosniff"
Header always set X-Shop "yes"
`;

/**
 * An answer, as it comes over the line.
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers By name in small letters; those sent twice with a comma.
 * @property {string[]} names Of all headers, in small letters.
 * @property {Buffer} body
 */

/**
 * @param {string} url
 * @param {Record<string, string>} [headers]
 * @param {string} [method]
 * @returns {Promise<Answer>}
 */
export function get(url, headers = {}, method = "GET") {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { Connection: "close", ...headers }, method }, (answer) => {
      /** @type {Buffer[]} */
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
          names: answer.rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()),
          body: Buffer.concat(parts),
        }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** Whether both servers are there, for a message that helps. */
export function missing() {
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  return ["nginx", "apache2"].filter((program) => spawnSync(program, ["-v"], { env }).status !== 0);
}

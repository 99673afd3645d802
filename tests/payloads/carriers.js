/**
 * A project whose every corner carries a text: body, front matter, names, configuration, data.
 *
 * One article carries a few vectors in all the places of an article; what exists once in a project
 * (its title, its contact card) carries the first of them.
 */

/** @typedef {import("./vectors.js").Vector} Vector */

/** So many vectors share an article: few enough that one cannot swallow all the others. */
const TOGETHER = 4;

/** A text as YAML and TOML both read it. */
const quoted = (/** @type {string} */ text) =>
  JSON.stringify(text.replaceAll("\0", "")).replaceAll("\u007f", "");

/** A text as one line of Markdown. */
const line = (/** @type {string} */ text) => text.replace(/[\r\n\u2028\u2029]+/g, " ");

/** A text as a name that a file can have. */
const name = (/** @type {string} */ text) => line(text).replaceAll(/[/\0]/g, "").slice(0, 60).trim() || "x";

/**
 * The places of a body.
 * @type {((text: string) => string)[]}
 */
const PLACES = [
  (text) => `${text}\n`,
  (text) => `words ${line(text)} words\n`,
  (text) => `- item\n\n  ${text.replaceAll("\n", "\n  ")}\n`,
  (text) => `> ${text.replaceAll("\n", "\n> ")}\n`,
  (text) => `1. Step ${line(text)}\n2. Next\n`,
  (text) => `| a | b |\n| - | - |\n| ${line(text).replaceAll("|", "\\|")} | x |\n`,
  (text) => `## ${line(text)}\n\nwords\n`,
  (text) => `[words](${line(text)})\n`,
  (text) => `[words](<${line(text)}>)\n`,
  (text) => `[words](/x/ "${line(text)}")\n`,
  (text) => `[${line(text)}](other.md)\n`,
  (text) => `![words](<${line(text)}>)\n`,
  (text) => `![${line(text)}](picture.svg)\n`,
  (text) => `![words](picture.svg "${line(text)}")\n`,
  (text) => `:::note ${line(text)}\nwords\n:::\n`,
  (text) => `:::details ${line(text)}\n${text}\n:::\n`,
  (text) => `:::tabs\n:::tab ${line(text)}\nwords\n:::\n:::\n`,
  (text) => `words[^1]\n\n[^1]: ${line(text)}\n`,
  (text) => `Term\n: ${line(text)}\n`,
  (text) => `\`${line(text)}\`\n`,
  (text) => `~~~${line(text)}\n${text}\n~~~\n`,
  (text) => `<div title="${line(text)}" class="${line(text)}">words</div>\n`,
  (text) => `<a id="${line(text)}" href="${line(text)}">words</a>\n`,
  (text) => `<table><tr><td>${text}</td></tr></table>\n`,
];

/**
 * The project.
 * @param {Vector[]} vectors
 * @returns {Record<string, string>} Texts by path.
 */
export function project(vectors) {
  const first = vectors[0]?.text ?? "";
  /** @type {Record<string, string>} */
  const files = {
    "dopo.toml": `title = ${quoted(line(first))}\ndefault_locale = "en"\n[rules]\n`,
    "content/_index.md": `---\ntitle: ${quoted(first)}\n---\n${first}\n`,
    "content/other.md": "# Other\n\nwords\n",
    "content/picture.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "data/contact.toml":
      `[[channel]]\nkind = "phone"\nlabel = ${quoted(first)}\nvalue = "+39 02 555"\n`,
  };
  for (let at = 0; at < vectors.length; at += TOGETHER) {
    const some = vectors.slice(at, at + TOGETHER);
    const of = (/** @type {number} */ index) => (some[index % some.length] ?? some[0])?.text ?? "";
    const front = [
      `title: ${quoted(of(0))}`,
      `menu_title: ${quoted(of(1))}`,
      `description: ${quoted(of(2))}`,
      `answer: ${quoted(of(3))}`,
      `symptoms: [${some.map(({ text }) => quoted(text)).join(", ")}]`,
      `keywords: [${some.map(({ text }) => quoted(text)).join(", ")}]`,
      `tags: [${some.map(({ text }) => quoted(text)).join(", ")}]`,
      `models: [${quoted(of(1))}]`,
      `aliases: [${quoted(`/old-${at}/`)}]`,
      `time: ${quoted(of(2))}`,
      `tools: [${quoted(of(3))}]`,
      "type: fix",
    ];
    const body = PLACES.flatMap((place, index) => [place(of(index)), place(of(index + 1))]);
    files[`content/topic-${at}/a.md`] = `---\n${front.join("\n")}\n---\nvectorword\n\n${body.join("\n")}`;
    files[`content/topic-${at}/${name(of(0))}.md`] = `${of(1)}\n\n# ${line(of(2))}\n\n${of(3)}\n`;
  }
  return files;
}

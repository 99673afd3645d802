#!/usr/bin/env python3
"""Builds real help centres, searches them in Rust and in the script engine, and scores both.

See README.md beside this file."""
import argparse
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
# name, build root, locale, bar for Success@1 and @3
SETS = [
    ("arduino-help", "content", "en", (0.70, 0.85)),
    ("duckduckgo-help", "_docs", "en", (0.57, 0.73)),
    ("ms365-help-it", "AlchemyInsights", "it", (0.57, 0.73)),
]
KIND_BARS = {"typo": 0.90, "prefix": 0.95, "symptom": 0.70, "question": 0.60}


def lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit("%s\n%s" % (" ".join(map(str, command)), done.stderr[-2000:]))
    return done.stdout


def listed(dopo, root, locale, queries):
    """What `dopo search` lists for each query: addresses with anchors, and scores."""
    found = []
    for query in queries:
        out = run(dopo, "search", "-r", root, "--locale", locale, "--json", "--", query["q"])
        found.append([[hit["address"], hit["score"]] for hit in json.loads(out)["results"]])
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dopo", required=True)
    parser.add_argument("--corpora", required=True, type=pathlib.Path)
    parser.add_argument("--score", required=True, type=pathlib.Path)
    asked = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score", asked.score)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)

    kinds, unequal = {}, 0
    print("%-18s %-15s %-15s %-13s %s" % ("set", "S@1 (bar)", "S@3 (bar)", "equal lists", "KB cold median / worst"))
    for name, root, locale, bars in SETS:
        folder = asked.corpora / name / root
        file = asked.corpora / (name + ".queries.jsonl")
        queries = score.load(file)
        with tempfile.TemporaryDirectory() as out:
            site = pathlib.Path(out) / "site"
            run(asked.dopo, "build", "-r", folder, "--locale", locale, "-o", site)
            script = lines(run("node", HERE / "engine.mjs", site, locale, file))
        rust = lines(run(asked.dopo, "search", "-r", folder, "--locale", locale, "--batch", file))
        for row in rust:
            row["results"] = ["%s/%s" % (root, path) for path in row["results"]]
        in_rust = listed(asked.dopo, folder, locale, queries)
        equal = sum(one == other["results"] for one, other in zip(in_rust, script))
        unequal += len(queries) - equal
        ranks, _ = score.ranks(queries, rust, [], False)
        measured = score.measure(ranks)
        for query, rank in zip(queries, ranks):
            kinds.setdefault(query["kind"], []).append(rank)
        size = sorted(row["bytes"] / 1024 for row in script)
        print("%-18s %.3f (%.2f)    %.3f (%.2f)    %3d of %3d    %.1f / %.1f" % (
            name, measured["s1"], bars[0], measured["s3"], bars[1], equal, len(queries),
            size[len(size) // 2], size[-1]))
    print()
    for kind, ranks in sorted(kinds.items()):
        bar = KIND_BARS.get(kind)
        print("%-12s S@3 %.3f %s" % (kind, score.measure(ranks)["s3"], "(%.2f)" % bar if bar else ""))
    sys.exit(1 if unequal else 0)


if __name__ == "__main__":
    main()

"""The tables of the search bench, with the bars and goals beside what was measured."""

import statistics

from sites import evenly, lines, write_lines

PEERS = ["pagefind", "minisearch", "lunr"]
# kind: (bar, goal) for Success@3, pooled over the main sets
KINDS = {"typo": (0.90, None), "prefix": (0.95, None), "symptom": (0.70, 0.75), "question": (0.60, 0.75)}
# Up to so many articles, the bars in KB: first query median and worst (goals), misspelt, later.
SERVED = [
    (800, ((45, 35), (65, 55), 14, 10)),
    (2_500, ((52, 42), (80, 70), 26, 20)),
    (12_000, ((62, 50), (90, 75), 26, 25)),
    (1_000_000, ((95, 75), (160, 130), 30, 40)),
]
TIMED_QUERIES = 20
# Above this Pagefind is left out: its index takes too long, and too much memory.
PAGEFIND_UP_TO = 20_000


def show(title, rows):
    """A table whose first row names the columns."""
    print("\n**%s**\n" % title)
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for number, row in enumerate(rows):
        print("| %s |" % " | ".join(cell.ljust(width) for cell, width in zip(row, widths)))
        if number == 0:
            print("| %s |" % " | ".join("-" * width for width in widths))
    print(flush=True)


def barred(value, bar, form="%.3f", least=True):
    """A value with its bar and goal; a missed bar is marked."""
    known = [one for one in (bar if isinstance(bar, tuple) else (bar,)) if one is not None]
    if not known:
        return form % value
    missed = value < known[0] if least else value > known[0]
    return "%s%s (%s)" % (form % value, " MISSED" if missed else "", ", ".join("%g" % one for one in known))


def relevance(maker, score, main, further):
    print("# Relevance\n\nSuccess@1 and @3; in brackets bar and goal.")
    ranks, kinds = {}, {}
    rows = [["set", "queries", "ours @1", "ours @3", *("%s @1 / @3" % peer for peer in PEERS)]]
    for one in main + further:
        queries = score.load(one.queries)
        for engine in ["dopo", *PEERS]:
            ranks[one, engine], _ = score.ranks(queries, maker.listed(one, engine), [], False)
            for query, rank in zip(queries, ranks[one, engine]):
                if one in main:
                    kinds.setdefault(query["kind"], {}).setdefault(engine, []).append(rank)
        measured = {engine: score.measure(ranks[one, engine]) for engine in ["dopo", *PEERS]}
        bars = one.bars or (None, None)
        rows.append([one.name, str(len(queries)), barred(measured["dopo"]["s1"], bars[0]),
                     barred(measured["dopo"]["s3"], bars[1]),
                     *("%(s1).3f / %(s3).3f" % measured[peer] for peer in PEERS)])
    show("By set", rows)

    rows = [["kind", "queries", "ours @3", *("%s @3" % peer for peer in PEERS)]]
    for kind, own in sorted(kinds.items()):
        measured = {engine: score.measure(one)["s3"] for engine, one in own.items()}
        rows.append([kind, str(len(own["dopo"])), barred(measured["dopo"], KINDS.get(kind)),
                     *("%.3f" % measured[peer] for peer in PEERS)])
    show("By kind, the main sets together", rows)

    rows = [["sets", "against", "wins", "ties", "losses", "sign test p"]]
    for name, group in (("main", main), ("further", further)) if further else (("main", main),):
        for peer in PEERS:
            pairs = [pair for one in group for pair in zip(ranks[one, "dopo"], ranks[one, peer])]
            wins = sum((own or 11) < (other or 11) for own, other in pairs)
            losses = sum((own or 11) > (other or 11) for own, other in pairs)
            rows.append([name, peer, str(wins), str(len(pairs) - wins - losses), str(losses),
                         "%.2g" % score.sign_test(wins, losses)])
    show("Rank of the first answer, query by query", rows)
    print("Queries without any result, ours (held-out ones are not shown):")
    for one in main + further:
        empty = [row["q"] for row in maker.listed(one, "dopo") if not row["results"]]
        if empty:
            print("  %s: %d%s" % (one.name, len(empty), "" if one.held_out else " " + repr(empty)))
    print(flush=True)


def equality(maker, sets):
    """Compares the two readers; gives whether they agree."""
    rows, agree = [["set", "queries", "equal lists", "same cold and after the others"]], True
    differing = []
    for one in sets:
        in_rust = [[[hit["address"], hit["score"]] for hit in row["results"]] for row in maker.rust(one)]
        in_browser = maker.browser(one)
        equal = [rust == script["results"] for rust, script in zip(in_rust, in_browser, strict=True)]
        steady = [script["steady"] for script in in_browser]
        differing += [(one.name, script["q"]) for fine, script in zip(equal, in_browser) if not fine]
        agree = agree and all(equal) and all(steady)
        rows.append([one.name, str(len(equal)), str(sum(equal)), str(sum(steady))])
    print("# Equality\n\nLists of `dopo search` and of the script engine in Chromium: addresses, anchors, scores.")
    show("Equal lists", rows)
    for name, query in differing:
        print("  differs: %s: %s" % (name, query))
    return agree


def computation(maker, sets):
    print("# Query computation\n\nIn Chromium, everything fetched; bar: median 5 ms, worst 30 ms at 12,000 articles.")
    rows = [["set", "articles", "ranking: median ms", "worst", "with inflating and decoding: median ms", "worst"]]
    for one in sets:
        cells = []
        for key in ("ranking", "reading"):
            times = [row[key] for row in maker.browser(one)]
            cells += ["%.1f" % statistics.median(times), "%.1f" % max(times)]
        rows.append([one.name, str(maker.articles(one)), *cells])
    show("Milliseconds", rows)


def interfaces(maker, one):
    return ["dopo", "pagefind"] if maker.articles(one) <= PAGEFIND_UP_TO else ["dopo"]


def kilobytes(values, form="%.1f"):
    return form % (statistics.median(values) / 1024) if values else "-"


def bars_of(articles):
    return next(bars for most, bars in SERVED if articles <= most)


def served(maker, sets):
    print("# Bytes as served\n\nKB of 1,024 on the wire, headers included, as Chromium counts them; in brackets bar "
          "and goal.\nThe first query is everything from the focus to the results, program included; later "
          "ones are the second to the\ntwentieth of a reader who asks twenty.")
    first = [["set", "articles", "engine", "script at page load", "median", "worst", "body median", "requests median",
              "worst", "misspelt: more, median", "worst", "later, median", "worst", "second query, median", "worst"]]
    parts = [["set", "engine", "query", "total", "program", "root", "shards", "near words", "texts"]]
    for one in sets:
        articles = maker.articles(one)
        expected = {row["q"]: min(5, len(row["results"])) for row in maker.rust(one)}
        costs = maker.served(one, interfaces(maker, one), one.queries)
        for engine, all_rows in costs.items():
            ours = engine == "dopo"
            rows = [row for row in all_rows if "first" in row]
            wrong = [row["q"] for row in rows if ours and row["first"]["results"] != expected[row["q"]]]
            if wrong:
                raise SystemExit("the interface shows another number of results than `dopo search`: %s" % wrong)
            bars = bars_of(articles) if ours else (None, None, None, None)
            total = [row["first"]["bytes"] for row in rows]
            near = [row["first"]["parts"]["near words"] for row in rows if "near words" in row["first"]["parts"]]
            later = [row["later"]["bytes"] for row in all_rows if "later" in row]
            second = [row["second"]["bytes"] for row in rows]
            requests = [row["first"]["requests"] for row in rows]
            median = statistics.median
            first.append([
                one.name, str(articles), engine,
                kilobytes([row["load"]["script"] for row in rows]),
                barred(median(total) / 1024, bars[0], "%.1f", False),
                barred(max(total) / 1024, bars[1], "%.1f", False),
                kilobytes([row["first"]["body"] for row in rows]),
                "%g" % median(requests), str(max(requests)),
                barred(median(near) / 1024, bars[2], "%.1f", False) if near else "-",
                kilobytes([max(near)]) if near else "-",
                barred(median(later) / 1024, bars[3], "%.1f", False), kilobytes([max(later)]),
                kilobytes(second), kilobytes([max(second)]),
            ])
            names = parts[0][4:]
            parts.append([one.name, engine, "median of each", kilobytes(total),
                          *(kilobytes([row["first"]["parts"].get(name, 0) for row in rows]) for name in names)])
            for row in sorted(rows, key=lambda row: -row["first"]["bytes"])[:3]:
                parts.append([one.name, engine, row["q"], kilobytes([row["first"]["bytes"]]),
                              *(kilobytes([row["first"]["parts"].get(name, 0)]) for name in names)])
    show("First, misspelt and later queries", first)
    show("Parts of the first query: medians, and the three worst", parts)


def time(maker, sets):
    print("# Time to results\n\nSeconds from the focus to the results on a link of 150 ms and 1.6 Mbit/s, cold; bar 0.5 "
          "of Pagefind, goal 0.35.\nQueries that Pagefind answers. Chromium does not slow the script of a worker: "
          "some 0.2 s in Pagefind's favour.")
    rows = [["set", "articles", "queries", "ours: median s", "worst", "pagefind: median s", "worst", "ours / pagefind"]]
    for one in sets:
        engines = interfaces(maker, one)
        asked = lines(one.queries.read_text(encoding="utf-8"))
        if "pagefind" in engines:
            found = {row["q"] for row in maker.listed(one, "pagefind") if row["results"]}
            asked = [row for row in asked if row["q"] in found]
        queries = write_lines(maker.work / "timed.jsonl", evenly(asked, TIMED_QUERIES))
        costs = maker.served(one, engines, queries, "--slow")
        times = {engine: [row["first"]["ms"] / 1000 for row in rows] for engine, rows in costs.items()}
        ours, peer = times["dopo"], times.get("pagefind")
        rows.append([
            one.name, str(maker.articles(one)), str(len(ours)), "%.2f" % statistics.median(ours), "%.2f" % max(ours),
            "%.2f" % statistics.median(peer) if peer else "-", "%.2f" % max(peer) if peer else "-",
            barred(statistics.median(ours) / statistics.median(peer), (0.5, 0.35), "%.2f", False) if peer else "-",
        ])
    show("Seconds", rows)

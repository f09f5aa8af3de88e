"""The monthly ledger, Bellwether beside DuckDB, in one run: same facts in, same table out, two threads each. Then what it takes to
bring the stored marts up to date with one per cent more facts, beside making them anew.

    python3 benches/ledger.py PEER [--rows 10000000] [--bellwether target/release/bellwether] [--work FOLDER] [--before BINARY]

PEER is the folder with generate_purchases.py, ledger_duckdb.py and ledger_duckdb_lapse_day.sql. Needs duckdb from PyPI. Each program runs
alone, five times in turn; wall seconds, CPU seconds and peak memory are the medians, read from the operating system. With --before, an
earlier build, only the two builds are measured, each on a folder that it imported itself, in turn.
"""
import argparse
import csv
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

from process import measured

# Odd, so that a median is a run.
RUNS = 5
RUNS_OF_BUILDS = 11

MAP = """table = "purchases"
source = "bench"
currency = "EUR"

[columns]
customer_id = "customer_id"
at = "d"
amount_minor = "amount_cents"
"""


def medians(runs):
    return tuple(statistics.median(column) for column in zip(*runs))


def told(name, figures):
    print(f"{name:<52} {figures[0]:8.2f} s wall {figures[1]:8.2f} s CPU {figures[2]:8.0f} MiB")


def peer_table(path):
    with open(path) as rows:
        return {(row[0][:7], row[1]): (int(row[2]), int(row[3])) for row in csv.reader(rows)}


def our_table(path):
    table = {}
    with open(path) as rows:
        for row in csv.DictReader(rows):
            for kind in ("new", "won_back", "more", "less", "lost"):
                figure = int(row[f"{kind}_customers"]), int(row[f"{kind}_minor"])
                if figure != (0, 0):
                    table[row["period"], kind] = figure
    return table


# Run apart: what this process holds would count as its children's memory.
SPLIT = """
import sys, duckdb
facts, condition, rest, one = sys.argv[1:]
duckdb.execute(f"COPY (SELECT * FROM '{facts}' WHERE NOT ({condition})) TO '{rest}' (FORMAT parquet)")
duckdb.execute(f"COPY (SELECT * FROM '{facts}' WHERE {condition}) TO '{one}' (FORMAT parquet)")
"""


def split(facts, work):
    """The last hundredth of the facts by day, and a hundredth spread over all days, each apart from the rest."""
    files = {}
    newest = f"d >= (SELECT quantile_disc(d, 0.99) FROM '{facts}')"
    for name, condition in (("newest", newest), ("spread", "hash(customer_id, d, amount_cents) % 100 = 0")):
        for part in ("rest", "one"):
            files[name, part] = work / f"{facts.stem}-{name}-{part}.parquet"
        if not files[name, "one"].exists():
            parts = [files[name, "rest"], files[name, "one"]]
            subprocess.run([sys.executable, "-c", SPLIT, facts, condition, *parts], check=True)
    return files


class Company:
    """A data folder, asked through the binary."""

    def __init__(self, binary, folder, mapping):
        self.folder, self.mapping, self.command = folder, mapping, [binary, "--quiet", "--data", folder]

    def make(self, facts):
        shutil.rmtree(self.folder, ignore_errors=True)
        subprocess.run([*self.command, "init", "--currency", "EUR", "--basis", "spend", "--lapse-days", "90"], check=True)
        return self.take(facts)

    def take(self, facts):
        return measured([*self.command, "import", facts, "--as", "purchases", "--map", self.mapping])

    def ledger(self, out):
        return measured([*self.command, "ledger", "--format", "csv"], out)

    def refresh(self, *options):
        return measured([*self.command, "refresh", *options])


def increment(binary, work, mapping, rest, one):
    """Seconds and memory of a refresh after a hundredth more facts; the folder then holds all of them."""
    before = Company(binary, work / "data-before", mapping)
    told(f"import of {rest.stem}", before.make(rest))
    before.refresh()
    runs = []
    for _ in range(RUNS):
        company = Company(binary, work / "data", mapping)
        shutil.rmtree(company.folder, ignore_errors=True)
        shutil.copytree(before.folder, company.folder)
        told(f"import of {one.stem}", company.take(one))
        runs.append(company.refresh())
    shutil.rmtree(before.folder)
    return company, medians(runs)


def before_and_after(before, after, work, mapping, facts):
    """What a change costs: two builds on the same facts, in turn."""
    companies = {name: Company(binary, work / f"data-{name}", mapping) for name, binary in (("before", before), ("after", after))}
    imports = {name: company.make(facts) for name, company in companies.items()}
    runs = {(name, what): [] for name in companies for what in ("ledger", "refresh --full")}
    for _ in range(RUNS_OF_BUILDS):
        for name, company in companies.items():
            runs[name, "refresh --full"].append(company.refresh("--full"))
            runs[name, "ledger"].append(company.ledger(work / f"{name}.csv"))
    figures = {("import", name): figure for name, figure in imports.items()}
    figures |= {(what, name): medians(run) for (name, what), run in runs.items()}
    for what in ("import", "ledger", "refresh --full"):
        old, new = figures[what, "before"], figures[what, "after"]
        told(f"before, {what}", old)
        told(f"after, {what}", new)
        print(f"after / before, {what}: {new[0] / old[0]:.3f} wall, {new[1] / old[1]:.3f} CPU, {new[2] / old[2]:.3f} memory")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("peer", type=pathlib.Path)
    arguments.add_argument("--rows", type=int, default=10_000_000)
    arguments.add_argument("--bellwether", default="target/release/bellwether")
    arguments.add_argument("--work", type=pathlib.Path)
    arguments.add_argument("--before")
    options = arguments.parse_args()
    # By the same definitions: a purchase on the day of the lapse comes in time.
    os.environ["LEDGER_SQL"] = "ledger_duckdb_lapse_day.sql"
    work = options.work or pathlib.Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    facts, mapping = work / f"purchases-{options.rows}.parquet", work / "bench.toml"
    mapping.write_text(MAP)
    if not facts.exists():
        subprocess.run([sys.executable, options.peer / "generate_purchases.py", str(options.rows), facts], check=True)
    if options.before:
        before_and_after(options.before, options.bellwether, work, mapping, facts)
        return
    files = split(facts, work)
    _, spread = increment(options.bellwether, work, mapping, files["spread", "rest"], files["spread", "one"])
    company, newest = increment(options.bellwether, work, mapping, files["newest", "rest"], files["newest", "one"])
    runs = {"peer": [], "ledger": [], "refresh": []}
    for _ in range(RUNS):
        runs["peer"].append(
            measured([sys.executable, options.peer / "ledger_duckdb.py", facts, work / "peer.csv"]))
        runs["ledger"].append(company.ledger(work / "ours.csv"))
        runs["refresh"].append(company.refresh("--full"))
    peer, ledger, refresh = (medians(runs[name]) for name in ("peer", "ledger", "refresh"))
    told("DuckDB, monthly ledger", peer)
    told("Bellwether, monthly ledger", ledger)
    told("Bellwether, all stored marts made anew", refresh)
    told("Bellwether, the newest hundredth added", newest)
    told("Bellwether, a spread hundredth added", spread)
    same = peer_table(work / "peer.csv") == our_table(work / "ours.csv")
    print(f"tables identical: {same}")
    for name, slow, fast in (
        ("DuckDB / Bellwether, monthly ledger", peer, ledger),
        ("DuckDB / Bellwether, all stored marts", peer, refresh),
        ("made anew / newest hundredth added", refresh, newest),
        ("made anew / spread hundredth added", refresh, spread),
    ):
        ratios = [one / other for one, other in zip(slow, fast)]
        print(f"{name}: {ratios[0]:.1f}x wall, {ratios[1]:.1f}x CPU, {ratios[2]:.1f}x memory")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()

"""The monthly ledger, Bellwether beside DuckDB, in one run: same facts in, same table out, two threads each.

    python3 benches/ledger.py PEER [--rows 10000000] [--bellwether target/release/bellwether] [--work FOLDER]

PEER is the folder with generate_purchases.py, ledger_duckdb.py and ledger_duckdb.sql. Needs duckdb from PyPI. Each program runs
alone, three times in turn; wall seconds, CPU seconds and peak memory are the medians, read from the operating system.
"""
import argparse
import csv
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

MAP = """table = "purchases"
source = "bench"
currency = "EUR"

[columns]
customer_id = "customer_id"
at = "d"
amount_minor = "amount_cents"
"""


def measured(command, output=None):
    """Runs a command; returns wall seconds, CPU seconds and peak MiB of its process."""
    started = time.perf_counter()
    with open(output or os.devnull, "w") as out:
        process = subprocess.Popen(command, stdout=out, env={**os.environ, "BELLWETHER_THREADS": "2"})
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def medians(runs):
    return tuple(statistics.median(column) for column in zip(*runs))


def told(name, figures):
    print(f"{name:<44} {figures[0]:8.2f} s wall {figures[1]:8.2f} s CPU {figures[2]:8.0f} MiB")


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


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("peer", type=pathlib.Path)
    arguments.add_argument("--rows", type=int, default=10_000_000)
    arguments.add_argument("--bellwether", default="target/release/bellwether")
    arguments.add_argument("--work", type=pathlib.Path)
    options = arguments.parse_args()
    work = options.work or pathlib.Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    facts, data = work / f"purchases-{options.rows}.parquet", work / f"data-{options.rows}"
    if not facts.exists():
        subprocess.run([sys.executable, options.peer / "generate_purchases.py", str(options.rows), facts], check=True)
    ours = [options.bellwether, "--quiet", "--data", data]
    if not data.exists():
        (work / "bench.toml").write_text(MAP)
        subprocess.run([*ours, "init", "--currency", "EUR", "--basis", "spend", "--lapse-days", "90"], check=True)
        told("import", measured([*ours, "import", facts, "--as", "purchases", "--map", work / "bench.toml"]))
    runs = {"peer": [], "ledger": [], "refresh": []}
    for _ in range(3):
        runs["peer"].append(
            measured([sys.executable, options.peer / "ledger_duckdb.py", facts, work / "peer.csv"]))
        runs["ledger"].append(measured([*ours, "ledger", "--format", "csv"], work / "ours.csv"))
        runs["refresh"].append(measured([*ours, "refresh", "--full"]))
    peer, ledger, refresh = (medians(runs[name]) for name in ("peer", "ledger", "refresh"))
    told("DuckDB, monthly ledger", peer)
    told("Bellwether, monthly ledger", ledger)
    told("Bellwether, full refresh of all stored marts", refresh)
    same = peer_table(work / "peer.csv") == our_table(work / "ours.csv")
    print(f"tables identical: {same}")
    for name, figures in (("monthly ledger", ledger), ("full refresh", refresh)):
        ratios = [theirs / own for theirs, own in zip(peer, figures)]
        print(f"DuckDB / Bellwether, {name}: {ratios[0]:.1f}x wall, {ratios[1]:.1f}x CPU, {ratios[2]:.1f}x memory")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()

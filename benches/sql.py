"""Three usual questions in SQL, Bellwether beside DuckDB, in one run: the same files of Parquet, the same query, two threads each.

    python3 benches/sql.py [--rows 10000000] [--bellwether target/dist/bellwether] [--work FOLDER]

Needs duckdb from PyPI. Purchases and customers are made up and imported; DuckDB reads the data files that Bellwether wrote. Each program
runs alone, five times in turn, a process for each question; wall and CPU seconds and peak memory are the medians, read from the operating
system. DuckDB also says how long the query took within its process; of Bellwether's, the start, which is that of `SELECT 1`, is taken off to
compare with it. The run fails if the two answer differently, or if Bellwether takes more than twice as long as DuckDB, process against
process or query against query.
"""
import argparse
import csv
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# Odd, so that a median is a run.
RUNS = 5

QUESTIONS = {
    "purchases by month": """
        SELECT date_trunc('month', "at") AS month, count(*) AS purchases, sum(amount_minor) AS minor
        FROM purchases GROUP BY 1 ORDER BY 1""",
    "top customers": """
        SELECT customer_id, sum(amount_minor) AS minor
        FROM purchases GROUP BY customer_id ORDER BY minor DESC, customer_id LIMIT 10""",
    "purchases by kind of customer": """
        SELECT kind, count(*) AS purchases, sum(amount_minor) AS minor
        FROM purchases JOIN customers ON customers.customer_id = purchases.customer_id GROUP BY kind ORDER BY kind""",
}

PURCHASES = """table = "purchases"
source = "bench"
currency = "EUR"

[columns]
customer_id = "customer_id"
at = "d"
amount_minor = "amount_cents"
"""

CUSTOMERS = """table = "customers"
source = "bench"

[columns]
customer_id = "customer_id"
kind = "kind"
"""

# Run apart: what this process holds would count as its children's memory.
MAKE = """
import sys, duckdb
rows, purchases, customers = int(sys.argv[1]), *sys.argv[2:]
db = duckdb.connect()
db.execute("SET threads = 2")
db.execute(f'''COPY (
    SELECT (hash(i) % {rows // 50})::INTEGER AS customer_id,
           DATE '2023-01-01' + (hash(i + 1000000000) % 1096)::INTEGER AS d,
           (500 + hash(i + 2000000000) % 20000)::INTEGER AS amount_cents
    FROM range({rows}) AS rows(i)) TO '{purchases}' (FORMAT parquet)''')
db.execute(f'''COPY (
    SELECT c::INTEGER AS customer_id, ['person', 'household', 'shop', 'company'][1 + (hash(c) % 4)::INTEGER] AS kind
    FROM range({rows // 50}) AS customers(c)) TO '{customers}' (FORMAT parquet)''')
"""

# Times are asked for without a zone, which is quicker: all of them are in UTC.
PEER = """
import csv, json, pathlib, sys, time, duckdb
files, query, took = json.loads(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
db = duckdb.connect()
db.execute("SET threads = 2; SET TimeZone = 'UTC'")
at = {"purchases": ' REPLACE ("at"::TIMESTAMP AS "at")', "customers": ""}
for table, paths in files.items():
    db.execute(f"CREATE VIEW {table} AS SELECT *{at[table]} FROM read_parquet({paths})")
wall, cpu = time.perf_counter(), time.process_time()
answer = db.execute(query).fetchall()
took.write_text(json.dumps([time.perf_counter() - wall, time.process_time() - cpu]))
csv.writer(sys.stdout).writerows(answer)
"""


def measured(command, output):
    """Runs a command; returns wall seconds, CPU seconds and peak MiB of its process."""
    started = time.perf_counter()
    with open(output, "w") as out:
        process = subprocess.Popen(command, stdout=out, env={**os.environ, "BELLWETHER_THREADS": "2"})
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def medians(runs):
    return tuple(statistics.median(column) for column in zip(*runs))


def told(name, figures):
    print(f"{name:<58} {figures[0]:8.3f} s wall {figures[1]:8.3f} s CPU {figures[2]:8.0f} MiB", flush=True)


def data_files(folder):
    """The files that a table's log names; it has no checkpoint so early."""
    present = set()
    for entry in sorted((folder / "_delta_log").glob("*.json")):
        for action in map(json.loads, entry.read_text().splitlines()):
            if "add" in action:
                present.add(action["add"]["path"])
            if "remove" in action:
                present.discard(action["remove"]["path"])
    return [str(folder / name) for name in sorted(present)]


def rows(path, header):
    """An answer without how either writes a time."""
    with open(path) as lines:
        table = list(csv.reader(lines))[header:]
    return [[cell[:10] if cell[4:5] == "-" else cell for cell in row] for row in table]


def company(binary, count, work):
    """The folder's command line, with everything imported."""
    folder = work / f"company-{count}"
    command = [binary, "--quiet", "--data", folder]
    if not folder.exists():
        inputs = {table: work / f"{table}-{count}.parquet" for table in ("purchases", "customers")}
        subprocess.run([sys.executable, "-c", MAKE, str(count), *inputs.values()], check=True)
        being_made = work / "being-made"
        shutil.rmtree(being_made, ignore_errors=True)
        making = [binary, "--quiet", "--data", being_made]
        subprocess.run([*making, "init", "--currency", "EUR", "--basis", "spend", "--lapse-days", "90"], check=True)
        for table, mapping in (("customers", CUSTOMERS), ("purchases", PURCHASES)):
            (work / f"{table}.toml").write_text(mapping)
            subprocess.run([*making, "import", inputs[table], "--as", table, "--map", work / f"{table}.toml"], check=True)
        being_made.rename(folder)
    return command, folder


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=10_000_000)
    arguments.add_argument("--bellwether", default="target/dist/bellwether")
    arguments.add_argument("--work", type=pathlib.Path)
    options = arguments.parse_args()
    work = options.work or pathlib.Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    command, folder = company(options.bellwether, options.rows, work)
    lake = next(path for path in folder.rglob("purchases") if path.is_dir()).parent
    files = json.dumps({table: data_files(lake / table) for table in ("purchases", "customers")})
    took = work / "took.json"
    same = within = True
    start = medians([measured([*command, "sql", "SELECT 1", "--format", "csv"], work / "ours.csv") for _ in range(RUNS)])
    told("Bellwether's start", start)
    for name, query in QUESTIONS.items():
        runs = {"peer": [], "query": [], "ours": []}
        for _ in range(RUNS):
            runs["peer"].append(measured([sys.executable, "-c", PEER, files, query, took], work / "peer.csv"))
            runs["query"].append(json.loads(took.read_text()))
            runs["ours"].append(measured([*command, "sql", query, "--format", "csv"], work / "ours.csv"))
        peer, alone, ours = (medians(runs[who]) for who in ("peer", "query", "ours"))
        told(f"{name}: DuckDB", peer)
        told(f"{name}: DuckDB, the query alone", (*alone, peer[2]))
        told(f"{name}: Bellwether", ours)
        own = [one - other for one, other in zip(ours[:2], start)]
        told(f"{name}: Bellwether, the query alone", (*own, ours[2]))
        ratios = [one / other for one, other in zip(ours, peer)]
        bare = [one / other for one, other in zip(own, alone)]
        print(f"{name}: Bellwether / DuckDB: {ratios[0]:.2f} wall, {ratios[1]:.2f} CPU, {ratios[2]:.2f} memory; "
              f"query against query {bare[0]:.2f} wall, {bare[1]:.2f} CPU")
        same &= rows(work / "ours.csv", 1) == rows(work / "peer.csv", 0)
        within &= max(*bare, *ratios[:2]) <= 2
    print(f"answers identical: {same}; all within twice DuckDB's wall and CPU time: {within}")
    sys.exit(0 if same and within else 1)


if __name__ == "__main__":
    main()

"""Rows of a CSV file brought into an empty folder, beside DuckDB reading the same file and sorting it into a table of a file of its own.

    python3 benches/import.py PEER [--rows 10000000] [--runs 3] [--bellwether target/release/bellwether] [--work FOLDER]

PEER is the folder with generate_purchases.py; needs `duckdb` from PyPI. Both with two threads, in turn, each in a process of its own; wall seconds,
CPU seconds and peak memory are read from the operating system, the medians are told. The rows and the sum of both are compared.
"""
import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

from process import measured

MAP = """table = "purchases"
source = "bench"
currency = "EUR"

[columns]
purchase_id = "order_id"
customer_id = "customer_id"
at = "date"
amount = "amount"
"""

SORTED = """import duckdb
con = duckdb.connect({database!r})
con.execute("SET threads=2; SET memory_limit='4GB'")
con.execute("CREATE TABLE purchases AS SELECT {columns} FROM read_csv({csv!r}) ORDER BY customer_id, date")
con.close()
"""

# What DuckDB takes the columns for itself, with ids as whole numbers; and ids as text and amounts exact, as Bellwether keeps them.
PEERS = {
    "DuckDB, columns as it takes them": "*",
    "DuckDB, ids as text, amounts exact": "order_id::VARCHAR AS order_id, customer_id::VARCHAR AS customer_id, date, "
    "amount::DECIMAL(18, 2) AS amount",
}


def written(peer, work, rows):
    """A CSV file of so many purchases in no order, and their sum in cents."""
    import duckdb

    path, parquet = work / f"{rows}.csv", work / f"{rows}.parquet"
    if not path.exists():
        subprocess.run([sys.executable, pathlib.Path(peer) / "generate_purchases.py", str(rows), parquet], check=True)
        duckdb.execute(
            f"COPY (SELECT row_number() OVER () AS order_id, customer_id, d AS date, (amount_cents / 100)::DECIMAL(18, 2) AS amount "
            f"FROM '{parquet}') TO '{path}' (HEADER)"
        )
    return path, duckdb.execute(f"SELECT sum(amount_cents)::BIGINT FROM '{parquet}'").fetchone()[0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--bellwether", default="target/release/bellwether")
    parser.add_argument("--work")
    options = parser.parse_args()
    program = pathlib.Path(options.bellwether).resolve()
    work = pathlib.Path(options.work or tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    (work / "map.toml").write_text(MAP)
    csv, cents = written(options.peer, work, options.rows)
    data, database = work / "data", work / "peer.duckdb"
    ours, theirs = [], {name: [] for name in PEERS}
    for _ in range(options.runs):
        for name, columns in PEERS.items():
            database.unlink(missing_ok=True)
            sort = SORTED.format(database=str(database), columns=columns, csv=str(csv))
            theirs[name].append(measured([sys.executable, "-c", sort]))
        shutil.rmtree(data, ignore_errors=True)
        ours.append(measured([program, "import", csv, "--as", "purchases", "--map", work / "map.toml", "--data", data]))
    statement = "SELECT count(*) AS rows, sum(amount_minor) AS cents FROM purchases"
    told = subprocess.run([program, "sql", statement, "--format", "json", "--data", data], check=True, capture_output=True)
    told = json.loads(told.stdout)
    print(told if isinstance(told, list) else told.get("rows", told), "of", options.rows, "rows and", cents, "cents")
    own = [statistics.median(column) for column in zip(*ours)]
    print(f"{'bellwether import':<40} {own[0]:8.2f} s wall {own[1]:8.2f} s CPU {own[2]:8.0f} MiB")
    for name, runs in theirs.items():
        peer = [statistics.median(column) for column in zip(*runs)]
        print(f"{name:<40} {peer[0]:8.2f} s wall {peer[1]:8.2f} s CPU {peer[2]:8.0f} MiB, ratio {own[0] / peer[0]:.2f} and {own[1] / peer[1]:.2f}")


if __name__ == "__main__":
    main()

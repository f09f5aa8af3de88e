"""An import undone: a million rows that only added, and a million rows of which each replaced an earlier one. Then the ledger told again.

    python3 benches/undo.py [--rows 1000000] [--bellwether target/release/bellwether] [--work FOLDER]

Each is done five times in turn, being brought back by another undo in between, which is measured too; wall seconds, CPU seconds and peak
memory are the medians, read from the operating system. The ledger after each undo is held against the one before the import.
"""
import argparse
import pathlib
import shutil
import statistics
import sys
import tempfile

from process import measured

# Odd, so that a median is a run.
RUNS = 5

MAP = """table = "purchases"
source = "bench"
currency = "EUR"

[columns]
purchase_id = "id"
customer_id = "customer"
at = "day"
amount_minor = "cents"
"""


def told(name, runs):
    wall, cpu, memory = (statistics.median(column) for column in zip(*runs))
    print(f"{name:<52} {wall:8.2f} s wall {cpu:8.2f} s CPU {memory:8.0f} MiB")


def purchases(path, rows, first, cents):
    """One purchase a line, of a tenth as many customers over three years."""
    with open(path, "w") as out:
        out.write("id,customer,day,cents\n")
        for row in range(first, first + rows):
            # Multiplying by a large prime spreads them as if by chance.
            chance = row * 2654435761 % 4294967291
            year, month, day = 2023 + chance % 3, 1 + chance // 3 % 12, 1 + chance // 36 % 28
            out.write(f"{row},c{chance % (rows // 10)},{year}-{month:02}-{day:02},{chance % 9000 + cents}\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--bellwether", default="target/release/bellwether")
    parser.add_argument("--work")
    options = parser.parse_args()
    program = pathlib.Path(options.bellwether).resolve()
    work = pathlib.Path(options.work or tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    (work / "map.toml").write_text(MAP)
    purchases(work / "first.csv", options.rows, 0, 1)
    for name, first in (("added", options.rows), ("replaced", 0)):
        purchases(work / f"{name}.csv", options.rows, first, 2)
        data = work / name
        shutil.rmtree(data, ignore_errors=True)

        def bellwether(*arguments, output=None):
            return measured([program, *arguments, "--data", data], output)

        def ledger(output):
            return bellwether("ledger", "--format", "json", output=output)

        bring_in = ("--as", "purchases", "--map", work / "map.toml")
        bellwether("import", work / "first.csv", *bring_in)
        bellwether("refresh")
        ledger(work / "before.json")
        told(f"import, {options.rows} rows {name}", [bellwether("import", work / f"{name}.csv", *bring_in)])
        bellwether("refresh")
        undone, refreshed, returned = [], [], []
        number = 2
        for _ in range(RUNS):
            undone.append(bellwether("import", "undo", str(number), "--yes"))
            refreshed.append(bellwether("refresh"))
            ledger(work / "after.json")
            if (work / "before.json").read_bytes() != (work / "after.json").read_bytes():
                sys.exit("the ledger is not the one before the import")
            returned.append(bellwether("import", "undo", str(number + 1), "--yes"))
            bellwether("refresh")
            number += 2
        told(f"undo, {options.rows} rows {name}", undone)
        told("refresh after it", refreshed)
        told("undo of the undo", returned)


if __name__ == "__main__":
    main()

"""What touchpoints cost: the journey's stored tables made anew from ten million touches, a hundredth more of the newest days, and pages with them.

    python3 benches/touches.py [--factor 48.5] [--runs 3] [--readers 8] [--seconds 60] [--bellwether target/release/bellwether] [--work FOLDER]

The made-up company at 48.5 times its size has ten million touches of 582,000 customers. The hundredth more is drawn from those of its last year and
set into the days after its last one. Each step is a process of its own; wall seconds, CPU seconds and peak memory are read from the operating
system. What is told after the hundredth must be, byte for byte, what is told once all is made anew. Then readers ask for the pages of the
journey, each address drawn at random from those that the pages lead to, and wait for the whole answer; nothing is asked for before the clock
starts. Milliseconds at the median, at the 95th percentile and at most, by page.
"""
import argparse
import concurrent.futures
import csv
import datetime
import io
import json
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile

import pages
from process import measured

PAGES = ["/journey", "/handoffs", "/measures", "/moments", "/contacts", "/mine", "/part", "/populations"]
COLUMNS = ["touch_id", "customer_id", "case_id", "touchpoint", "silo", "channel", "started_at", "promised_by", "done_at", "outcome"]
TOLD = [["promises", "--by", "month"], ["handoffs", "--by", "month"], ["measures", "list"], ["contacts"], ["journey", "map", "--by", "case"]]


def asked(program, data, *command):
    done = subprocess.run([program, *command, "--data", data], check=True, capture_output=True, text=True)
    return done.stdout


def hundredth(program, data, path):
    """One touch of a hundred, drawn from the last year and set into the days after the last one, in the order of time."""
    last = json.loads(asked(program, data, "sql", "select max(started_at) last, count(*) touches from touches", "--format", "json"))[0]
    end = datetime.datetime.fromisoformat(last["last"])
    since = (end - datetime.timedelta(days=365)).isoformat()
    # Keys are hashes, so that the first ones are drawn by chance.
    which = f"started_at >= '{since}' and customer_id is not null and key < '08'"
    query = f"select key, {', '.join(COLUMNS)} from touches where {which}"
    rows = csv.DictReader(io.StringIO(asked(program, data, "sql", query, "--format", "csv")))
    drawn = sorted(rows, key=lambda row: row.pop("key"))[: last["touches"] // 100]
    chance = random.Random(8)
    for number, row in enumerate(drawn):
        begun = datetime.datetime.fromisoformat(row["started_at"])
        moved = end + datetime.timedelta(seconds=chance.randrange(1, 10 * 86_400)) - begun
        for moment in ["started_at", "promised_by", "done_at"]:
            if row[moment]:
                row[moment] = (datetime.datetime.fromisoformat(row[moment]) + moved).isoformat()
        row["touch_id"] = f"LATER-{number:07}"
        row["case_id"] = row["case_id"] and f"LATER-{row['case_id']}"
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(sorted(drawn, key=lambda row: row["started_at"]))
    return len(drawn)


def told(program, data):
    return [asked(program, data, *command, "--format", "csv") for command in TOLD]


def line(name, runs):
    wall, processor, memory = [statistics.median(column) for column in zip(*runs)]
    print(f"{name:<44}{wall:8.2f} s wall {processor:8.2f} s CPU {memory:8.0f} MiB")
    return processor


def read(command, readers, seconds, looking):
    pages.STARTS[:] = PAGES
    found = {page: paths for page, paths in pages.addresses(command, looking).items() if page in pages_of_journey(page)}
    process, port = pages.served(command)
    until = time.perf_counter() + seconds
    threads = [pages.Reader(port, found, pages.SEED + number, until) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    memory = pages.peak_memory(process)
    process.terminate()
    process.wait()
    if wrong := [one for thread in threads for one in thread.wrong]:
        raise SystemExit(f"not answered: {wrong[:5]}")
    print(f"{'page':<22}{'addresses':>10}{'asked':>8}{'median':>9}{'95 %':>9}{'most':>9}   (ms)")
    every = []
    for page in sorted(found):
        taken = [one for thread in threads for one in thread.taken.get(page, [])]
        if taken:
            pages.line(page, len(found[page]), taken)
        every.extend(taken)
    pages.line("all", sum(map(len, found.values())), every)
    print(f"peak memory {memory:.0f} MiB, {readers} readers, {seconds:.0f} s")


def pages_of_journey(page):
    return [page] if any(page == one or page.startswith(one + "/") for one in [*PAGES, "/touchpoint", "/customer"]) else []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factor", type=float, default=48.5)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--looking", type=float, default=120, help="seconds to find addresses in")
    parser.add_argument("--only", choices=["tables", "pages"])
    parser.add_argument("--bellwether", default="target/release/bellwether")
    parser.add_argument("--work", help="keep the company here, and use the one that is there")
    options = parser.parse_args()
    program = pathlib.Path(options.bellwether).resolve()
    work = pathlib.Path(options.work or tempfile.mkdtemp())
    company = work / "company"
    demo = [str(program), "demo", "--factor", str(options.factor), "--data", str(company)]
    if not company.exists():
        subprocess.run([*demo, "--no-pages"], check=True, capture_output=True)
    if options.only != "pages":
        tables(program, company, work, options.runs)
    if options.only != "tables":
        read(demo, options.readers, options.seconds, options.looking)


def tables(program, company, work, runs):
    later, more = work / "later.csv", work / "more"
    # Apart, for what it holds would count as memory of the commands that are measured.
    with concurrent.futures.ProcessPoolExecutor(1) as apart:
        count = apart.submit(hundredth, program, company, later).result()
    whole, imports, stepped, anew = [], [], [], []
    for _ in range(runs):
        whole.append(measured([program, "refresh", "--full", "--data", company]))
        shutil.rmtree(more, ignore_errors=True)
        shutil.copytree(company, more)
        imports.append(measured([program, "import", later, "--as", "touches", "--source", "later", "--yes", "--data", more]))
        stepped.append(measured([program, "refresh", "--data", more]))
        step_by_step = told(program, more)
        anew.append(measured([program, "refresh", "--full", "--data", more]))
        if told(program, more) != step_by_step:
            raise SystemExit("what is told after a step is not what is told once all is made anew")
    line("all stored tables made anew", whole)
    line(f"import of {count:,} touches of the newest days", imports)
    step = line("all brought up to date with them", stepped)
    print(f"made anew / brought up to date: {line('all made anew with them', anew) / step:.1f} of the CPU")


if __name__ == "__main__":
    main()

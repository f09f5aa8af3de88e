"""An event log in XES read and mined: which activity directly follows which, and how long after, beside PM4Py.

    python3 benches/event_log.py [--events 260000] [--runs 3] [--bellwether target/release/bellwether] [--work FOLDER]

Needs `pm4py` from PyPI. Each in a process of its own, in turn; wall seconds, CPU seconds and peak memory are read from the operating system, the
medians are told. Of PM4Py also what reading and mining take once it is loaded, for most of its process is that. What both find is compared.
"""
import argparse
import json
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

from process import measured

ACTIVITIES = ["Assign seriousness", "Take in charge ticket", "Wait", "Require upgrade", "Resolve ticket", "Create SW anomaly", "Closed"]

MINED = """import json, sys, time
import pm4py
began = time.process_time()
log = pm4py.read_xes({xes!r})
read = time.process_time() - began
dfg, starts, ends = pm4py.discover_dfg(log)
times, _, _ = pm4py.discover_performance_dfg(log)
variants = pm4py.get_variants(log)
told = dict(read=read, all=time.process_time() - began, variants=len(variants), starts=starts, ends=ends,
            edges=[[a, b, n, times[a, b]["median"]] for (a, b), n in dfg.items()])
print(json.dumps(told))
"""


def written(work, events):
    """A log of so many events, each with seven attributes."""
    path = work / f"{events}.xes"
    if path.exists():
        return path
    chance, left, case, at = random.Random(7), events, 0, 1_300_000_000
    with path.open("w") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2016">\n')
        while left > 0:
            case += 1
            at += chance.randrange(3_600)
            moment = at
            out.write(f'\t<trace>\n\t\t<string key="concept:name" value="Case {case}" />\n')
            steps = [0, 1] + [chance.randrange(1, 6) for _ in range(chance.randrange(4))] + [4, 6]
            for step in steps[:left]:
                moment += chance.randrange(1, 400_000)
                out.write(
                    f'\t\t<event>\n\t\t\t<string key="concept:name" value="{ACTIVITIES[step]}" />\n'
                    f'\t\t\t<string key="org:resource" value="Value {chance.randrange(22)}" />\n'
                    f'\t\t\t<date key="time:timestamp" value="{stamp(moment)}" />\n'
                    f'\t\t\t<string key="customer" value="Value {case % 4000}" />\n'
                    f'\t\t\t<string key="product" value="Value {case % 21}" />\n'
                    f'\t\t\t<string key="seriousness" value="Value {case % 4}" />\n'
                    f'\t\t\t<string key="service_level" value="Value {case % 3}" />\n\t\t</event>\n'
                )
            left -= len(steps[:left])
            out.write("\t</trace>\n")
        out.write("</log>\n")
    return path


def stamp(seconds):
    import datetime

    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=260_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--bellwether", default="target/release/bellwether")
    parser.add_argument("--work")
    options = parser.parse_args()
    program = pathlib.Path(options.bellwether).resolve()
    work = pathlib.Path(options.work or tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    xes = written(work, options.events)
    data, answer, mined = work / "data", work / "map.json", work / "mined.json"
    imports, maps, peers, within = [], [], [], []
    for _ in range(options.runs):
        peers.append(measured([sys.executable, "-c", MINED.format(xes=str(xes))], mined))
        # What else it says stands above.
        theirs = json.loads(mined.read_text().splitlines()[-1])
        within.append((theirs["read"], theirs["all"]))
        shutil.rmtree(data, ignore_errors=True)
        subprocess.run([program, "init", "--data", data], check=True, capture_output=True)
        imports.append(measured([program, "import", xes, "--as", "touches", "--source", "desk", "--yes", "--data", data]))
        maps.append(measured([program, "journey", "map", "--by", "case", "--format", "json", "-o", answer, "--data", data]))
    ours = json.loads(answer.read_text())
    edges = {(edge["from"], edge["to"]): (edge["count"], edge["median_seconds"]) for edge in ours["edges"]}
    same = edges == {(a, b): (count, median) for a, b, count, median in theirs["edges"]}
    same &= (ours["variants"], ours["starts"], ours["ends"]) == (theirs["variants"], theirs["starts"], theirs["ends"])
    print(f"{xes.stat().st_size / 1e6:.0f} MB, {ours['events']} events, {len(edges)} edges, {ours['variants']} variants; both alike: {same}")
    both = [(a[0] + b[0], a[1] + b[1], max(a[2], b[2])) for a, b in zip(imports, maps)]
    told = {}
    for name, runs in [("bellwether import", imports), ("bellwether journey map", maps), ("both", both), ("PM4Py", peers)]:
        wall, processor, memory = told[name] = [statistics.median(column) for column in zip(*runs)]
        print(f"{name:<28} {wall:8.2f} s wall {processor:8.2f} s CPU {memory:8.0f} MiB")
    read, whole = [statistics.median(column) for column in zip(*within)]
    print(f"{'PM4Py once it is loaded':<28} {'':15} {whole:8.2f} s CPU, {read:.2f} of them reading")
    (_, processor, memory), (_, theirs, held) = told["both"], told["PM4Py"]
    ratios = f"{processor / theirs:.2f} of the CPU, {processor / whole:.2f} of that once it is loaded, {memory / held:.2f} of the memory"
    print(f"Bellwether / PM4Py: {ratios}")


if __name__ == "__main__":
    main()

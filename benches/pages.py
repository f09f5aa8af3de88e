"""How long pages take: the sample company, several times its size, read by several readers at once.

    python3 benches/pages.py [--factor 84] [--readers 8] [--writes 0] [--seconds 60] [--bellwether target/release/bellwether] [--work FOLDER]

A factor of 84 makes a million customers. Each reader asks for one address after the other, drawn at random from those that the pages
themselves lead to, and waits for the whole answer. Nothing is asked for before the clock starts. Milliseconds at the median, at the 95th
percentile and at most, by page; the peak memory of the process is read from the operating system. With --writes 1 somebody sets a target each second all the while,
by the form of the page, which stands in a line of its own.
"""
import argparse
import collections
import html
import http.client
import pathlib
import random
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse

STARTS = ["/", "/ledger", "/why", "/customers", "/cohorts", "/base", "/planning", "/usage", "/why/unexplained", "/definitions", "/settings", "/audit"]
SEED = 2026


def page_of(path):
    """The page of an address: its path, with ids and questions left out."""
    return re.sub(r"/customer/.*", "/customer/{id}", path.split("?")[0])


class Reader(threading.Thread):
    def __init__(self, port, addresses, seed, until):
        super().__init__()
        self.port, self.addresses, self.chance, self.until = port, addresses, random.Random(seed), until
        self.taken = collections.defaultdict(list)
        self.wrong = []

    def run(self):
        pages = sorted(self.addresses)
        while time.perf_counter() < self.until:
            path = self.chance.choice(self.addresses[self.chance.choice(pages)])
            started = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            self.taken[page_of(path)].append((time.perf_counter() - started) * 1000)
            if answer.status != 200:
                self.wrong.append((answer.status, path))
            connection.close()


class Writer(threading.Thread):
    """Sets a target of the year so often a second, as the form of the page does."""

    def __init__(self, port, a_second, until):
        super().__init__()
        self.port, self.pause, self.until = port, 1 / a_second, until
        self.taken, self.wrong = [], []
        page = asked(port, "/planning")
        self.year = re.search(r'name="year" value="([^"]*)"', page)[1]
        self.period = html.unescape(re.search(r'<select[^>]*name="period".*?<option value="([^"]*)"', page, re.DOTALL)[1])

    def run(self):
        number = 0
        while (started := time.perf_counter()) < self.until:
            number += 1
            form = urllib.parse.urlencode({
                "year": self.year, "period": self.period, "measure": "closing", "level": "", "customers": 1_000_000 + number,
                "value": "", "owner": "Ada", "investment": "",
            })
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
            connection.request("POST", "/planning", form, headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            self.taken.append((time.perf_counter() - started) * 1000)
            if answer.status != 303:
                self.wrong.append((answer.status, "POST /planning"))
            time.sleep(max(0, started + self.pause - time.perf_counter()))


def asked(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path)
    return connection.getresponse().read().decode(errors="replace")


def addresses(command, known):
    """What the pages lead to, by page; found with a process of its own, so that the one that is measured knows nothing yet."""
    process, port = served(command)
    found, waiting = collections.defaultdict(dict), list(STARTS)
    deadline = time.perf_counter() + known
    while waiting and time.perf_counter() < deadline:
        path = waiting.pop(0)
        if path in found[page_of(path)] or len(found[page_of(path)]) >= 40 or ".csv" in path:
            continue
        found[page_of(path)][path] = True
        body = asked(port, path)
        links = [html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', body) if not link.startswith("/assets")]
        random.Random(SEED).shuffle(links)
        waiting.extend(links)
    process.terminate()
    process.wait()
    return {page: list(paths) for page, paths in found.items() if paths}


def served(command):
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            return process, int(found[1])
    raise SystemExit("the pages were not served")


def peak_memory(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factor", type=float, default=84)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writes", type=float, default=0, help="targets set a second")
    parser.add_argument("--looking", type=float, default=120, help="seconds to find addresses in")
    parser.add_argument("--bellwether", default="target/release/bellwether")
    parser.add_argument("--work", help="keep the company here, and use the one that is there")
    options = parser.parse_args()
    work = pathlib.Path(options.work or tempfile.mkdtemp())
    command = [options.bellwether, "demo", "--factor", str(options.factor), "--data", str(work / "pages")]
    found = addresses(command, options.looking)
    process, port = served(command)
    until = time.perf_counter() + options.seconds
    readers = [Reader(port, found, SEED + number, until) for number in range(options.readers)]
    writers = [Writer(port, options.writes, until)] if options.writes else []
    for thread in readers + writers:
        thread.start()
    for thread in readers + writers:
        thread.join()
    memory = peak_memory(process)
    process.terminate()
    process.wait()
    taken = collections.defaultdict(list)
    for reader in readers:
        for page, times in reader.taken.items():
            taken[page].extend(times)
    if wrong := [one for thread in readers + writers for one in thread.wrong]:
        raise SystemExit(f"not answered: {wrong[:5]}")
    print(f"{'page':<22}{'addresses':>10}{'asked':>8}{'median':>9}{'95 %':>9}{'most':>9}   (ms)")
    for page, times in sorted(taken.items()):
        line(page, len(found[page]), times)
    line("all", sum(map(len, found.values())), [one for times in taken.values() for one in times])
    for writer in writers:
        line("POST /planning", 1, writer.taken)
    print(f"peak memory {memory:.0f} MiB, {options.readers} readers, {options.seconds:.0f} s")


def line(page, addresses, times):
    hundredths = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    print(f"{page:<22}{addresses:>10}{len(times):>8}{statistics.median(times):>9.0f}{hundredths[94]:>9.0f}{max(times):>9.0f}")


if __name__ == "__main__":
    main()

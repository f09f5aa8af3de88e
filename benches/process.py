"""A command run alone, and what it took as the operating system tells it."""
import os
import subprocess
import sys
import time


def measured(command, output=None):
    """Runs a command with two threads; returns wall seconds, CPU seconds and peak MiB of its process. What it says goes to `output`, if at all."""
    os.sync()  # What was written before is no part of it.
    started = time.perf_counter()
    with open(output or os.devnull, "w") as out:
        environment = {**os.environ, "BELLWETHER_THREADS": "2"}
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, env=environment)
        told = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{told.decode(errors='replace')}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

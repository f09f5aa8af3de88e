#!/usr/bin/env python3
"""Working time of random intervals, as the example `working_time` tells it and as `businesstimedelta` does: they are equal.

    python3 e2e/working_time.py PROGRAM [--intervals 1000]
"""

import argparse
import datetime
import json
import random
import subprocess
import sys

import pytz
from businesstimedelta import HolidayRule, Rules, WorkDayRule

WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
TIME = datetime.time

# Zone, hours with the weekdays on which they hold, holidays.
CALENDARS = {
    "office": ("Europe/Berlin", [(TIME(9), TIME(17, 30), range(5))], ["2024-12-25", "2024-12-26", "2025-01-01", "2025-05-01"]),
    "with a break": (
        "America/New_York",
        [(TIME(8), TIME(12), range(6)), (TIME(13), TIME(18), range(6))],
        ["2024-07-04", "2024-11-28", "2025-07-04"],
    ),
    "some days": ("Australia/Sydney", [(TIME(10, 15), TIME(14, 45), [1, 3])], ["2025-01-28", "2025-04-25"]),
}


def as_json(name, zone, hours, holidays):
    week = {day: [f"{start:%H:%M}-{end:%H:%M}" for start, end, days in hours if at in days] for at, day in enumerate(WEEK)}
    days = {day: {"name": "a holiday"} for day in holidays}
    return json.dumps({"name": name, "time_zone": zone, "week": week, "days": days})


def rules_of(zone, hours, holidays):
    zone = pytz.timezone(zone)
    work = [WorkDayRule(start_time=start, end_time=end, working_days=list(days), tz=zone) for start, end, days in hours]
    # Its search for the next holiday ends with an error after five years without one.
    dates = [datetime.date.fromisoformat(day) for day in [*holidays, "2020-01-01", "2029-01-01"]]
    return Rules([*work, HolidayRule(dates, tz=zone)])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--intervals", type=int, default=1000, help="of each calendar")
    parser.add_argument("--seed", type=int, default=20261130)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    first = int(datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc).timestamp())
    for name, (zone, hours, holidays) in CALENDARS.items():
        rules, moments = rules_of(zone, hours, holidays), []
        for _ in range(options.intervals):
            start = first + chance.randrange(2 * 365 * 86_400)
            moments.append((start, start + chance.randrange(chance.choice([3_600, 86_400, 20 * 86_400]))))
        asked = "\n".join([as_json(name, zone, hours, holidays)] + [f"{a * 10**6} {b * 10**6}" for a, b in moments])
        told = subprocess.run([options.program], input=asked, capture_output=True, text=True, check=True).stdout.split()
        for (start, end), working in zip(moments, told, strict=True):
            ends = [datetime.datetime.fromtimestamp(at, datetime.timezone.utc) for at in (start, end)]
            expected = rules.difference(*ends).timedelta
            if datetime.timedelta(microseconds=int(working)) != expected:
                found = datetime.timedelta(microseconds=int(working))
                sys.exit(f"{name}: from {ends[0]} to {ends[1]} are {found}, by businesstimedelta {expected}")
        print(f"{name}: {len(told)} intervals are equal", flush=True)


if __name__ == "__main__":
    main()

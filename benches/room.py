"""What takes the binary's room, by the crate it was built from, read from the linker's map.

    cargo rustc --profile dist -p bellwether --bin bellwether -- -C link-arg=-Wl,-Map=room.map
    python3 benches/room.py room.map [--least 1.0]

A generic function counts for the crate that made it for its types: one of arrow's, made for DataFusion, is DataFusion's. What the linker
makes itself (addresses to set at the start, tables for unwinding that it merges) is told apart. Sections that hold no bytes in the file and
symbols, which a dist build strips, are left out. The map is lld's; without link-time optimisation, which would merge the crates.
"""
import argparse
import collections
import pathlib
import re

LINE = re.compile(r"\s*[0-9a-f]+\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+ (\s*)(\S.*)")
MEMBER = re.compile(r"/(?:lib)?([A-Za-z0-9_]+)-[0-9a-f]+\.(?:rlib\(([^)]*)\)|[^/:]*o):\(([^)]*)")
LEFT_OUT = re.compile(r"\.(debug|symtab|strtab|shstrtab|bss|tbss|comment|relro_padding)")
KINDS = {".text": "code", ".rodata": "constants", ".eh_frame": "unwinding", ".gcc_except_table": "unwinding", ".data": "data"}


def crate_of(place):
    """The crate whose library a piece comes from; a C library is told by the crate that builds it."""
    member = MEMBER.search(place)
    return member[1] if member else "the C library and the linker"


def kind_of(section):
    return next((kind for start, kind in KINDS.items() if section.startswith(start)), "other")


def rooms(path):
    """Bytes by crate and kind, and bytes by section."""
    by_crate, by_section = collections.defaultdict(collections.Counter), collections.Counter()
    section = None
    with open(path, errors="replace") as lines:
        for line in lines:
            if not (found := LINE.match(line)):
                continue
            size, indent, what = int(found[1], 16), len(found[2]), found[3].rstrip()
            if indent == 0:
                section = None if LEFT_OUT.match(what) or not what.startswith(".") else what
                if section:
                    by_section[section] += size
            elif indent == 8 and section:
                by_crate[crate_of(what)][kind_of(section)] += size
    return by_crate, by_section


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("map", type=pathlib.Path)
    arguments.add_argument("--least", type=float, default=1.0, help="MB below which crates are told together")
    options = arguments.parse_args()
    by_crate, by_section = rooms(options.map)
    kinds = ["code", "constants", "unwinding", "data", "other"]
    print("| crate | all | " + " | ".join(kinds) + " |\n|---|" + "---|" * (len(kinds) + 1))
    smaller = collections.Counter()
    for crate, sizes in sorted(by_crate.items(), key=lambda entry: -entry[1].total()):
        if sizes.total() < options.least * 1e6:
            smaller.update(sizes)
        else:
            row(crate, sizes, kinds)
    row("all smaller ones", smaller, kinds)
    row("**all**", sum(by_crate.values(), collections.Counter()), kinds)
    print("\nMB by section: " + ", ".join(f"{name} {size / 1e6:.1f}" for name, size in by_section.most_common(8)))


def row(name, sizes, kinds):
    cells = [sizes.total(), *(sizes[kind] for kind in kinds)]
    print(f"| {name} | " + " | ".join(f"{size / 1e6:.1f}" for size in cells) + " |")


if __name__ == "__main__":
    main()

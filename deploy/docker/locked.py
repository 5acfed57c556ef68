"""Print the part of a lock file that some packages need, with versions and hashes: `locked.py kesu-common kesu-quality < constraints.txt`.

The lock file says under each package who asked for it (`# via …`); a package is kept when one of the given ones asked for it, directly or
through another kept one, or when it is itself given. Too little is noticed by `pip check` right after.
"""

import re
import sys

_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def blocks(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Per pinned package: its lines (requirement and hashes) and the names of those that asked for it."""
    found: dict[str, tuple[list[str], set[str]]] = {}
    name = ""
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            name = _normal(pin[1])
            found.setdefault(name, ([], set()))
        if not name:
            continue
        if line.lstrip().startswith("#"):
            asked_by = line.strip().lstrip("# ").removeprefix("via").split("(")[0].strip()
            if asked_by and not asked_by.startswith("-"):
                found[name][1].add(_normal(asked_by.split("[")[0]))
        else:
            found[name][0].append(line)
    return {name: ("\n".join(lines), frozenset(via)) for name, (lines, via) in found.items()}


def needed(lock: str, roots: list[str]) -> list[str]:
    """The blocks that the roots need, in the lock's order. Raises `LookupError` for a root that the lock does not know at all."""
    pins = blocks(lock)
    wanted = {_normal(root) for root in roots}
    for root in wanted:
        if root not in pins and not any(root in via for _, via in pins.values()):
            raise LookupError(f"the lock knows no package that {root} asked for")
    while more := {name for name, (_, via) in pins.items() if name not in wanted and via & wanted}:
        wanted |= more
    return [text for name, (text, _) in pins.items() if name in wanted]


if __name__ == "__main__":
    print("\n".join(needed(sys.stdin.read(), sys.argv[1:])))  # noqa: T201

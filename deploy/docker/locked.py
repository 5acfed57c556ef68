"""Print the part of a lock file that some projects need, with versions and hashes.

`locked.py libs/common/pyproject.toml services/quality/pyproject.toml < constraints.txt`: an argument is a project, whose dependencies
(no extras, no groups) are needed, or the name of a package that is. The lock says under each package who asked for it (`# via …`): a
package is kept when it is needed itself or a kept one asked for it. Too little is noticed by `pip check`.
"""

import re
import sys
import tomllib
from pathlib import Path

_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def _normal(requirement: str) -> str:
    found = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def roots(arguments: list[str]) -> set[str]:
    """The packages that the arguments ask for, other than the projects given themselves."""
    projects = [tomllib.loads(Path(one).read_text())["project"] for one in arguments if one.endswith(".toml")]
    asked = {_normal(dependency) for project in projects for dependency in project["dependencies"]}
    names = {_normal(one) for one in arguments if not one.endswith(".toml")}
    return (asked | names) - {_normal(project["name"]) for project in projects}


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
            found[name][1].add(_normal(line.strip().lstrip("# ").removeprefix("via").strip()))
        else:
            found[name][0].append(line)
    return {name: ("\n".join(lines), frozenset(via)) for name, (lines, via) in found.items()}


def needed(lock: str, wanted: set[str]) -> list[str]:
    """The blocks of the wanted packages and of what these asked for, in the lock's order. Raises `LookupError` for an unknown one."""
    pins = blocks(lock)
    if unknown := wanted - pins.keys():
        raise LookupError(f"not in the lock: {', '.join(sorted(unknown))}")
    kept = set(wanted)
    while more := {name for name, (_, via) in pins.items() if name not in kept and via & kept}:
        kept |= more
    return [text for name, (text, _) in pins.items() if name in kept]


if __name__ == "__main__":
    print("\n".join(needed(sys.stdin.read(), roots(sys.argv[1:]))))  # noqa: T201

"""Many hostile uploads against the file store, with a scanner: nothing gets through, nothing else is lost.

    python -m bench.hostile [NUMBER]        (10,000 unless named)

Prints what became of each kind, and ends with 1 if a hostile file was kept or a good one was lost or changed.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from kesu_common.errors import KesuError
from kesu_common.files import FileStore
from kesu_common.files.scanner import Scanner
from kesu_common.testing.clamd import scanner
from kesu_common.testing.hostile import uploads

LIMIT = 50 * 1024 * 1024


def run(number: int, folder: Path) -> tuple[Counter[tuple[str, str]], list[str]]:
    """What became of `number` uploads: counts by (kind, kept | refused), and what went wrong."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    expected: set[str] = set()
    with scanner() as address:
        store = FileStore(folder, Scanner(address))
        for upload in uploads(number):
            try:
                kept = store.save(io.BytesIO(upload.content), filename=upload.name, limit=LIMIT)
            except KesuError as error:
                counts[upload.kind, "refused"] += 1
                if upload.good:
                    wrong.append(f"lost: {upload.kind} {upload.name!r}: {error}")
                continue
            counts[upload.kind, "kept"] += 1
            expected.add(kept.sha256)
            if not upload.good:
                wrong.append(f"let through: {upload.kind} {upload.name!r} as {kept.media_type}")
            with store.open(kept.sha256) as stream:
                if stream.read() != upload.content:
                    wrong.append(f"changed: {upload.kind} {upload.name!r}")
    found = {path.name for path in folder.rglob("*") if path.is_file()}
    wrong += [f"left behind: {name}" for name in sorted(found - expected)] + [f"lost: {name}" for name in sorted(expected - found)]
    wrong += [
        f"not its digest: {p.name}" for p in folder.rglob("*") if p.is_file() and hashlib.sha256(p.read_bytes()).hexdigest() != p.name
    ]
    return counts, wrong


def main() -> int:
    """Run it and print the table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        counts, wrong = run(number, Path(folder))
    print(f"{number} uploads, {(time.process_time() - started) / number * 1000:.2f} ms CPU each")
    for (kind, fate), count in sorted(counts.items()):
        print(f"  {kind:20} {fate:8} {count:6}")
    for line in wrong[:50]:
        print(line)
    print("nothing got through, nothing was lost" if not wrong else f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The check of translations on real complaints: a text agrees with itself, and one changed or lost number is always found.

    python -m bench.translation_check FOLDER        (with complaints_en_nhtsa_text.csv and reviews_zh_aspects.csv)

Prints the counts, and ends with 1 if a text disagrees with itself or a slip is missed.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import time
from pathlib import Path

from kesu_intake.working_texts.check import differences

FILES = {"complaints_en_nhtsa_text.csv": "description", "reviews_zh_aspects.csv": "reviewbody"}
_NUMBER = re.compile(r"(?<![\d.,])\d+(?![\d.,])")


def texts_of(folder: Path) -> list[str]:
    """Every text of the files."""
    found: list[str] = []
    for name, column in FILES.items():
        with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
            found += [row[column] for row in csv.DictReader(stream) if row[column]]
    return found


def slips_in(text: str, chance: random.Random) -> list[str]:
    """The text with one number changed, and with one number lost; nothing for a text without numbers."""
    places = list(_NUMBER.finditer(text))
    if not places:
        return []
    place = chance.choice(places)
    return [f"{text[: place.start()]}{new}{text[place.end() :]}" for new in (str(int(place[0]) + 1), "")]


def main() -> int:
    """Try them all."""
    texts, chance, started = texts_of(Path(sys.argv[1])), random.Random(1), time.process_time()
    disagree = [text for text in texts if differences(text, text)]
    slips = [(text, slip) for text in texts for slip in slips_in(text, chance)]
    missed = [text for text, slip in slips if not differences(text, slip)]
    each = (time.process_time() - started) / (len(texts) + len(slips)) * 1000
    print(
        f"{len(texts)} texts, {len(disagree)} disagree with themselves; {len(slips)} slips, {len(missed)} missed; {each:.2f} ms CPU a check"
    )
    return 1 if disagree or missed else 0


if __name__ == "__main__":
    sys.exit(main())

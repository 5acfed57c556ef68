"""Where the boxes and lines of a tree of whys and of the fish bone lie; the templates only write them down."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kesu_capa.causes.model import BRANCHES, Cause

BOX, GAP_X, GAP_Y = 210, 36, 14
"""Width of a box, and the room between boxes."""
_LINE, _PAD = 17, 10
_ROOM = 26
"""Columns of text in a box; a Chinese character takes two."""
_NEVER_FIRST = "，。、；：？！）》」』”’…,.;:?!)%"
"""What never begins a line."""
_BONE, _HEAD, _SPINE = 250, 200, 20
"""Width of a bone of the fish, of its head, and the room around the spine."""


@dataclass(frozen=True)
class Box:
    """A cause, or the problem (`cause` is none), where it lies; `lines` is its text, broken."""

    x: float
    y: float
    height: float
    lines: Sequence[str]
    cause: Cause | None
    width: float = BOX


@dataclass(frozen=True)
class Link:
    """A line from a box to what it explains."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass
class Tree:
    """A tree of whys from left (the problem) to right, in units of the drawing."""

    boxes: list[Box] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    width: float = 0
    height: float = 0


@dataclass(frozen=True)
class Bone:
    """One bone: where it starts at the rim and ends at the spine, its name, and the texts along it."""

    name: str
    x: float
    y: float
    end: float
    texts: Sequence[tuple[float, float, str, Cause]]


@dataclass(frozen=True)
class Fish:
    """The Ishikawa diagram: six bones, a spine, the problem as its head."""

    bones: Sequence[Bone]
    spine: float
    head: Box
    width: float
    height: float


def broken(text: str, room: int = _ROOM, most: int = 5) -> list[str]:
    """The text in lines of at most `room` columns, at blanks where there are any; what does not fit into `most` lines ends in `…`."""
    lines, line, width = [], "", 0
    for word in _pieces(text):
        size = sum(_columns(char) for char in word)
        if line and width + size > room:
            lines.append(line.rstrip())
            line, width = "", 0
            word = word.lstrip()
        line, width = line + word, width + size
    lines.append(line.rstrip())
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


def draw_tree(problem: str, causes: Sequence[Cause]) -> Tree:
    """The causes of one kind, each beside what it explains."""
    below: dict[int | None, list[Cause]] = {}
    for cause in causes:
        below.setdefault(cause.below, []).append(cause)
    tree = Tree()
    _branch(tree, below, None, problem, 0, 0)
    tree.width = max(box.x + box.width for box in tree.boxes)
    tree.height = max(box.y + box.height for box in tree.boxes)
    return tree


def draw_fish(problem: str, causes: Sequence[Cause], names: Mapping[str, str]) -> Fish:
    """Causes on their bones, three above the spine and three below it; `names` says what the bones are called."""
    on = {branch: [cause for cause in causes if cause.branch == branch] for branch in BRANCHES}
    longest = max(len(found) for found in on.values())
    reach = max(90, 34 + 2 * _LINE * longest)
    spine, bones = reach + _SPINE + _LINE, []
    for n, branch in enumerate(BRANCHES):
        x, up = 10 + (n // 2) * _BONE, n % 2 == 0
        start = spine - reach if up else spine + reach
        step = reach / (len(on[branch]) + 1)
        texts = []
        for i, cause in enumerate(on[branch], 1):
            y = start + (i * step if up else -i * step)
            texts.append((x + 8 + 60 * i / (len(on[branch]) + 1) + 8, y, broken(cause.statement, 26, 1)[0], cause))
        bones.append(Bone(names[branch], x, start, x + 68, texts))
    lines = broken(problem, 22)
    height = len(lines) * _LINE + 2 * _PAD
    width = 10 + 3 * _BONE + 20
    head = Box(width, spine - height / 2, height, lines, None, _HEAD - 10)
    return Fish(bones, spine, head, width + _HEAD, 2 * spine)


def _branch(tree: Tree, below: Mapping[int | None, Sequence[Cause]], cause: Cause | None, text: str, depth: int, top: float) -> Box:
    """Lay out one cause and all below it from `top` on, and answer its box."""
    lines = broken(text)
    height = len(lines) * _LINE + 2 * _PAD
    x, end, children = depth * (BOX + GAP_X), top, []
    for one in below.get(cause.line if cause is not None else None, ()):
        child = _branch(tree, below, one, f"{one.line} · {one.statement}", depth + 1, end)
        children.append(child)
        end = max(end, *(b.y + b.height for b in tree.boxes if b.x >= child.x and b.y >= top)) + GAP_Y
    middle = (children[0].y + children[-1].y + children[-1].height) / 2 if children else top + height / 2
    box = Box(x, max(top, middle - height / 2), height, lines, cause)
    tree.boxes.append(box)
    tree.links.extend(Link(x + BOX, box.y + height / 2, child.x, child.y + child.height / 2) for child in children)
    return box


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _pieces(text: str) -> list[str]:
    """Words with the blank before them; each wide character for itself, with the stop that follows it, and words that are too long in
    parts."""
    pieces: list[str] = []
    word = ""
    for char in text.replace("\n", " "):
        if char in _NEVER_FIRST and not word and pieces:
            pieces[-1] += char
            continue
        if _columns(char) == 2 or char == " " or len(word) >= _ROOM - 2:
            pieces.append(word)
            word = ""
        if _columns(char) == 2:
            pieces.append(char)
        else:
            word += char
    return [piece for piece in [*pieces, word] if piece]

"""What is changed: a text before and after, and the functions in which the two differ."""

import difflib
import types
from collections.abc import Iterator
from typing import NamedTuple

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from tests.mutants.rooms import ROOT

RUN_AT_ONCE = ("<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>")


class Change(NamedTuple):
    """A mutant: the room, the file below the root, and its text before and after."""

    room: str
    path: str
    before: str
    after: str

    @property
    def difference(self) -> str:
        """What is changed, as `diff -u` has it."""
        lines = self.before.split("\n"), self.after.split("\n")
        return "\n".join(difflib.unified_diff(*lines, "a", f"b/{self.path}", lineterm=""))

    @property
    def codes(self) -> tuple[types.CodeType, types.CodeType]:
        """The module before and after, compiled."""
        before, after = (
            compile(text, str(ROOT / self.path), "exec", dont_inherit=True) for text in (self.before, self.after)
        )
        return before, after

    @property
    def is_python(self) -> bool:
        """Whether it can be compiled: a star between arguments is no operator."""
        try:
            return bool(self.codes)
        except SyntaxError:
            return False


def mutated(room: str, path: str, operator: str, occurrence: int) -> Change:
    """What an operator of Cosmic Ray makes of a file, at one of the places that it finds there."""
    before = (ROOT / path).read_text("utf-8")
    return Change(room, path, before, mutate_code(before, get_operator(operator)(), occurrence))


def functions(before: types.CodeType, after: types.CodeType) -> list[tuple[types.CodeType, types.CodeType]] | None:
    """The functions that differ, as they were and as they are; None where what runs on import differs."""
    found = []
    inside = [[const for const in code.co_consts if isinstance(const, types.CodeType)] for code in (before, after)]
    plain = [[const for const in code.co_consts if not isinstance(const, types.CodeType)] for code in (before, after)]
    if (before.co_code, before.co_names, repr(plain[0])) != (after.co_code, after.co_names, repr(plain[1])):
        return None
    for old, new in zip(*inside, strict=True):
        if old == new:
            continue
        if old.co_flags & 1 == 0:  # the body of a class
            below = functions(old, new)
            if below is None:
                return None
            found += below
        elif old.co_name in RUN_AT_ONCE:
            return None
        else:
            found.append((old, new))
    return found


def pairs(old: types.CodeType, new: types.CodeType) -> Iterator[tuple[types.CodeType, types.CodeType]]:
    """A function before and after, and the functions that it makes: some of them, as wrappers, are made already."""
    yield old, new
    inside = [[const for const in code.co_consts if isinstance(const, types.CodeType)] for code in (old, new)]
    if len(inside[0]) == len(inside[1]):
        for each in zip(*inside, strict=True):
            yield from pairs(*each)

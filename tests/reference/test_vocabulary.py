"""The cases speak one vocabulary: every word has one meaning, is explained where users look, and is read."""

import contextlib
import re
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from marginlib.errors import MarginError
from tests.reference.case import Inputs, MissingInput
from tests.reference.runner import ADAPTERS, read
from tests.reference.vocabulary import FAMILIES, WORDS, understood

HERE = Path(__file__).parent
CASES = [case for name in ("cases.json", "reported_cases.json") for case in read(HERE / name)]
# told by sources beside what their figures need
UNREAD = {"ft-okx-tier": {"symbol"}, "insurance": {"entry_price", "liquidation_price"}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_files_speak_one_vocabulary(case: dict[str, Any]) -> None:
    """No name that is only heard stands in the files, and every word in them has one meaning, told in words."""
    assert understood(case["family"], case["inputs"]) == case["inputs"]


def test_every_word_is_explained_and_read() -> None:
    """A word that a family reads has a meaning, each meaning has a reader, and what is heard leads to a word."""
    read_somewhere = set().union(*(family.inputs for family in FAMILIES.values()))
    read_somewhere |= set().union(*(words for family in FAMILIES.values() for words in family.records.values()))
    assert read_somewhere == WORDS.keys()
    heard = {name: word for family in FAMILIES.values() for name, word in family.heard.items()}
    assert set(heard.values()) <= WORDS.keys()
    assert not heard.keys() & WORDS.keys() - {"size"}  # a venue that has no sides calls its quantity a size
    assert FAMILIES.keys() == ADAPTERS.keys()


def test_the_readme_explains_every_word() -> None:
    """The table in the README beside the files has the words of the vocabulary, each with its meaning."""
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", (HERE / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(rows) == WORDS


class _Noted(dict[str, Any]):
    """A record that remembers which of its entries were asked for."""

    def __init__(self, values: dict[str, Any], asked: set[str]) -> None:
        super().__init__(values)
        self.asked = asked

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)

    def __or__(self, other: Any) -> Any:
        return _Noted({**self, **other}, self.asked)


@pytest.mark.parametrize("family", FAMILIES)
def test_no_family_names_an_input_that_it_never_reads(family: str) -> None:
    """With every input given, or all but one, or as sources give them, some figure asks for each of them."""
    cases = [case["inputs"] for case in CASES if case["family"] == family]
    words = FAMILIES[family].inputs
    whole: dict[str, Any] = {**dict.fromkeys(words - {"positions", "steps"}, Fraction(2)), **cases[0]}
    whole |= {"tiers": [{"floor": Fraction(0), "mmr": Fraction(1, 10)}], "other_positions": []}
    told = [{name: whole[name] for name in whole if name != absent} for absent in ("nothing", *sorted(words))]
    asked: set[str] = set()
    for values, contract in product([*told, *cases], FAMILIES[family].contracts):
        _ask(family, Inputs(_Noted(values, asked), "long", "OKX" if family == "okx-api" else "Binance", "", contract))
    assert words - asked == UNREAD.get(family, set())


def _ask(family: str, inputs: Inputs) -> None:
    """Ask for every figure; some cannot be given."""
    troubles = (MarginError, ArithmeticError, MissingInput, KeyError, TypeError, AttributeError)
    with contextlib.suppress(*troubles):
        for figure in ADAPTERS[family](inputs).values():
            with contextlib.suppress(*troubles):
                figure()

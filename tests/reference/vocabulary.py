"""One vocabulary for all cases: names are read as its words where a case comes in, and unknown ones are told.

The words, what else is heard, and what each family reads are in vocabulary.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class UnknownName(Exception):
    """A name that the family does not read, or two names that say one word differently."""


@dataclass(frozen=True)
class Family:
    """What the cases of one family may say."""

    contracts: tuple[str, ...]
    inputs: frozenset[str]
    heard: Mapping[str, str]
    records: Mapping[str, frozenset[str]]


def _load() -> tuple[dict[str, str], dict[str, Family]]:
    data = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))

    def words(names: Iterable[str]) -> frozenset[str]:
        said = [words(data["shared"][name[1:]]) if name.startswith("@") else {name} for name in names]
        return frozenset().union(*said)

    families = {
        name: Family(
            tuple(family["contracts"]),
            words(family["inputs"]),
            {**data["heard"], **family.get("heard", {})},
            {record: words(inside) for record, inside in family.get("records", {}).items()},
        )
        for name, family in data["families"].items()
    }
    return data["words"], families


WORDS, FAMILIES = _load()


def understood(family: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of a case of `family` under the words of the vocabulary; UnknownName where one is not known there."""
    return _record(FAMILIES[family], inputs, FAMILIES[family].inputs, "inputs")


def _record(family: Family, values: Mapping[str, Any], known: frozenset[str], path: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    strange = [name for name in values if family.heard.get(name, name) not in known and name not in known]
    if strange:
        raise UnknownName(f"{path} names {', '.join(map(repr, strange))[:80]}; known are {', '.join(sorted(known))}")
    for name, value in values.items():
        word = name if name in known else family.heard[name]
        if value is not None and found.get(word, value) != value:
            raise UnknownName(f"{path} says {word} twice, and {name} says it otherwise")
        if value is not None or word not in found:
            found[word] = _inside(family, value, word, f"{path}.{name}")
    return found


def _inside(family: Family, value: Any, word: str, path: str) -> Any:
    """A record, a list of records or records by number with their names understood; anything else as it is."""
    if word not in family.records:
        return value
    if isinstance(value, list):
        return [_inside(family, inner, word, f"{path}.{place}") for place, inner in enumerate(value)]
    if isinstance(value, dict) and value and all(isinstance(inner, dict) for inner in value.values()):
        return {name: _inside(family, inner, word, f"{path}.{name}") for name, inner in value.items()}
    return _record(family, value, family.records[word], path) if isinstance(value, dict) else value

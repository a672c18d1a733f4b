"""A Decimal where all other numbers are floats: the answer that floats give, or a refusal that names it."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from marginlib.errors import MarginError
from marginlib.kinds import one_kind
from marginlib.lending import Loan, spiral
from tests.mechanics.doors import DOORS, Door
from tests.mechanics.further_doors import FURTHER_DOORS


def decimal(value: Any) -> Any:
    """The same numbers as Decimals, in the same lists, columns and tables; None where there are others than numbers."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if isinstance(value, np.ndarray) and value.dtype.kind in "fi":
        made = np.empty(value.shape, dtype=object)
        made.ravel()[:] = [Decimal(str(number)) for number in value.ravel().tolist()]
        return made
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list | tuple) else []
    found = [decimal(each) for each in inside]
    if not found or any(each is None for each in found):
        return None
    if isinstance(value, dict):
        return dict(zip(value, found, strict=True))
    return type(value)(*found) if hasattr(value, "_fields") else type(value)(found)


def numbers(answer: Any) -> list[float]:
    """Every number of an answer in its order, whatever record, list or table holds it."""
    if isinstance(answer, int | float | Decimal | np.number | np.bool_):
        return [float(answer)]
    if isinstance(answer, pd.DataFrame | pd.Series):
        return numbers(answer.to_numpy())
    inside: Any = ()
    if isinstance(answer, np.ndarray):
        inside = answer.ravel().tolist()
    elif isinstance(answer, Mapping):
        inside = answer.values()
    elif isinstance(answer, list | tuple):
        inside = answer
    elif dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        inside = [getattr(answer, field.name) for field in dataclasses.fields(answer)]
    return [number for each in inside for number in numbers(each)]


@pytest.mark.parametrize("door", [*DOORS, *FURTHER_DOORS], ids=lambda door: door.name)
def test_a_decimal_beside_floats_is_refused_by_its_value_or_answered_rightly(door: Door) -> None:
    """Each argument in turn; what is refused says which number it was, or which of them do not go together."""
    tried = {name: made for name, value in door.given.items() if (made := decimal(value)) is not None}
    expected = numbers(door.call(**door.given)) if tried else []
    for name, made in tried.items():
        try:
            found = numbers(door.call(**{**door.given, name: made}))
        except MarginError as refusal:
            words = str(refusal)
            named = any(f" is {each}, " in words or f"({each})" in words for each in _single(made))
            assert named or "of kinds that do not go together" in words, (name, words)
        else:
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True), name


def _single(made: Any) -> list[Decimal]:
    inside = made.values() if isinstance(made, dict) else np.ravel(np.asarray(made, dtype=object))
    return [number for each in inside for number in ([each] if isinstance(each, Decimal) else _single(each))]


def test_a_decimal_deep_inside_is_found_by_its_name() -> None:
    """In a record, a list or a column, and in what a generator was given."""

    @one_kind
    def total(first_price: Any, others: Any) -> Any:
        return first_price + sum(others)

    for others in ([1.0, Decimal(7)], (Decimal(7),), np.array([Decimal(7)], dtype=object)):
        with pytest.raises(MarginError, match="others is 7, a Decimal"):
            total(1.0, others)
    with pytest.raises(MarginError, match=r"first price is 7, a Decimal"):
        total(Decimal(7), [1.0])
    with pytest.raises(MarginError, match=r"debt is 90, a Decimal"):
        list(spiral(Loan(100.0, Decimal(90)), 0.8, 0.05, 0.5))
    with pytest.raises(TypeError, match="concatenate"):
        total("a", [1.0])
    assert total(Decimal(7), [Decimal(1)]) == 8

"""Every published figure is met, and the runner says clearly what is not."""

import copy
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.__main__ import main
from tests.reference.runner import ADAPTERS, UNSUPPORTED, exact, judge, read

FILE = Path(__file__).with_name("cases.json")
CASES = list(read(FILE))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_published_figures_are_met(case: dict[str, Any]) -> None:
    """Each case gives every figure its source published."""
    outcome = judge(case)
    assert outcome.verdict == "passed", outcome.line


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_wrong_figure_fails(case: dict[str, Any]) -> None:
    """Moving any expected figure by more than its tolerance makes the case fail: none passes on anything."""
    for figure, expected in case["expected"].items():
        wrong = copy.deepcopy(case)
        if isinstance(expected, bool):
            wrong["expected"][figure] = not expected
        elif isinstance(expected, list):
            wrong["expected"][figure] = [value + 10 for value in expected]
        else:
            allowed = case["tolerance"]["abs"] + case["tolerance"]["rel"] * abs(expected)
            wrong["expected"][figure] = expected + 3 * allowed + Fraction(1, 1000)
        assert judge(wrong).verdict == "failed", figure


def test_every_family_is_known_and_at_most_six_wait() -> None:
    """The file holds 43 families, all with an adapter."""
    families = {case["family"] for case in CASES}
    assert len(families) == 43
    assert families <= ADAPTERS.keys()
    assert len(UNSUPPORTED) <= 6


@pytest.mark.parametrize("case", CASES[::7], ids=lambda case: case["id"])
def test_a_missing_input_is_named(case: dict[str, Any]) -> None:
    """A case without inputs fails in one line and without a traceback."""
    outcome = judge({**case, "inputs": {}})
    assert outcome.verdict == "failed"
    assert "give" in outcome.line or "Error" not in outcome.line
    assert "\n" not in outcome.line


@pytest.mark.parametrize(
    "damage",
    [
        {"family": {}},
        {"family": "bn-faq", "inputs": {"positions": [{}]}},
        {"family": "bn-faq", "inputs": {"positions": 3}},
        {"family": "ft-liq-grid", "venue": 3},
    ],
    ids=str,
)
def test_a_record_of_the_wrong_shape_is_one_line(damage: dict[str, Any]) -> None:
    """Fields of a wrong type, and records without their parts, never end in a traceback."""
    outcome = judge({"id": "x", "inputs": {}, "expected": {"liquidation_price": Fraction(1)}, **damage})
    assert outcome.verdict != "passed"
    assert outcome.line.startswith("x: ")
    assert "\n" not in outcome.line


def test_an_unsigned_size_takes_the_direction_of_its_case() -> None:
    """A short of a Drift bucket gains when the price falls: 11000 received for 100 units that cost 100 each."""
    case = next(case for case in CASES if case["family"] == "drift-iso")
    inputs = copy.deepcopy(case["inputs"])
    inputs["isolated"]["quote"] = Fraction(11_000)
    short = {**case, "direction": "short", "inputs": inputs, "expected": {"isolated_collateral": Fraction(1_100)}}
    assert judge(short).verdict == "passed"


MIRROR = {"long": "short", "short": "long"}


@given(
    family=st.sampled_from(["bybit-usdt", "mexc", "jesse", "octobot-linear", "hyperliquid", "hyperionx"]),
    direction=st.sampled_from(["long", "short"]),
    entry=st.fractions(1, 1000),
    leverage=st.integers(2, 30),
    rate=st.sampled_from(["0.004", "0.01", "0.02"]),
)
def test_prices_of_unseen_cases_solve_the_definition(
    family: str, direction: str, entry: Fraction, leverage: int, rate: str
) -> None:
    """Cases that nobody published: at the price given, equity meets the requirement that the family states."""
    side, m = (1 if direction == "long" else -1), Fraction(rate)
    fee = Fraction("0.0006") if family == "hyperionx" else Fraction(0)
    on_entry = family not in ("hyperliquid", "hyperionx")
    if on_entry:
        price = entry * (1 - Fraction(side, leverage) + side * m)
    else:
        price = entry * (1 - Fraction(side, leverage)) / (1 - side * (m + fee))
    inputs = {"entry_price": entry, "quantity": 2, "leverage": leverage, "mmr": m, "taker_fee": fee}
    case = {"id": "x", "family": family, "direction": direction, "inputs": exact(inputs), "tolerance": {}}
    assert judge({**case, "expected": {"liquidation_price": price}}).verdict == "passed"
    assert judge({**case, "direction": MIRROR[direction], "expected": {"liquidation_price": price}}).verdict == "failed"


def test_unknown_families_are_counted_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown family is a clear line and counts as unsupported; a failing case makes the exit code 1."""
    good, bad = {**_plain("aave-hf-0")}, {**_plain("aave-hf-1"), "expected": {"health_factor": 7}}
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"cases": [good, bad, {"id": "new", "family": "moonbase"}]}), encoding="utf-8")
    assert main([str(path)]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("aave-hf-1: health_factor: expected 7, got 1.66666")
    assert "unknown family 'moonbase'" in printed[1]
    assert printed[-1] == "1 passed, 1 failed, 1 unsupported"


@pytest.mark.parametrize(("text", "word"), [("{", "not JSON"), ("3", "list of cases"), ("[3]", "list of cases")])
def test_malformed_files_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, word: str) -> None:
    """A file that holds no cases is refused in one line with exit code 2."""
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    assert main([str(path)]) == 2
    assert word in capsys.readouterr().out
    assert main([str(tmp_path / "absent.json")]) == 2


def _plain(name: str) -> dict[str, Any]:
    cases: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
    return next(case for case in cases if case["id"] == name)

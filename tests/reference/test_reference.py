"""Every published figure is met, and the runner says clearly what is not."""

import copy
import json
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.reference.__main__ import main
from tests.reference.runner import ADAPTERS, Outcome, exact, judge, read

FILE = Path(__file__).with_name("cases.json")
REPORTED = Path(__file__).with_name("reported_cases.json")
CASES = [*read(FILE), *read(REPORTED)]
TOLD = sorted({case["family"] for case in CASES})


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


def test_every_family_has_an_adapter() -> None:
    """The files hold 43 families, all with an adapter."""
    assert len(TOLD) == 43
    assert set(TOLD) == ADAPTERS.keys()


@pytest.mark.parametrize("case", CASES[::7], ids=lambda case: case["id"])
def test_a_missing_input_is_named(case: dict[str, Any]) -> None:
    """A case without inputs fails in one line and without a traceback."""
    outcome = judge({**case, "inputs": {}})
    assert outcome.verdict == "failed"
    assert "give" in outcome.line or "Error" not in outcome.line
    assert "\n" not in outcome.line


GRID_INPUTS: dict[str, Any] = {"entry_price": 10, "quantity": 1, "leverage": 5, "mmr": 0, "taker_fee": 0}
GRID_CASE: dict[str, Any] = {
    "id": "x",
    "family": "ft-liq-grid",
    "venue": "Gate",
    "direction": "long",
    "inputs": GRID_INPUTS,
    "expected": {"liquidation_price": 8},
}


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        ({"family": {}}, "needs a family"),
        ({"family": None}, "needs a family"),
        ({"family": "moonbase"}, "unknown family 'moonbase'"),
        ({"family": "bn-faq", "inputs": {"positions": [{}]}}, "does not give 'symbol'"),
        ({"family": "bn-faq", "inputs": {"positions": 3}}, "of another kind"),
        ({"family": "ft-tiers", "inputs": {"notional": 1, "tiers": []}, "expected": {"mmr": 1}}, "0 floors"),
        ({"family": "dydx-doc", "inputs": {"equity": 1, "positions": []}}, "does not give a long"),
        ({"family": "dydx-fillable", "inputs": {"quote_balance": 1, "positions": [], "symbol": "A"}}, "fillable_price"),
        ({"venue": 3}, "a venue whose convention"),
        ({"venue": "Moonbase"}, "'Moonbase'"),
        ({"direction": "up"}, "long or short, but 'up'"),
        ({"contract": "quanto"}, "contract quanto: family ft-liq-grid is told for linear and inverse contracts"),
        ({"contract": 3}, "contract 3: family"),
        ({"inputs": {**GRID_INPUTS, "levrage": 5}}, "inputs names 'levrage'; known are available_balance, collateral"),
        ({"inputs": {**GRID_INPUTS, "lot": 5, "moon": None}}, "inputs names 'lot', 'moon'; known are"),
        ({"inputs": {**GRID_INPUTS, "q": 2}}, "inputs says quantity twice, and q says it otherwise"),
        (
            {"family": "bn-faq", "inputs": {"positions": [{"symbol": "BTC"}, {"sybol": "ETH"}]}},
            "inputs.positions.1 names 'sybol'; known are direction, entry_price",
        ),
        (
            {"family": "mango", "inputs": {"limit_scaling": {"2": {"start": 1}}}},
            "inputs.limit_scaling.2 names 'start'; known are scale_start",
        ),
        ({"expected": {}}, "needs inputs and expected figures"),
        ({"inputs": [1]}, "needs inputs and expected figures"),
        ({"expected": {"moon": 1}}, "ft-liq-grid gives position_value"),
        ({"expected": {"liquidation_price": None}}, "expected None"),
        ({"expected": {"liquidation_price": float("inf")}}, "expected.liquidation_price is inf"),
        ({"inputs": {"entry_price": float("nan")}}, "inputs.entry_price is nan"),
        ({"inputs": {"entry_price": True}}, "inputs.entry_price is True"),
        ({"inputs": {**GRID_INPUTS, "leverage": 0}}, "a zero where"),
        ({"inputs": {**GRID_INPUTS, "entry_price": "ten"}}, "of another kind"),
        ({"inputs": {**GRID_INPUTS, "entry_price": 10**299, "leverage": 10**-299}}, "it must be"),
        ({"tolerance": {"abs": float("inf")}}, "a tolerance is a record"),
        ({"tolerance": 1}, "a tolerance is a record"),
        ({"id": "x: a\nb", "expected": {"liquidation_price": 7}}, "a b: liquidation_price: expected 7, got 8"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_case_is_one_clear_line(damage: dict[str, Any], word: str) -> None:
    """Fields missing, of a wrong type or not finite: one line that names the case and the trouble, no traceback."""
    assert judge(exact(GRID_CASE)) == Outcome("passed")
    outcome = judge(exact({**GRID_CASE, **damage}))
    assert outcome.verdict != "passed"
    assert outcome.line.startswith("x: ")
    assert word in outcome.line
    assert "\n" not in outcome.line
    assert "Error" not in outcome.line


@pytest.mark.parametrize("family", TOLD)
def test_no_damaged_input_ends_in_a_traceback(family: str) -> None:
    """Whichever input of whichever family is spoilt, the answer is a verdict and at most one line of bounded length."""
    case = next(case for case in CASES if case["family"] == family)
    damages: list[Any] = [None, "x", [], {}, [None], True, 0, -1]
    for name, damage in product(case["inputs"], damages):
        outcome = judge({**case, "inputs": {**case["inputs"], name: exact(damage)}})
        assert (outcome.verdict == "passed") == (outcome.line == ""), (name, damage)
        assert len(outcome.line) < 500, (name, damage)
        assert "\n" not in outcome.line, (name, damage)


def test_numbers_in_quotes_are_numbers() -> None:
    """Interfaces print figures as text: inputs, expected figures and tolerances are read as the numbers they say."""
    quoted = {
        "inputs": {**GRID_INPUTS, "entry_price": "10.0"},
        "expected": {"liquidation_price": "8.5"},
        "tolerance": {"abs": "5e-1"},
    }
    assert judge(exact({**GRID_CASE, **quoted})) == Outcome("passed")
    assert judge(exact({**GRID_CASE, **quoted, "tolerance": {"abs": "4e-1"}})).verdict == "failed"


@pytest.mark.parametrize("figure", ["initial_margin", "maintenance_margin", "unrealized_pnl"])
def test_an_amount_needs_a_size(figure: str) -> None:
    """A price at a leverage needs no size; an amount of money does, and one unit is not assumed for it."""
    inputs = {"entry_price": 40, "mark_price": 41, "leverage": 2, "mmr": 0}
    case = {"id": "x", "family": "octobot-linear", "direction": "long", "inputs": inputs}
    assert judge(exact({**case, "expected": {"liquidation_price": 20}})).verdict == "passed"
    assert judge(exact({**case, "expected": {figure: 1}})).line == f"x: {figure}: the case does not give quantity"


@pytest.mark.parametrize(("family", "figure"), [("bybit-cost", "order_cost"), ("octobot-linear", "initial_margin")])
def test_nothing_costs_nothing(family: str, figure: str) -> None:
    """A size of zero is a size: amounts of money are zero, and are not taken for those of one unit."""
    inputs = {"quantity": 0, "price": 40, "entry_price": 40, "leverage": 2, "taker_fee": "0.001"}
    case = {"id": "x", "family": family, "direction": "long", "inputs": inputs}
    assert judge(exact({**case, "expected": {figure: 0}})) == Outcome("passed")


def test_an_unsigned_size_takes_the_direction_of_its_case() -> None:
    """A short of a Drift bucket gains when the price falls: 11000 received for 100 units that cost 100 each."""
    case = next(case for case in CASES if case["family"] == "drift-iso")
    inputs = copy.deepcopy(case["inputs"])
    inputs["isolated"]["quote_balance"] = Fraction(11_000)
    short = {**case, "direction": "short", "inputs": inputs, "expected": {"isolated_collateral": Fraction(1_100)}}
    assert judge(short).verdict == "passed"


def test_a_coin_margined_short_at_one_is_never_bankrupt() -> None:
    """It posts as many coins as it is worth, so that no price takes them all: OctoBot prints 0, and no fee there."""
    inputs = {"contracts": 100, "entry_price": 100, "leverage": 1, "taker_fee": "0.0004"}
    case = {"id": "x", "family": "octobot-inverse", "direction": "short", "inputs": inputs}
    expected = {"bankruptcy_price": 0, "two_way_fees": "0.0004"}
    assert judge(exact({**case, "expected": expected})) == Outcome("passed")


KUCOIN = {"contracts": 1, "taker_fee": "0.0006"}
FURTHER: dict[str, tuple[str, str, str, dict[str, Any], dict[str, Any]]] = {
    "KuCoin API documentation, 40008": (
        "kucoin-api",
        "linear",
        "long",
        {**KUCOIN, "multiplier": "0.001", "entry_price": 40008, "pos_init": "8.0016", "pos_maint": "0.23284656"}
        | {"tick": 1},
        {"pos_margin": "8.03040576", "liquidation_price": 32211, "bankruptcy_price": 32006},
    ),
    "KuCoin, margin added to a short, in a ccxt comment": (
        "kucoin-api",
        "linear",
        "short",
        {**KUCOIN, "multiplier": 10, "entry_price": "0.7658", "pos_init": "7.658", "pos_cross": "1.00016084"}
        | {"pos_comm": "0.00979006", "mmr": "0.01", "tick": "0.0001"},
        {"pos_maint": "0.08637006", "pos_margin": "8.6679509", "liquidation_price": "1.6239"}
        | {"bankruptcy_price": "1.6317"},
    ),
    "Kraken margin call level, long": (
        "kraken",
        "linear",
        "long",
        {"equity_start": 10000, "quantity": "1.5", "entry_price": 30000, "price": "28133.3", "leverage": 5},
        {"equity": "7199.95", "used_margin": 9000, "margin_level": "0.79999"},
    ),
    "Bybit liquidation price, margin added to a short": (
        "bybit-usdt",
        "linear",
        "short",
        {"entry_price": 20000, "quantity": 1, "leverage": 50, "mmr": "0.005", "extra_margin": 3000},
        {"initial_margin": 400, "maintenance_margin": 100, "liquidation_price": 23300},
    ),
    "Bybit liquidation price, funding taken from a long": (
        "bybit-usdt",
        "linear",
        "long",
        {"entry_price": 20000, "quantity": 1, "leverage": 50, "mmr": "0.005", "funding_fee": 200},
        {"initial_margin": 400, "maintenance_margin": 100, "liquidation_price": 19900},
    ),
    "Bybit order cost, inverse": (
        "bybit-cost",
        "inverse",
        "long",
        {"quantity": 10000, "price": 2000, "leverage": 25, "taker_fee": "0.00055"},
        {"initial_margin": "0.2", "open_fee": "0.00275", "close_fee": "0.00286", "order_cost": "0.20561"},
    ),
    "Bybit inverse cross, to the half": (
        "bybit-inverse",
        "inverse",
        "long",
        {"contracts_usd": 10000, "entry_price": 8000, "balance_btc": "0.5", "taker_fee": "0.00075", "mmr": "0.005"}
        | {"tick": "0.5"},
        {"bankruptcy_price": "5718.57", "liquidation_price": "5739.5"},
    ),
    "OctoBot linear order, at a leverage of 1": (
        "octobot-linear",
        "linear",
        "long",
        {"quantity": 25, "entry_price": 40, "leverage": 1, "taker_fee": "0.0004"},
        {"open_fee": "0.4", "close_fee": "0.4", "order_cost": "1000.8"},
    ),
    "OctoBot inverse size of a margin": (
        "octobot-inverse",
        "inverse",
        "long",
        {"margin": "0.1", "entry_price": 100, "leverage": 1},
        {"contracts": 10, "quantity": 10},
    ),
}


@pytest.mark.parametrize(("family", "contract", "direction", "inputs", "expected"), FURTHER.values(), ids=FURTHER)
def test_further_figures_of_the_same_sources_are_met(
    family: str, contract: str, direction: str, inputs: dict[str, Any], expected: dict[str, Any]
) -> None:
    """What else the sources of the file print is met to the last place they print."""
    case = {"id": "x", "family": family, "contract": contract, "direction": direction, "inputs": inputs}
    for figure, printed in expected.items():
        half_a_place = {"abs": Fraction(5, 10 ** (1 + len(str(printed).partition(".")[2])))}
        assert judge(exact({**case, "expected": {figure: printed}, "tolerance": half_a_place})) == Outcome("passed")


def test_unknown_families_are_counted_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown family is a clear line and counts as unsupported; either makes the exit code 1, whatever the name."""
    good, bad = {**_plain("aave-hf-0")}, {**_plain("aave-hf-1"), "expected": {"health_factor": 7}}
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"cases": [good, bad, {"id": "new", "family": "moonbase"}]}), encoding="utf-8")
    assert main([str(path)]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("aave-hf-1: health_factor: expected 7, got 1.66666")
    assert "unknown family 'moonbase'" in printed[1]
    assert printed[-1] == "1 passed, 1 failed, 1 unsupported"
    path.write_text(json.dumps([good, {"id": "\ud800", "family": "moonbase"}]), encoding="utf-8")
    assert main([str(path)]) == 1
    assert capsys.readouterr().out.startswith(r"\ud800: unknown family 'moonbase'")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "not JSON"),
        ("3", "list of cases"),
        ("[3]", "list of cases"),
        ("[]", "list of cases"),
        ("", "not JSON"),
        ("[" * 100_000, "deeper than any case"),
        ("[" * 900 + "]" * 900, "case"),  # Python 3.12 reads as deep as this, and finds no case
        ('[{"id": 1e999999999}]', "1e999999999 is no number of a market"),
    ],
    ids=lambda text: text[:20],
)
def test_malformed_files_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, word: str) -> None:
    """A file that holds no cases is refused in one line with exit code 2."""
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    assert main([str(path)]) == 2
    first, counts = capsys.readouterr().out.splitlines()
    assert word in first
    assert counts == "0 passed, 0 failed, 0 unsupported"
    assert main([str(tmp_path / "absent.json"), str(FILE)]) == 2
    assert capsys.readouterr().out.splitlines()[-1] == "171 passed, 0 failed, 0 unsupported"


def _plain(name: str) -> dict[str, Any]:
    cases: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
    return next(case for case in cases if case["id"] == name)

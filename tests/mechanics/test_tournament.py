"""Sealed entries, the process in which each runs, and who stands where."""

import inspect
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import cache
from hashlib import sha256
from itertools import permutations
from multiprocessing import get_context
from pathlib import Path
from textwrap import dedent
from types import FunctionType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlib.agents import Action, Order, Score, View, judge, top_up
from marginlib.enclave import measurement
from marginlib.errors import InvalidInput, MarginError
from marginlib.modes import basket, cross, isolated
from marginlib.tournament import ROUNDS, Entry, Limits, Result, Standings, enclosed, gathered, league, read, seal
from marginlib.tournament.entry import measured
from marginlib.tournament.league import played
from marginlib.tournament.names import NAMES
from marginlib.tournament.process import NAMESPACES, PYTHON
from marginlib.worlds import LAWS, World, exchange, worlds
from tests.mechanics.mischief import HARMLESS, HONEST, MISCHIEF

RATE = 0.3
WEEK = {"one": World(worlds(7, 1)["hedged, usual"].account, LAWS["usual"].weeks(3, 2))}
LIMITS = Limits(step=1.0, week=30.0, total=20)
VERSION = "0.1.0"


def entry(alias: str, source: str = "def wait(view):\n    return []\n", **fields: Any) -> Entry:
    """An entry as `seal` would make it."""
    plain = {"mode": "isolated", "forecast": 0.5, "confidence": "likely", "version": VERSION, **fields}
    return Entry(alias, source, measured(source), **plain)


def honest(view: View) -> Iterator[Action]:
    """A manager that can be sealed."""
    yield from top_up(5, 10)(view)


TRADES = """
def act(view):
    last = np.diff(view.history[:, 0])[-3:].sum()
    poor = min(view.pools, key=lambda pool: pool.level, default=None)
    if poor is None or view.time % 3:
        return []
    moves = [Move("wallet", poor.markets[0], view.wallet / 7)] if view.wallet > 1 else []
    held = view.holdings["BTC"].size if "BTC" in view.holdings else 0
    return [*moves, Order("BTC", -held / 50)] if last > 0 and held else moves
"""
"""Looks at all that it is shown, and makes up its mind from it."""
LIKE_HONEST = {"honest": HONEST, "trades": TRADES}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Result]:
    """What becomes of all of them, in one crowd."""
    sources = {name: source for name, (source, _) in MISCHIEF.items()} | HARMLESS | LIKE_HONEST
    with ThreadPoolExecutor(3) as crowd:
        results = crowd.map(lambda source: played(entry("x", source), WEEK, 0, LIMITS), sources.values())
        return dict(zip(sources, results, strict=True))


@pytest.mark.parametrize("name", MISCHIEF)
def test_an_entry_that_misbehaves_is_stopped_and_told_why(name: str, outcomes: dict[str, Result]) -> None:
    """It has failed in every world, at its first step, in one printable line that names the world and the week."""
    result = outcomes[name]
    assert result.fault.startswith("stopped in 'one', week 1: at step 0 it ")
    assert MISCHIEF[name][1] in result.fault
    assert result.fault.isprintable()
    assert len(result.fault) < 500
    assert result.survival == 0
    assert not result.ranked
    assert not Path("/var/tmp/bulkheads-loot").exists()  # noqa: S108 - where it would lie


@pytest.mark.parametrize("name", LIKE_HONEST)
def test_who_is_beside_others_that_misbehave_has_the_digits_of_who_is_alone(
    name: str, outcomes: dict[str, Result]
) -> None:
    """Scores in a process of its own, in that crowd, are to the last digit those of `judge` in this process."""
    place: dict[str, Any] = {**NAMES}
    exec(LIKE_HONEST[name], place)  # noqa: S102 - two sources of this file
    world = WEEK["one"]
    card = judge(place["act"], world.account, world.weeks, exchange(isolated), name="x", baselines={}, limit=60.0)
    assert outcomes[name].scores["one"] == card.scores[0]
    assert not outcomes[name].fault


@pytest.mark.parametrize("name", HARMLESS)
def test_what_an_entry_does_in_its_own_process_changes_no_digit(name: str, outcomes: dict[str, Result]) -> None:
    """Whoever turns marginlib around there, or looks for prices to come there, has the score of the honest one."""
    assert not outcomes[name].fault
    assert outcomes[name].scores == outcomes["honest"].scores


def test_old_prices_are_as_old_in_a_process() -> None:
    """Two steps old, the digits are those of `judge` as well."""

    def act(view: View) -> list[Action]:
        return [Order("BTC", -0.01 - 0.02 * (view.prices["BTC"] > 100.3) - 0.001 * len(view.history))]

    result = played(entry("x", dedent(inspect.getsource(act))), WEEK, 2, LIMITS)
    place, world = exchange(isolated, latency=2), WEEK["one"]
    assert result.scores["one"] == judge(act, world.account, world.weeks, place, name="x", baselines={}).scores[0]


@given(week=st.integers(0, 1))
@settings(max_examples=2, deadline=None)
def test_a_manager_begins_every_week_anew(week: int) -> None:
    """It remembers no week before, and draws the same numbers in each, so that the order of weeks changes nothing."""
    source = """
def keeps(view, seen=[]):
    import random
    seen.append(view.time)
    return [Order("BTC", -0.001 * len(seen) * random.random() - 1e-9)]
"""[1:]
    same = {"one": WEEK["one"]._replace(weeks=WEEK["one"].weeks[[week, week]])}
    once = {"one": WEEK["one"]._replace(weeks=WEEK["one"].weeks[[week]])}
    twice, single = (played(entry("x", source), drawn, 0, LIMITS).scores["one"] for drawn in (same, once))
    assert twice.turnover == single.turnover > 0


@pytest.mark.skipif(not enclosed(), reason="this system gives no namespaces to whoever asks")
def test_namespaces_leave_no_network_and_no_other_process() -> None:
    """Where they work, code that no alarm hears finds one process, itself, and no way out but a loop to itself."""
    program = (
        "import os, socket; print(sum(map(str.isdigit, os.listdir('/proc'))), [n for _, n in socket.if_nameindex()])"
    )
    told = subprocess.run([*NAMESPACES, PYTHON[0], "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip().startswith("1 ['lo'")


def test_a_process_is_told_nothing_of_its_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment holds no variable of the judge's, and its folder is empty, but for what it prints."""
    monkeypatch.setenv("SECRET_OF_THE_JUDGE", "26153441")
    source = """
def tells(view):
    import os
    raise ValueError(sorted(os.environ), os.listdir("."))
"""[1:]
    fault = played(entry("x", source), WEEK, 0, LIMITS).fault
    assert "SECRET" not in fault
    assert "['printed']" in fault


class Backwards(Executor):
    """Runs what it was given last first, when the first answer is asked for."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Any]] = []

    def submit(self, call: Any, /, *given: Any, **named: Any) -> Future[Any]:
        """Take it, and run all when there are two."""
        future: Future[Any] = Future()
        self.waiting.insert(0, (future, lambda: call(*given, **named)))
        if len(self.waiting) == 2:
            for each, work in self.waiting:
                each.set_result(work())
        return future


def test_the_same_digits_whatever_the_executor_and_the_order() -> None:
    """One after the other, backwards, and in another process: equal results, and every step of progress is told."""
    entries = [entry("ada", "def rule(view):\n    yield from top_up()(view)\n"), entry("bo", mode="cross")]
    told: list[tuple[int, int]] = []
    plain = league(entries, 11, weeks=1, progress=lambda *done: told.append(done))
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert league(entries[::-1], 11, Backwards(), weeks=1) == plain
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert league(entries[:1], 11, pool, weeks=1).results == plain.results[:1]


def test_another_seed_and_another_round_are_other_weeks() -> None:
    """A rehearsal knows nothing of what is drawn, and the second round moves more, at prices two steps old."""
    money = {
        (seed, number): league([entry("ada")], seed, number=number, weeks=1).worlds["money"].tolist()
        for seed, number in ((1, 1), (2, 1), (1, 2))
    }
    only_the_wallet = {200.0}
    assert not {*money[1, 1]} & {*money[2, 1]} - only_the_wallet
    assert not {*money[1, 1]} & {*money[1, 2]} - only_the_wallet
    laws, latency = ROUNDS[2]
    assert ({law.volatility for law in laws.values()}, latency) == ({1.2}, 2)
    assert [replace(law, volatility=0.0) for law in laws.values()] == [
        replace(law, volatility=0.0) for law in ROUNDS[1][0].values()
    ]


# Entries and their files.


def test_an_entry_is_read_as_it_was_sealed(tmp_path: Path) -> None:
    """Every field comes back, and the measurement is that of the enclave, the SHA-256 of the source."""
    path = seal(honest, cross, 0.74, alias="ada-7", confidence="sure", folder=tmp_path)
    found = read(path)
    assert path.name == "bulkheads-entry-ada-7.json"
    assert (found.alias, found.mode, found.forecast, found.confidence) == ("ada-7", "cross", 0.74, "sure")
    assert found.measurement == measurement(honest) == sha256(found.source.encode()).hexdigest()
    assert found.source.startswith("def honest(view: View)")


def nested(rate: float) -> Callable[[View], list[Action]]:
    """A manager with a free variable."""

    def manager(view: View) -> list[Action]:
        return [Order("BTC", -rate)]

    return manager


def reads_a_global(view: View) -> list[Action]:
    """Its number stands outside."""
    return [Order("BTC", -RATE)]


def reads_it_inside(view: View) -> list[Action]:
    """So does that of a function in it."""

    def size() -> float:
        return -RATE

    return [Order("BTC", size())]


def is_helped(view: View) -> list[Action]:
    """Its helper stands outside."""
    return list(honest(view))


def has_a_default(view: View, size: float = RATE) -> list[Action]:
    """Its default is made outside."""
    return [Order("BTC", -size)]


@cache
def is_decorated(view: View) -> list[Action]:
    """What it is decorated with stands outside."""
    return []


@pytest.mark.parametrize(
    ("manager", "named"),
    [
        (top_up(10, 20), "takes _low, at, to from outside"),
        (nested(1.0), "takes rate from outside"),
        (reads_a_global, "takes RATE from outside"),
        (reads_it_inside, "takes RATE from outside"),
        (is_helped, "takes honest from outside"),
        (has_a_default, "takes RATE from outside"),
        (is_decorated, "only a function has one source"),
        (is_decorated.__wrapped__, "without a decorator"),
        (lambda view: [view], "only a function has one source"),
        (len, "only a function has one source"),
        (3, "manager is 3, but it must be a function"),
        (FunctionType(compile("def f(view): return []", "nowhere", "exec").co_consts[0], {}), "has no source"),
    ],
)
def test_a_manager_whose_source_does_not_hold_everything_is_refused(manager: Any, named: str, tmp_path: Path) -> None:
    """Free variables, globals, helpers, defaults and lambdas are refused by name, and no file is written."""
    with pytest.raises(InvalidInput, match=named):
        seal(manager, isolated, 0.5, alias="ada", folder=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"mode": basket(["a", "b"])}, "must be isolated or cross"),
        ({"mode": "cross"}, "must be isolated or cross"),
        ({"forecast": 74}, "forecast is 74"),
        ({"forecast": float("nan")}, "forecast is nan"),
        ({"confidence": "certain"}, "confidence is 'certain'"),
        ({"alias": "../ada"}, "alias is '../ada'"),
        ({"alias": ""}, "alias is ''"),
        ({"alias": 7}, "alias is 7"),
        ({"folder": "/nowhere/at/all"}, "cannot be written"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(change: dict[str, Any], named: str, tmp_path: Path) -> None:
    """With the value and the way out, and no file is written."""
    given = {"mode": isolated, "forecast": 0.5, "alias": "ada", "folder": tmp_path, **change}
    with pytest.raises(InvalidInput, match=named):
        seal(honest, given.pop("mode"), given.pop("forecast"), **given)
    assert not list(tmp_path.iterdir())


def _changed(**fields: Any) -> bytes:
    return json.dumps({**asdict(entry("mallory")), **fields}).encode()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "is no entry"),
        (b"[" * 50_000, "is no entry"),
        (b"\xff\x00", "is no entry"),
        (b"[1, 2]", "which holds alias, source"),
        (b'{"alias": "mallory"}', "which holds alias, source"),
        (_changed(extra=1), "and nothing else"),
        (_changed(source="def wait(view):\n    return [1]\n"), "was changed after it was sealed"),
        (_changed(source=3), "source is 3"),
        (_changed(forecast=float("nan")), "forecast is nan"),
        (_changed(forecast="0.5"), "forecast is '0.5'"),
        (_changed(mode=["cross"]), "mode is"),
        (_changed(alias="ada"), "is the entry of 'ada'"),
        (_changed(source="#" * 30_000), "shorten it"),
        (_changed(source="#" * 200_000), "is no entry"),
    ],
)
def test_a_file_that_is_no_entry_is_left_out_by_name(content: bytes, named: str, tmp_path: Path) -> None:
    """Broken, changed, renamed or too large: the others are read, and one sentence says what is wrong."""
    seal(honest, isolated, 0.5, alias="ada", folder=tmp_path)
    (tmp_path / "bulkheads-entry-mallory.json").write_bytes(content)
    (tmp_path / "notes.txt").write_text("not an entry")
    found, left_out = gathered(tmp_path)
    assert [one.alias for one in found] == ["ada"]
    assert len(left_out) == 1
    assert left_out[0].startswith("bulkheads-entry-mallory.json is left out: ")
    assert named in left_out[0]


def test_a_folder_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """In our words."""
    with pytest.raises(InvalidInput, match="cannot be read"):
        gathered(tmp_path / "missing")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"entries": []}, "entries of nobody"),
        ({"entries": [entry("ada"), entry("ada")]}, r"entries of \['ada'\]"),
        ({"entries": ["ada"]}, "entry is 'ada'"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": 1.5}, "seed is 1.5"),
        ({"number": 3}, "round is 3"),
        ({"weeks": 0}, "weeks is 0"),
        ({"limits": 3}, "limits is 3"),
    ],
)
def test_a_league_that_makes_no_sense_is_refused(given: dict[str, Any], named: str) -> None:
    """Before anything is run."""
    call = {"entries": [entry("ada")], "seed": 1, **given}
    with pytest.raises(MarginError, match=named):
        league(call.pop("entries"), call.pop("seed"), **call)


# Who stands where.


def made(alias: str, lasted: list[str], *, forecast: float = 0.5, kept: float = 0.9, fault: str = "") -> Result:
    """A result with the weeks of each world as texts of 0 and 1."""
    scores = {
        f"world {number}": Score(
            alias,
            weeks.count("1") / len(weeks),
            kept,
            0.5,
            0.1,
            fault=fault,
            lasted=tuple(week == "1" for week in weeks),
        )
        for number, weeks in enumerate(lasted)
    }
    return Result(entry(alias, forecast=forecast), scores, fault)


def test_places_are_shared_below_two_deviations() -> None:
    """By hand: of 16 weeks ada alone survives 4 more than bo, 4 / 2 = two deviations, so bo opens the next place."""
    ada, bo, cy = made("ada", ["1" * 16]), made("bo", ["1" * 12 + "0" * 4]), made("cy", ["1" * 13 + "0" * 3])
    table = Standings.of([bo, ada, cy], 1, 16)
    assert [one.entry.alias for one in table.results] == ["ada", "cy", "bo"]
    assert table.places == (1, 1, 3)


def test_the_worst_world_of_the_lower_one_decides() -> None:
    """Two whose worst worlds differ are compared where the lower one is weakest, on the same weeks."""
    ada = made("ada", ["1" * 20, "1" * 14 + "0" * 6])  # worst in the second
    bo = made("bo", ["1" * 10 + "0" * 10, "1" * 20])  # worst in the first, where ada alone survives 10: 3.2 deviations
    assert Standings.of([bo, ada], 1, 20).places == (1, 2)


def test_no_place_is_shared_with_one_that_is_clearly_ahead_of_its_first() -> None:
    """On random results: places follow a plain second reckoning, and never depend on the order of what comes in."""
    draw = random.Random(5)
    for _ in range(40):
        results = [made(name, ["".join(draw.choices("01", [1, 2], k=24)) for _ in "ab"]) for name in "abcd"]
        table = Standings.of(results, 1, 24)
        assert all(Standings.of(order, 1, 24) == table for order in list(permutations(results))[::5])
        first = 0
        for number, (place, one) in enumerate(zip(table.places, table.results, strict=True)):
            world = "world 0" if sum(one.scores["world 0"].lasted) <= sum(one.scores["world 1"].lasted) else "world 1"
            pairs = list(zip(table.results[first].scores[world].lasted, one.scores[world].lasted, strict=True))
            alone, other = pairs.count((True, False)), pairs.count((False, True))
            if alone + other and (alone - other) ** 2 >= 4 * (alone + other) and alone > other:
                first = number
            assert place == first + 1


SHARES = st.floats(0.0, 1.2)


@given(kept=SHARES, stake=SHARES, turnover=SHARES)
def test_budget_comes_before_rank(kept: float, stake: float, turnover: float) -> None:
    """Whoever survives most has a place if and only if it kept 70 %, had 85 % at stake and traded 0.5x at most."""
    best = made("best", ["1" * 20])
    score = replace(best.scores["world 0"], kept=kept, stake=stake, turnover=turnover)
    table = Standings.of([replace(best, scores={"world 0": score}), made("poor", ["1" * 5 + "0" * 15])], 1, 20)
    within = kept >= 0.7 and stake <= 0.85 and turnover <= 0.5
    assert [one.entry.alias for one in table.results] == (["best", "poor"] if within else ["poor", "best"])
    assert table.places == ((1, 2) if within else (1, None))


def test_whoever_has_no_place_is_told_why() -> None:
    """Whoever survives by closing has no place, stands below all who have one, and is told where it went too far."""
    closer = made("closer", ["1" * 20], kept=0.69)
    stopped = made("stopped", ["0" * 20], fault="stopped in 'world 0', week 1: at step 0 it raised")
    table = Standings.of([stopped, closer, made("poor", ["1" * 5 + "0" * 15], kept=0.7)], 1, 20)
    assert [one.entry.alias for one in table.results] == ["poor", "closer", "stopped"]
    assert table.places == (1, None, None)
    reasons = table.table["why no place"].tolist()
    assert reasons == ["", "over the budget: kept 69.0% of its positions in 'world 0'", stopped.fault]


def test_the_closest_forecast_counts_whoever_survived_more() -> None:
    """The gap is forecast less result; the smallest wins, shared by all who have it, never by one without a place."""
    results = [
        made("proud", ["1" * 16 + "0" * 4], forecast=0.9),
        made("shy", ["1" * 10 + "0" * 10], forecast=0.45),
        made("even", ["1" * 11 + "0" * 9], forecast=0.6),
        made("gone", ["0" * 20], forecast=0.0, fault="stopped"),
        made("closer", ["1" * 20], forecast=1.0, kept=0.0),
    ]
    table = Standings.of(results, 1, 20)
    assert table.closest == ("even", "shy")
    assert table.table.set_index("alias")["gap in points"].to_dict() == {
        "proud": "+10",
        "shy": "-5",
        "even": "+5",
        "gone": "-",
        "closer": "+0",
    }


def test_every_entry_has_a_row_in_every_world() -> None:
    """The numbers behind the table, for a spreadsheet."""
    frame = Standings.of([made("ada", ["10", "11"]), made("bo", ["00", "01"])], 1, 2).worlds
    assert frame[["alias", "world", "survival"]].values.tolist() == [
        ["ada", "world 0", 0.5],
        ["ada", "world 1", 1.0],
        ["bo", "world 0", 0.0],
        ["bo", "world 1", 0.5],
    ]

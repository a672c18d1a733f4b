"""Lesson 05: its figures as they were reckoned when the story was chosen, and the picture against the engine."""

import re
from typing import Any

import numpy as np
import pytest
import sympy
from scipy.stats import norm

from marginlib.course.volatility import account, model, opening, picture, weeks
from marginlib.course.volatility.goals import GOALS
from marginlib.course.volatility.items import code, looks, venue
from marginlib.course.volatility.lesson import LESSON
from marginlib.course.volatility.model import LOOKS, Result
from marginlib.learn.items import Verdict
from marginlib.market import Market
from marginlib.passage.closed import SHIFT
from marginlib.paths import stress_day
from marginlib.position import Position
from marginlib.probability import deviations, ladder, touch
from marginlib.schedules import FlatRate
from tests.course.goals import REACHED
from tests.course.reading import ROOT, page

QUESTION: dict[str, Any] = {"leverage": 10, "days": 7, "share": 25}


def test_the_week_of_the_question() -> None:
    """10x at 60 % for a week: closed, beyond bankruptcy and paid by others, in the four venues."""
    found = Result(**QUESTION).venues
    assert [round(100 * one.found.touched, 2) for one in found.values()] == [12.18, 17.05, 23.87, 21.21]
    assert [round(100 * one.found.beyond, 2) for one in found.values()] == [11.0, 13.41, 0, 4.55]
    assert [round(one.found.bad_debt, 2) for one in found.values()] == [3.84, 2.04, 0, 1.43]


@pytest.mark.parametrize(
    ("leverage", "chances"),
    [(5, [0.0, 1.0, 22.8]), (10, [0.1, 23.9, 58.8]), (20, [14.4, 59.1, 80.6]), (50, [63.3, 86.1, 93.6])],
)
def test_the_table_of_leverage_and_days(leverage: int, chances: list[float]) -> None:
    """A day, a week and a month at 60 %, watched all the time."""
    assert [round(account.chance(leverage, 60, days), 1) for days in (1, 7, 30)] == chances


@pytest.mark.parametrize(
    ("state", "closed", "paid"),
    [
        ({"leverage": 5, "days": 7, "share": 25}, 1.70, 0.06),
        ({"leverage": 20, "days": 7, "share": 25}, 54.05, 5.17),
        ({**QUESTION, "share": 75}, 18.56, 3.59),
    ],
    ids=str,
)
def test_jumps(state: dict[str, Any], closed: float, paid: float) -> None:
    """The fourth venue at other leverage and with more jumps."""
    found = Result(**state).venues["jumps"].found
    assert 100 * found.touched == pytest.approx(closed, abs=0.006)
    assert found.bad_debt == pytest.approx(paid, abs=0.006)


def test_the_fifty_ways_are_those_of_the_closed_form() -> None:
    """Counts that meet the line for a week, and the three that a daily look never notices."""
    ways = weeks.prices(0.6, 7 / 365)
    counts = {leverage: (weeks.met(ways, account.line(leverage)) >= 0).sum() for leverage in (6, 7, 8, 10, 12, 15, 20)}
    assert [*counts.values()] == [2, 4, 6, 12, 17, 25, 30]
    expected = [account.chance(leverage, 60, 7) * weeks.WAYS / 100 for leverage in counts]
    assert [*counts.values()] == pytest.approx(expected, abs=2.3)
    met = weeks.met(ways, account.line(10)) >= 0
    unseen = [way + 1 for way in np.flatnonzero(met) if not weeks.seen(ways[way], account.line(10), 7)]
    assert unseen == [18, 27, 46]
    result = Result(leverage=10, days=7)
    assert (result.crossed, result.back) == (12, 6)
    assert (result.own_met * 7, result.own[-1], result.mirror[-1]) == pytest.approx((3.4, 95.2, 86.0), abs=0.05)


def test_a_mirror_image_makes_every_move_the_other_way() -> None:
    """In logarithms, from the moment at which the line is met, and the line is where both are at once."""
    result = Result(**QUESTION)
    after = np.diff(np.log(result.mirror)) + np.diff(np.log(result.own))
    assert after[~np.isnan(after)] == pytest.approx(0, abs=1e-12)
    assert np.isnan(result.mirror).sum() == np.ceil(result.own_met * weeks.STEPS)
    assert np.isnan(Result(leverage=3).mirror).all()


def test_the_picture_agrees_with_the_engine() -> None:
    """In 200 drawn states: the line, the watch, the end (a lognormal price and a put), and looks in between."""
    random = np.random.default_rng(4)
    for _ in range(200):
        state: dict[str, Any] = {
            "leverage": int(random.integers(3, 51)),
            "days": int(random.integers(1, 31)),
            "looks": [*LOOKS][int(random.integers(0, 3))],
            "volatility": int(random.integers(4, 31)) * 5,
        }
        result = Result(**state)
        end, seen, watched = (venue.found for venue in result.venues.values())
        position = Position.opened(1.0, 100.0, result.leverage, FlatRate(0.005))
        assert result.line == pytest.approx(position.liquidation_price)
        years, volatility = result.days / 365, result.volatility / 100
        assert watched.touched == pytest.approx(touch(100.0, position.liquidation_price, volatility, years))
        deviation = volatility * np.sqrt(years)
        assert end.touched == pytest.approx(
            norm.cdf(np.log(position.liquidation_price / 100) / deviation + deviation / 2), abs=1e-6
        )
        broke = position.bankruptcy_price
        far = np.log(100 / broke) / deviation + deviation / 2
        put = result.leverage * (broke * norm.cdf(deviation - far) - 100 * norm.cdf(-far))
        assert end.bad_debt == pytest.approx(put, abs=1e-3)
        exact = ladder(100.0, result.line, volatility, years, looks=result.count)
        assert seen.touched == pytest.approx(exact.touched, abs=1e-4)
        assert end.touched - 1e-6 <= seen.touched <= watched.touched + 1e-6
        assert watched.bad_debt == 0 <= seen.bad_debt <= end.bad_debt + 1e-6


@pytest.mark.parametrize("state", [{}, {"share": 25}, QUESTION, {"leverage": 3, "days": 1}, {"way": 34}], ids=str)
def test_words_and_table_say_the_same(state: dict[str, Any]) -> None:
    """A caption is one sentence with at most three numbers, and what others pay is what is left beyond 100."""
    result = Result(**state)
    assert sum(word.strip(".,").isdigit() for word in result.caption.split()) <= 3
    assert ". " not in result.caption.rstrip(".")
    assert result.description.startswith(result.headline)
    paid, left = (result.table[name].astype(float) for name in ("others pay, USDT", "left on average, USDT"))
    assert (left - paid).to_numpy() == pytest.approx(100, abs=0.011)
    assert ("never" in result.fate) == (np.isnan(result.own_met) or not result.own_seen)


def test_a_jump_carries_an_eightieth_of_the_variance_of_a_year() -> None:
    """So jumps and the motion between them have the variance that the control shows."""
    for percent, share in ((60, 25), (20, 75), (150, 5)):
        rest, jumps = account.jumps(percent, share)
        assert jumps
        assert rest**2 + jumps.rate * (jumps.mean**2 + jumps.deviation**2) == pytest.approx((percent / 100) ** 2)
    rest, jumps = account.jumps(60, 25)
    assert jumps
    assert (jumps.rate, jumps.mean, jumps.deviation) == pytest.approx(account.DRAWN)


def test_every_goal_is_reached_by_its_knobs_and_not_met_at_first() -> None:
    """Each from the state in which the explorer opens, and neither stage opens with one of them met."""
    found = {key: dict(state) for key, state in REACHED.items() if key.startswith("05-")}
    assert set(found) == {goal.key for goal in GOALS}
    w, later = picture.explorer(), picture.explorer(stage=2)
    for goal in GOALS:
        assert not goal.met(w.result), goal.key
        assert not goal.met(later.result), goal.key
        w.set(**{**w._start, **found[goal.key]})
        assert goal.met(w.result), goal.key
        w.set(**w._start)
    missed = next(goal for goal in GOALS if goal.key == "05-goal-missed")
    assert not missed.met(Result(leverage=3))


@pytest.mark.parametrize(
    ("day", "price", "closed", "crossed"), [(0, 100, False, 0), (3.25, 92.1, False, 4), (3.5, 90.9, True, 5)]
)
def test_the_opening_stops_before_the_line(day: float, price: float, closed: bool, crossed: int) -> None:
    """The long is open where the question is asked, and closed in the next moments; weeks are counted after it."""
    told = opening.Opening(day)
    assert told.price == pytest.approx(price, abs=0.3)
    assert (told.closed, told.crossed) == (closed, crossed)
    assert ("weeks" in told.headline) == (day > opening.STOP)


def test_the_opening_ends_with_the_counts_of_the_lesson() -> None:
    """12 weeks of 50 meet the line, and 6 of them come back."""
    told = opening.Opening()
    assert told.caption == "The line was met in 12 of 50 weeks, and in 6 of these the price ended above it."
    assert (told.crossed, told.back, model.LOOKS["every day"]) == (12, 6, 1)


def test_the_formulas_of_the_page_are_those_of_the_code() -> None:
    """Each stands in the text as SymPy writes it, and gives what the library gives."""
    price, level, sigma, years = sympy.symbols("S B sigma T", positive=True)
    span = sympy.Symbol("Delta", positive=True)
    away = sympy.log(price / level) / (sigma * sympy.sqrt(years))
    farther = level * sympy.exp(-sympy.Float("0.5826", 4) * sigma * sympy.sqrt(span))
    told = [re.sub(r"\s|\\,", "", cell.source) for cell in page(ROOT / "lessons" / LESSON.notebook).markdown]
    for written in (r"d=\frac{\ln(S/B)}{\sigma\sqrt{T}}", r"B'=Be^{-0.5826\sigma\sqrt{\Delta}}"):
        assert sum(written in text for text in told) == 1, written
    assert account.SHIFT == SHIFT
    numbers = {price: 100, level: account.line(10), sigma: 0.6, years: 7 / 365, span: 1 / 365}
    assert float(away.subs(numbers)) == pytest.approx(account.distance(10, 60, 7))
    assert account.distance(10, 60, 7) == pytest.approx(deviations(100, account.line(10), 0.6, 7 / 365))
    assert float(farther.subs(numbers)) == pytest.approx(account.shifted(10, 60, 24), abs=1e-3)


def test_the_hours_of_stress_are_those_of_the_library() -> None:
    """Open, low and close of six cited candles, and the highest leverage of the last one."""
    days = {"12 March 2020": "2020-03-12", "19 May 2021": "2021-05-19", "10 October 2025": "2025-10-10"}
    for name, prices in venue.HOURS.items():
        day, at = name.split(", ")
        candles = stress_day(days[day])
        (row,) = np.flatnonzero(candles.time == np.datetime64(f"{days[day]}T{at}"))
        assert (candles.open[row], candles.low[row], candles.close[row]) == prices
    opened, low, _ = venue.HOURS["10 October 2025, 21:00"]
    assert venue.survives(opened, low) == pytest.approx(8.66, abs=0.005)
    earlier = Position.opened(1.0, 116605.2, 10, FlatRate(0.005)).liquidation_price
    assert (round(earlier), low < earlier < 113253.6) == (105_472, True)


def test_a_pool_is_brought_to_the_line_by_the_coins_of_the_item() -> None:
    """1,000 coins: 51.45 of them, which the market of the library fills at the line."""
    pool = next(item for item in venue.VENUE if item.id == "05-pool")
    assert pool.oracle
    coins = pool.oracle(coins=1000, dollars=100_000, leverage=10)
    assert coins == pytest.approx(51.454, abs=5e-4)
    assert Market.pool(1000, 100_000).fill(-coins).price == pytest.approx(account.line(10))


@pytest.mark.parametrize(
    ("rate", "looks", "closed", "paid"),
    [
        (0.5, 7, 17.1, 2.04),
        (0.5, 28, 20.0, 0.92),
        (0.5, 84, 21.5, 0.36),
        (0.5, 168, 22.2, 0.16),
        (1, 14, 20.7, 1.03),
        (1, 28, 22.2, 0.54),
        (1, 84, 23.8, 0.12),
        (2, 7, 23.3, 1.09),
        (2, 14, 25.4, 0.48),
        (2, 28, 27.1, 0.15),
    ],
)
def test_a_venue_is_judged_by_what_it_closes_and_by_what_others_pay(
    rate: float, looks: int, closed: float, paid: float
) -> None:
    """At the printed figures it passes, and a step below either it is named."""
    plan = {"maintenance": rate, "looks": looks}
    good = venue.judge_venue(plan, paid + 0.006, closed + 0.06)
    assert isinstance(good, Verdict)
    assert good.passed
    assert venue.judge_venue(plan, paid - 0.006, closed + 0.06) == "lax"
    assert venue.judge_venue(plan, paid + 0.006, closed - 0.06) == "strict"


def test_a_day_that_nobody_saw() -> None:
    """Six falls of 3 % go below all three lines, and a day may take exactly 3 % an hour."""
    down = [100 * 0.97**hour for hour in range(7)]
    assert down[-1] == pytest.approx(83.3, abs=0.01)
    assert down[-1] < min(account.line(leverage) for leverage in (8, 10, 12))
    up = [down[-1] * 1.03**hour for hour in range(1, 8)]
    passed = looks.judge_unseen([*down, *up, *[up[-1]] * 11], 8)
    assert isinstance(passed, Verdict)
    assert passed.passed


def test_the_chance_in_code_is_that_of_the_library() -> None:
    """The lines that a learner writes, and `touch`."""
    for spot, level, volatility, years in ((100, 90.45, 0.6, 7 / 365), (110, 70, 0.9, 0.1), (90, 90, 0.5, 0.02)):
        assert code.touched(spot, level, volatility, years) == pytest.approx(touch(spot, level, volatility, years))


@pytest.mark.parametrize(("leverage", "smooth", "jumping"), [(7, 7.83, 7.86), (8, 12.99, 12.11)])
def test_jumps_change_places_with_the_bell_curve_at_seven_times(leverage: int, smooth: float, jumping: float) -> None:
    """In percent of weeks, up to 7x jumps of a quarter close more, and from 8x on less."""
    assert account.chance(leverage, 60, 7) == pytest.approx(smooth, abs=0.006)
    assert 100 * account.looked(leverage, 60, 7, share=25).touched == pytest.approx(jumping, abs=0.006)


@pytest.mark.parametrize(("leverage", "even", "clustered"), [(5, 0.97, 2.63), (10, 23.87, 19.81)])
def test_calm_and_wild_weeks_do_what_jumps_do(leverage: int, even: float, clustered: float) -> None:
    """Half of the weeks at 30 % and half at 79.37 %, which is 60 % in the mean of squares: as tabled."""
    wild = np.sqrt(2 * 60**2 - 30**2)
    assert account.chance(leverage, 60, 7) == pytest.approx(even, abs=0.006)
    assert (account.chance(leverage, 30, 7) + account.chance(leverage, wild, 7)) / 2 == pytest.approx(
        clustered, abs=0.006
    )


@pytest.mark.parametrize(("leverage", "share"), [(5, 0.506), (10, 0.510), (20, 0.513)])
def test_a_little_more_than_half_of_those_who_meet_the_line_end_beyond_it(leverage: int, share: float) -> None:
    """At every leverage, as the logarithm drifts down."""
    once, watched = (account.looked(leverage, 60, 7, looks=looks).touched for looks in (1, None))
    assert once / watched == pytest.approx(share, abs=5e-4)


def test_what_people_say_of_a_week_at_ten_times() -> None:
    """Seven days one by one, by touch and by ends; twice the tail; 252 days a year; and funding, in percent."""
    assert 7 * account.chance(10, 60, 1) == pytest.approx(1.03, abs=0.005)
    assert 700 * account.looked(10, 60, 1, looks=1).touched == pytest.approx(0.52, abs=0.005)
    assert 200 * norm.cdf(-account.distance(10, 60, 7)) == pytest.approx(22.72, abs=0.005)
    assert account.chance(10, 60, 7 * 365 / 252) == pytest.approx(33.17, abs=0.006)
    for rate, level, chance in ((0.05, 91.51, 29.8), (0.01, 90.66, 25.0)):
        paid = 21 * rate / 100 * 1000
        line = Position(10.0, 100.0, 100.0 - paid, FlatRate(0.005)).liquidation_price
        assert line == pytest.approx(level, abs=0.005)
        assert account.met(float(line), 60, 7) == pytest.approx(chance, abs=0.05)


@pytest.mark.parametrize(
    ("day", "deep", "away"), [("2025-10-10", 11.1, 18), ("2021-05-19", 18.2, 31), ("2020-03-12", 29.3, 54)]
)
def test_the_worst_hour_of_a_stress_day_in_deviations(day: str, deep: float, away: int) -> None:
    """Of an hour at 60 % a year: the deepest fall from the open of a cited hour, in percent and in deviations."""
    candles = stress_day(day)
    falls = np.where(candles.cited, 1 - candles.low / candles.open, 0.0)
    assert 100 * falls.max() == pytest.approx(deep, abs=0.05)
    assert round(float(-np.log1p(-falls.max()) / (0.6 / np.sqrt(365 * 24)))) == away


@pytest.mark.parametrize(("at", "found"), [(47, False), (48, True), (49, False), (336, True), (335, False), (0, False)])
def test_a_look_sees_its_own_moment_alone(at: int, found: bool) -> None:
    """Of a week in half hours with a look each midnight: a dip of one moment, before, at and after a midnight."""
    way = np.full(weeks.STEPS + 1, 100.0)
    way[at] = 90.0
    assert weeks.seen(way, 90.45, 7) == found

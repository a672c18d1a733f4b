"""Speed of liquidation probabilities: the closed form, the simulation per unit of error, the simulation per step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from marginlib.course.volatility.account import looked
from marginlib.probability import Motion, Sampling, touch, touch_with_jumps
from tests.benchmarks.harness import interleaved, table

SPOT, BARRIER, VOLATILITY, WEEK = 100.0, 90 / 0.995, 0.8, 7 / 365
MOTION = Motion(VOLATILITY, WEEK)
EXACT = 0.383553219910932  # to fifteen digits, by an integral of the density


def naive(seed: int, steps: int = 168, count: int = 1_000) -> float:
    """Share of paths that an hourly look finds at the barrier, the way a textbook simulates it: all steps at once."""
    random = np.random.default_rng(seed)
    deviation = VOLATILITY * np.sqrt(WEEK / steps)
    moves = random.standard_normal((count, steps)) * deviation - deviation**2 / 2
    return float(np.mean(SPOT * np.exp(np.cumsum(moves, axis=1)).min(axis=1) <= BARRIER))


def ours(seed: int, draws: int = 1 << 13) -> float:
    """The same by one bridged step of Sobol draws."""
    found = touch_with_jumps(SPOT, BARRIER, MOTION, Sampling(draws, seed=seed)).touched
    return float(found.value)


def test_the_closed_form_in_a_tenth_of_a_millisecond() -> None:
    """A liquidation probability, good to 1e-4 and far better, costs at most 0.1 ms, checks of its inputs included."""

    def hundred() -> None:
        for _ in range(100):
            touch(SPOT, BARRIER, VOLATILITY, WEEK)

    one = interleaved({"touch": hundred})["touch"] / 100
    off = abs(touch(SPOT, BARRIER, VOLATILITY, WEEK) - EXACT)
    table(
        "Liquidation probability, one number",
        {"microseconds": f"{one * 1e6:.1f}", "error": f"{off:.1e}"},
    )
    assert off < 1e-4
    assert one < 1e-4


def test_the_error_of_a_millisecond() -> None:
    """For the same work the error is at least 100 times smaller than that of paths looked at every hour.

    Errors are root mean squares over 40 seeds, brought to one millisecond by the square root of the work, which
    flatters the naive method: its bias does not fall with the work.
    """
    seconds = interleaved({"ours": lambda: ours(0), "naive": lambda: naive(0)})

    def off(method: Callable[[int], float]) -> float:
        return float(np.sqrt(np.mean([(method(seed) - EXACT) ** 2 for seed in range(40)])))

    errors = {name: off(method) * np.sqrt(seconds[name] / 1e-3) for name, method in (("ours", ours), ("naive", naive))}
    ratio = errors["naive"] / errors["ours"]
    table(
        "Error of a simulated probability for 1 ms of work",
        {"ours": f"{errors['ours']:.1e}", "hourly looks": f"{errors['naive']:.1e}", "times smaller": f"{ratio:.0f}"},
    )
    assert ratio > 100


def test_the_slowest_states_of_lesson_05() -> None:
    """Most variance in jumps, many looks over a calm month: the chances of a state that is new take at most 15 ms."""

    def state(leverage: int, percent: int, days: int, looks: int, share: int) -> Callable[[], object]:
        reckon = looked.__wrapped__
        return lambda: (reckon(leverage, percent, days, looks=looks), reckon(leverage, percent, days, share=share))

    seconds = interleaved(
        {
            "jumps on a single day": state(3, 60, 1, 1, 75),
            "hours of a calm month": state(5, 20, 30, 720, 75),
            "the question": state(10, 60, 7, 7, 25),
        }
    )
    table("Lesson 05, a new state", {name: f"{taken * 1e3:.1f} ms" for name, taken in seconds.items()})
    assert max(seconds.values()) < 0.015


def test_a_path_step_against_quantlib() -> None:
    """A bridged step of a path costs at most an eighth of what it costs in QuantLib's barrier engine."""
    ql = pytest.importorskip("QuantLib", reason="QuantLib is installed in its nox session only")
    steps, count = 100, 1 << 13
    today = ql.Date(1, 1, 2026)
    ql.Settings.instance().evaluationDate = today
    days = ql.Actual365Fixed()
    flat = ql.YieldTermStructureHandle(ql.FlatForward(today, 0.0, days))
    volatility = ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), VOLATILITY, days))
    process = ql.BlackScholesMertonProcess(ql.QuoteHandle(ql.SimpleQuote(SPOT)), flat, flat, volatility)
    option = ql.BarrierOption(
        ql.Barrier.DownOut, BARRIER, 0.0, ql.PlainVanillaPayoff(ql.Option.Call, SPOT), ql.EuropeanExercise(today + 7)
    )

    def peer() -> float:
        option.setPricingEngine(
            ql.MCBarrierEngine(process, "pseudorandom", timeSteps=steps, requiredSamples=count, seed=1)
        )
        return float(option.NPV())

    def mine() -> None:
        touch_with_jumps(SPOT, BARRIER, MOTION, Sampling(count, steps))

    seconds = interleaved({"ours": mine, "QuantLib": peer}, rounds=7)
    each = {name: taken / (steps * count) * 1e9 for name, taken in seconds.items()}
    ratio = each["QuantLib"] / each["ours"]
    table(
        "Barrier by bridged Monte Carlo, 100 steps",
        {
            "nanoseconds a path-step, ours": f"{each['ours']:.1f}",
            "nanoseconds a path-step, QuantLib": f"{each['QuantLib']:.1f}",
            "times faster": f"{ratio:.1f}",
        },
    )
    assert ratio > 8

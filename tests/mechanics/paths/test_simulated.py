"""Simulated paths have the distributions that their formulas state, and refuse what no path can have."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats

from marginlib.errors import InvalidInput
from marginlib.paths import Jumps, correlation_root, gbm, merton

CRASHES = Jumps(rate=20.0, mean=-0.03, deviation=0.06)
YEARS = 0.5


def merton_distribution(logs: np.ndarray, volatility: float, drift: float, jumps: Jumps) -> np.ndarray:
    """Distribution of log(S/spot) after YEARS: normal given the number of jumps, which is Poisson (Merton 1976)."""
    number = np.arange(80)
    mean_return = np.exp(jumps.mean + jumps.deviation**2 / 2) - 1
    centre = (drift - volatility**2 / 2 - jumps.rate * mean_return) * YEARS + number * jumps.mean
    spread = np.sqrt(volatility**2 * YEARS + number * jumps.deviation**2)
    weights = stats.poisson.pmf(number, jumps.rate * YEARS)
    return np.asarray(stats.norm.cdf((logs[:, None] - centre) / spread) @ weights)


@pytest.mark.parametrize("steps", [1, 7])
def test_gbm_ends_log_normal_whatever_the_steps(steps: int) -> None:
    """The Kolmogorov-Smirnov distance to the closed form is one that chance explains."""
    ends = np.log(gbm(100.0, 0.6, YEARS, steps, 20_000, drift=0.1, seed=1)[:, -1] / 100)
    found = stats.kstest(ends, stats.norm((0.1 - 0.18) * YEARS, 0.6 * YEARS**0.5).cdf)
    assert found.pvalue > 0.01


@pytest.mark.parametrize("steps", [1, 7])
def test_merton_ends_as_a_poisson_mixture_of_normals(steps: int) -> None:
    """The Kolmogorov-Smirnov distance to Merton's series is one that chance explains."""
    ends = np.log(merton(100.0, 0.4, YEARS, steps, 20_000, jumps=CRASHES, drift=0.1, seed=2)[:, -1] / 100)
    found = stats.kstest(ends, lambda logs: merton_distribution(logs, 0.4, 0.1, CRASHES))
    assert found.pvalue > 0.01


@pytest.mark.parametrize("jumps", [None, CRASHES, Jumps(50.0, 0.1, 0.1)])
def test_the_mean_price_grows_at_the_drift_with_jumps_and_without(jumps: Jumps | None) -> None:
    """Drift is compensated: the mean is spot * exp(drift * years) within four standard errors at every step."""
    paths = merton(50.0, 0.5, YEARS, 4, 100_000, jumps=jumps, drift=0.3, seed=3)
    wanted = 50 * np.exp(0.3 * YEARS * np.arange(5) / 4)
    errors = paths.std(axis=0)[1:] / np.sqrt(len(paths))
    assert paths[:, 0].tolist() == [50.0] * len(paths)
    assert (abs(paths.mean(axis=0) - wanted)[1:] < 4 * errors).all()


def test_steps_are_independent_and_assets_correlated_as_asked() -> None:
    """Correlations of the steps' logarithms lie within four standard errors, across assets and across time."""
    wanted = np.array([[1, 0.8, -0.3], [0.8, 1, 0.1], [-0.3, 0.1, 1]])
    paths = gbm([100.0, 10.0, 1.0], [0.6, 0.8, 1.0], YEARS, 2, 40_000, correlation=wanted, seed=4)
    steps = np.diff(np.log(paths), axis=1)
    assert paths.shape == (40_000, 3, 3)
    found = np.corrcoef(steps.reshape(-1, 3), rowvar=False)
    assert (abs(found - wanted) <= 4 * (1 - wanted**2) / np.sqrt(80_000) + 1e-12).all()
    assert np.std(steps, axis=(0, 1)) == pytest.approx(np.array([0.6, 0.8, 1.0]) * (YEARS / 2) ** 0.5, rel=0.02)
    across = np.corrcoef(steps[:, 0].T, steps[:, 1].T)[:3, 3:]
    assert (abs(across) < 4 / np.sqrt(40_000)).all()


def test_jumps_add_their_variance_and_hit_every_asset() -> None:
    """The variance of a year is that of both parts; two assets that only jump are the same."""
    paths = merton(1.0, 0.4, 1.0, 1, 200_000, jumps=CRASHES, seed=5)
    assert np.var(np.log(paths[:, -1])) == pytest.approx(0.16 + 20 * (0.03**2 + 0.06**2), rel=0.02)
    both = merton([1.0, 1.0], 0.0, 1.0, 5, 10, jumps=CRASHES, seed=6)
    assert (both[..., 0] == both[..., 1]).all()


def test_a_seed_is_a_path() -> None:
    """The same seed gives the same bits, another seed or a spawned one gives others, no jumps give plain GBM."""
    one = gbm(100.0, 0.6, 1.0, 10, 5, seed=7)
    assert (gbm(100.0, 0.6, 1.0, 10, 5, seed=7) == one).all()
    assert (merton(100.0, 0.6, 1.0, 10, 5, jumps=Jumps(0.0, 0.3, 0.3), seed=7) == one).all()
    first, second = np.random.SeedSequence(7).spawn(2)
    others = [gbm(100.0, 0.6, 1.0, 10, 5, seed=seed) for seed in (8, first, second)]
    assert not any((other[:, 1:] == one[:, 1:]).any() for other in others)
    assert not (others[1][:, 1:] == others[2][:, 1:]).any()


def test_without_volatility_a_price_only_drifts() -> None:
    """Zero volatility is allowed and means certainty."""
    paths = gbm([100.0, 200.0], [0.0, 0.0], 2.0, 2, 3, drift=[0.0, np.log(2)], seed=0)
    assert paths == pytest.approx(np.array([[[100, 200], [100, 400], [100, 800]]] * 3))


@pytest.mark.parametrize("rho", [1.0, -1.0])
def test_perfectly_correlated_assets_are_one(rho: float) -> None:
    """At correlation 1 two assets share their logarithm, at -1 its opposite."""
    paths = np.log(gbm([1.0, 1.0], 0.5, 1.0, 8, 4, drift=0.125, correlation=[[1, rho], [rho, 1]], seed=9))
    assert paths[..., 0] == pytest.approx(rho * paths[..., 1], abs=1e-9)


@settings(max_examples=50)
@given(some.integers(1, 6), some.integers(1, 6), some.integers(0, 1000))
def test_the_root_squared_is_the_correlation(assets: int, factors: int, seed: int) -> None:
    """For random correlations, singular ones too, the root is symmetric and its square is the matrix."""
    loadings = np.random.default_rng(seed).standard_normal((assets, factors))
    loadings /= np.linalg.norm(loadings, axis=1, keepdims=True)
    matrix = loadings @ loadings.T
    root = correlation_root(matrix, assets)
    assert root @ root == pytest.approx(matrix, abs=1e-7)
    assert root == pytest.approx(root.T, abs=1e-12)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"spot": 0.0}, "spot is 0.0"),
        ({"spot": float("nan")}, "spot is nan"),
        ({"volatility": -0.1}, "volatility is -0.1"),
        ({"volatility": [0.5, float("inf")]}, "volatility is inf"),
        ({"drift": float("nan")}, "drift is nan"),
        ({"years": 0.0}, "years is 0.0"),
        ({"years": -1.0}, "years is -1.0"),
        ({"steps": 0}, "steps is 0"),
        ({"steps": 2.5}, "steps is 2.5, but it must be a whole number"),
        ({"count": -1}, "count is -1"),
        ({"spot": [1.0, 2.0], "volatility": [0.1, 0.2, 0.3]}, r"spot has the shape \(2,\), but it must have \(3,\)"),
        ({"correlation": [[1.0, 0.5], [0.5, 1.0]]}, r"shape \(2, 2\), but it must have \(1, 1\)"),
        ({"spot": [1.0, 2.0], "correlation": [[1, 0.5], [0.4, 1]]}, r"0.5.*0.4.*must be symmetric"),
        ({"spot": [1.0, 2.0], "correlation": [[1, 1.5], [1.5, 1]]}, r"1.5.*must have entries between -1 and 1"),
        ({"spot": [1.0, 2.0], "correlation": [[1, 0.5], [0.5, 0.9]]}, r"0.9.*must have ones on its diagonal"),
        ({"spot": [1.0, 2.0], "correlation": [[1, np.nan], [np.nan, 1]]}, "correlation is nan"),
        (
            {"spot": [1.0] * 3, "correlation": [[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]]},
            r"must be positive semidefinite, and has the eigenvalue -0.8",
        ),
    ],
)
def test_what_no_path_can_have_is_refused(changed: dict[str, Any], words: str) -> None:
    """The message names the value and what it must be."""
    given = {"spot": 100.0, "volatility": 0.5, "years": 1.0, "steps": 2, "count": 3, "seed": 0}
    with pytest.raises(InvalidInput, match=words):
        gbm(**(given | changed))


@pytest.mark.parametrize(
    ("jumps", "words"),
    [
        ((-1.0, 0.0, 0.1), "jumps a year is -1.0"),
        ((1.0, float("inf"), 0.1), "mean of a jump is inf"),
        ((1.0, 0.0, -0.1), "deviation of a jump is -0.1"),
    ],
)
def test_jumps_that_cannot_be_are_refused(jumps: tuple[float, float, float], words: str) -> None:
    """A negative rate or deviation, or a mean that is not finite."""
    with pytest.raises(InvalidInput, match=words):
        Jumps(*jumps)

"""How likely is liquidation: first passage in closed form, and Monte Carlo where there is none."""

from marginlib.probability.passage import touch

__all__ = ["touch"]

"""claim: a number printed in the prose is the number that the code computes, to the last printed digit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from marginlib.errors import InvalidInput, MarginError
from marginlib.learn import answers
from marginlib.learn.display import say

_gathered: ContextVar[list[str] | None] = ContextVar("gathered", default=None)


@contextmanager
def recomputed() -> Iterator[None]:
    """Gather the claims made within into one line that opens.

    >>> with recomputed():
    ...     claim(95.4773, "95.48", "USDT")
    ...     claim(0.004, "0.4 %")
    ✓ 2 numbers above, computed again
    """
    lines: list[str] = []
    token = _gathered.set(lines)
    try:
        yield
    finally:
        _gathered.reset(token)
    numbers = "1 number" if len(lines) == 1 else f"{len(lines)} numbers"
    say(f"✓ {numbers} above, computed again", ("which ones", "\n".join(lines)))


def claim(computed: Any, printed: str, unit: str = "") -> None:
    """Assert that `computed`, rounded like `printed`, reads as printed; say so in one short line.

    `printed` is the text as it stands in the prose: thousands may be separated, and a percent sign means that
    `computed` is a fraction. Halves may be rounded up or to even. Raises MarginError where prose and code differ,
    InvalidInput where either cannot be read.

    >>> claim(95.4773, "95.48", "USDT")
    ✓ 95.48 USDT
    >>> claim(0.004, "0.4 %")
    ✓ 0.4 %
    >>> claim(95.4773, "95.47")
    Traceback (most recent call last):
    ...
    marginlib.errors.MarginError: the prose says 95.47, the code computes 95.4773: change the prose
    """
    exact, shown = _exact(computed), _printed(str(printed))
    if str(printed).rstrip().endswith("%"):
        exact *= 100
    step = Decimal(1).scaleb(int(shown.as_tuple().exponent))
    if shown not in {exact.quantize(step, rounding) for rounding in (ROUND_HALF_EVEN, ROUND_HALF_UP)}:
        raise MarginError(f"the prose says {printed}, the code computes {computed}: change the prose")
    line = f"✓ {printed} {unit}".rstrip()
    lines = _gathered.get()
    if lines is None:
        say(line, tight=True)
    else:
        lines.append(line)


def _exact(computed: Any) -> Decimal:
    try:
        value = computed if isinstance(computed, Decimal) else answers.number(computed)
    except answers.Unreadable as refusal:
        raise InvalidInput(f"claim: {refusal}") from None
    # A float such as 1.005 stands for the decimal that it prints as, not for its binary tail.
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    if not exact.is_finite():
        raise InvalidInput(f"claim: {computed} is not a finite number")
    return exact


def _printed(printed: str) -> Decimal:
    text = printed.replace(",", "").replace("\N{MINUS SIGN}", "-").replace("%", "").strip()
    try:
        shown = Decimal(text)
    except InvalidOperation:
        shown = Decimal("nan")
    if not shown.is_finite():
        raise InvalidInput(f'claim: {printed!r} is not a number as printed in prose, such as "1,234.50" or "0.4 %"')
    return shown

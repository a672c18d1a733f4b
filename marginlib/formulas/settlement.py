"""What a liquidation costs and who pays: bankruptcy quotes, fillable prices, the fund, socialised loss.

Formulas as in `marginlib.formulas`: rational, for any kind of number, without validation.
"""

from __future__ import annotations

from typing import Any

from marginlib.arithmetic import maximum, minimum, sign


def order_cost(initial_margin: Any, open_fee: Any, close_fee: Any) -> Any:
    """Collateral an order reserves, in quote: initial margin, the fee to open, the fee to close at bankruptcy.

    Source: Bybit help centre, "Order cost (USDT contract)".

    >>> order_cost(5000, 27.5, 24.75)
    5052.25
    """
    return initial_margin + open_fee + close_fee


def bankruptcy_quote(closed_value: Any, equity: Any, closed_maintenance: Any, maintenance: Any) -> Any:
    """Quote received for closing a part of a pool at its bankruptcy price.

    The part takes its share of the pool's equity, pro rata to maintenance, so that closing it leaves the ratio of the
    rest as it was. `closed_value` is signed size times price.

    Source: dYdX v4, protocol/x/liquidations/keeper (bankruptcy price in quote quantums).

    >>> bankruptcy_quote(5000, 499, 500, 500)
    4501.0
    """
    return closed_value - equity * closed_maintenance / maintenance


def fillable_price(
    price: Any, size: Any, equity: Any, maintenance: Any, rate: Any, adjustment: Any, spread: Any
) -> Any:
    """Price a liquidation order is offered at: further from the oracle the closer the pool is to bankruptcy.

    Args:
        price: of the oracle, in quote.
        size: of the position, signed; only its side matters.
        equity, maintenance: of the pool, in quote.
        adjustment: bankruptcy adjustment, 1 or more.
        spread: largest spread as a share of the maintenance rate `rate`.

    Source: dYdX v4, protocol/x/liquidations/keeper (fillable price).

    >>> fillable_price(50_000, 0.1, 499, 500, 0.1, 1, 0.1)
    49999.0
    """
    urgency = minimum(maximum(adjustment * (1 - equity / maintenance), 0), 1)
    return price * (1 - sign(size) * urgency * spread * rate)


def bad_debt(equity: Any) -> Any:
    """What a pool with this equity lacks, in quote: others have to pay it, since the pool can lose no more than it has.

    Derived.

    >>> bad_debt(-50), bad_debt(4.52)
    (50, 0)
    """
    return maximum(-equity, 0)


def insurance_delta(size: Any, fill: Any, bankruptcy: Any, largest_fee: Any) -> Any:
    """Change of the insurance fund when a liquidation fills at `fill`: a capped fee out of a surplus, or the deficit.

    In quote; `size` is what is closed, signed as the position was, and `largest_fee` a share of its value at `fill`.

    Source: dYdX v4, protocol/x/liquidations/keeper (insurance fund delta).

    >>> insurance_delta(0.1, 56_100, 51_000, 0.005)
    28.05
    """
    return minimum(size * (fill - bankruptcy), largest_fee * abs(size) * fill)


def base_to_close(
    shortage: Any, price: Any, margin_ratio: Any, liquidator_fee: Any, fund_fee: Any, quote_price: Any
) -> Any:
    """Base amount whose transfer to a liquidator covers a `shortage` of margin, in quote.

    Margin ratio and both fees are shares of the notional; `quote_price` is what one unit of quote is worth.

    Source: Drift v2, programs/drift/src/math/liquidation.rs.

    >>> round(base_to_close(10, 100, 0.1, 0.01, 0.01, 1), 9)
    1.25
    """
    return shortage / (price * quote_price * (margin_ratio - liquidator_fee) - price * fund_fee)


def takeover_price(price: Any, size: Any, liquidator_fee: Any) -> Any:
    """Price at which a liquidator takes a position over, its fee (a share of the price) included.

    Source: Drift v2, programs/drift/src/controller/liquidation.rs.

    >>> takeover_price(100, -1, 0.01)
    101.0
    """
    return price * (1 - sign(size) * liquidator_fee)


def socialised_loss(loss: Any, longs: Any, shorts: Any) -> Any:
    """Loss, in quote, carried by each unit of base of both sides; `longs` and `shorts` are open interest, unsigned.

    Source: Drift v2, programs/drift/src/controller/liquidation.rs (perp bankruptcy).

    >>> socialised_loss(100, 5, 5)
    10.0
    """
    return loss / (longs + shorts)


def skewed_fill(price: Any, size: Any, skew_scale: Any) -> Any:
    """Average fill price of a market that prices its skew (longs less shorts), from a skew of zero.

    `size` is the order, signed, in base; at a skew of `skew_scale`, in base too, the price is twice the index `price`.

    Source: Synthetix v3, markets/perps-market (PerpsMarket fill price).

    >>> skewed_fill(30_000, -1, 100)
    29850.0
    """
    return price * (1 + size / skew_scale / 2)

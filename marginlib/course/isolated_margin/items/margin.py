"""Items on adding margin and on funding."""

from marginlib import formulas
from marginlib.learn.items import Item, Wrong

MARGIN = (
    Item(
        id="02-add",
        objective="margin",
        format="numeric",
        prompt="""
            A long of {size} units at {entry} USDT, maintenance {percent} %, has {collateral} USDT posted. How much
            must you add so that it is liquidated at {target} USDT?
        """,
        draw=lambda draw: {
            "size": draw.integer(3, 9),
            "entry": 200,
            "percent": draw.choice((0.5, 1, 2)),
            "collateral": draw.integer(40, 60, 5),
            "target": draw.integer(140, 160, 2),
        },
        oracle=lambda size, entry, percent, collateral, target: (
            size * (entry - target) + percent / 100 * size * target - collateral
        ),
        unit="USDT",
        tolerance=0.05,
        wrong={
            "bankruptcy": Wrong(
                lambda size, entry, percent, collateral, target: size * (entry - target) - collateral + 0 * percent,
                "covering the loss alone: at the target the position must still hold its maintenance",
            ),
            "at-entry": Wrong(
                lambda size, entry, percent, collateral, target: (
                    size * (entry - target) + percent / 100 * size * entry - collateral
                ),
                "taking maintenance at the entry price: at the target the position is worth less",
            ),
            "whole": Wrong(
                lambda size, entry, percent, collateral, target: (
                    size * (entry - target) + percent / 100 * size * target + 0 * collateral
                ),
                "giving the whole margin: the question asks how much to add to what is there",
            ),
        },
        hints=(
            "What has the position lost at the target?",
            "It must still hold its requirement there.",
            "Loss at the target, plus maintenance at the target, less what is posted.",
        ),
        solution="{size} x ({entry} - {target}) + {percent} % of {size} x {target} - {collateral} = {answer} USDT.",
        note="margin buys distance: each USDT moves the price by one over the size, and a little more.",
        code="answer = g.size * (g.entry - g.target) + g.percent / 100 * g.size * g.target - g.collateral",
    ),
    Item(
        id="02-funding",
        objective="margin",
        format="numeric",
        prompt="""
            A long of {size} units at {entry} USDT has {collateral} USDT posted, maintenance 0.5 %. The price stands
            still. {times} times it pays funding of {percent} % out of its margin. Where is its liquidation price
            then?
        """,
        draw=lambda draw: {
            "size": draw.integer(5, 20),
            "entry": 100,
            "collateral": draw.integer(100, 200, 10),
            "times": draw.integer(9, 30, 3),
            "percent": draw.choice((0.03, 0.05, 0.1)),
        },
        oracle=lambda size, entry, collateral, times, percent: float(
            formulas.liquidation_price(
                collateral + times * formulas.funding_payment(size, entry, percent / 100), size, entry, 0.005
            )
        ),
        unit="USDT",
        tolerance=0.004,
        wrong={
            "on-collateral": Wrong(
                lambda size, entry, collateral, times, percent: float(
                    formulas.liquidation_price(collateral * (1 - times * percent / 100), size, entry, 0.005)
                ),
                "taking funding on the margin: it is a share of the whole position",
            ),
            "received": Wrong(
                lambda size, entry, collateral, times, percent: float(
                    formulas.liquidation_price(collateral + size * entry * times * percent / 100, size, entry, 0.005)
                ),
                "adding the funding: a long pays while the rate is positive",
            ),
            "untouched": Wrong(
                lambda size, entry, collateral, **_: float(formulas.liquidation_price(collateral, size, entry, 0.005)),
                "leaving the margin as it was: funding comes out of it",
            ),
        },
        hints=(
            "On what is funding charged: the margin or the position?",
            "One payment is size x price x rate. All of them come out of the margin.",
            "Lower the margin by all payments, then compute the liquidation price as before.",
        ),
        solution="""
            the payments add up to {times} x {size} x {entry} x {percent} %. With the margin that is left the price is
            {answer} USDT.
        """,
        note="the liquidation price came closer although the price never moved.",
        code="margin = g.collateral - g.times * g.size * g.entry * g.percent / 100\n"
        "answer = (margin - g.size * g.entry) / (g.size * 0.005 - g.size)",
    ),
)

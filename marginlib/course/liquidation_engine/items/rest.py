"""Items on where the rest of a closed pool goes, and when a fund grows."""

from typing import Any

from marginlib.course.liquidation_engine.account import ENTRY
from marginlib.formulas import settlement
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

FEE = 0.01


def sold(draw: Draw) -> dict[str, Any]:
    """A long that is sold above its bankruptcy price."""
    return {
        "size": draw.integer(5, 19),
        "bankrupt": draw.integer(88, 92),
        "above": draw.choice((1.2, 1.4, 1.6, 1.8, 2.2, 2.4, 2.6, 2.8)),
    }


REST = (
    Item(
        id="07-fund",
        objective="rest",
        format="numeric",
        prompt="""
            A long of {size} BTC is bankrupt at {bankrupt} USDT, and the venue sells it {above:g} USDT above that. Out
            of what is left the fund takes a fee, which is at most 1 % of the value of the sale. The owner keeps the
            rest. What does the fund gain?
        """,
        draw=sold,
        oracle=lambda size, bankrupt, above: float(settlement.insurance_delta(size, bankrupt + above, bankrupt, FEE)),
        unit="USDT",
        tolerance=0.02,
        wrong={
            "uncapped": Wrong(
                lambda size, above, **_: size * above,
                found="all that is left above bankruptcy",
                ask="How much of it may the fund take?",
            ),
            "of-surplus": Wrong(
                lambda size, above, **_: FEE * size * above,
                did="took 1 % of what is left",
                ask="Of what is the fee 1 % at most?",
            ),
            "from-entry": Wrong(
                lambda size, bankrupt, above: size * (ENTRY - bankrupt - above),
                found="what the long has lost since 100",
                ask="What is left of the money that stood behind it?",
            ),
        },
        hints=(
            "How much is left when the {size} BTC are sold above {bankrupt} USDT?",
            "What are 1 % of what the sale brings?",
            "The fund gets the smaller of the two, and the owner the rest.",
        ),
        solution="""
            Above bankruptcy {size} x {above:g} USDT are left. 1 % of the sale is less than that, so the fund takes
            {answer} USDT, and you see the rest in the owner's account.
        """,
        note="A fund grows on what is left of tanks that were closed in time.",
        section="The same fall, twice",
        code="answer = min(g.size * g.above, 0.01 * g.size * (g.bankrupt + g.above))",
    ),
)

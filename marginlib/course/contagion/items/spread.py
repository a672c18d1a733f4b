"""Items on what makes a loss larger on its way: costs of failing, prices, and fear."""

from typing import Any

from marginlib.contagion import clearing_vector, debt_rank, fire_sale
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def chained(draw: Draw) -> dict[str, Any]:
    """What the first has, what each owes the next, and what is left of it in a failure."""
    return {"own": draw.integer(20, 48, 4), "debt": draw.integer(60, 90, 5), "kept": draw.choice((50, 60, 70, 80))}


def through(own: float, debt: float, kept: float) -> float:
    """What the third in a chain gets.

    >>> round(through(40, 100, 50), 6)
    10.0
    """
    owes = [[0, debt, 0], [0, 0, debt], [0, 0, 0]]
    share = kept / 100
    return float(clearing_vector(owes, [own, 0, 0], recovery_assets=share, recovery_claims=share)[1])


def afraid(draw: Draw) -> dict[str, Any]:
    """A loss, and what each of the next two has at stake in the one before."""
    return {
        "loss": draw.integer(20, 60, 5),
        "first": draw.choice((32, 38, 44, 56)),
        "second": draw.choice((22, 34, 46, 52)),
        "equity": draw.choice((80, 90, 120)),
    }


def felt(loss: float, first: float, second: float, equity: float) -> float:
    """Percent of its equity that the third has lost in value.

    >>> round(felt(40, 50, 50, 100), 6)
    10.0
    """
    return 100 * float(debt_rank([[0, 0, 0], [first, 0, 0], [0, second, 0]], [100, 100, equity], [loss, 0, 0])[2])


def sold(draw: Draw) -> dict[str, Any]:
    """A debt, and by how much a unit sold lowers the price."""
    return {"debt": draw.integer(30, 60, 5), "impact": draw.choice((0.002, 0.003, 0.004, 0.005))}


def price(debt: float, impact: float) -> float:
    """Percent of the old price after the sale.

    >>> round(price(50, 0.001), 2)
    94.87
    """
    return 100 * fire_sale([[0, 0, debt], [0, 0, 0], [0, 0, 0]], [0, 0, 0], [100, 100, 0], impact).price


def naive(debt: float, impact: float) -> float:
    """The same if as many units were sold as USDT are owed."""
    return float(100 * 2.718281828459045 ** (-impact * debt))


SPREAD = (
    Item(
        id="10-chain",
        objective="spread",
        format="numeric",
        prompt="""
            A has {own} USDT and owes {debt} to B. B has nothing and owes {debt} to C. Whoever fails keeps {kept} % of
            what it has, and the rest is lost in the failure. How much does C get?
        """,
        draw=chained,
        oracle=through,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "no-cost": Wrong(
                lambda own, **_: own,
                right="if failing cost nothing",
                ask="How many fail between A's money and C?",
            ),
            "once": Wrong(
                lambda own, kept, **_: own * kept / 100,
                found="what B receives",
                ask="Can B pay {debt} USDT with that?",
            ),
            "added": Wrong(
                lambda own, kept, **_: own * (2 * kept / 100 - 1),
                did="took the same amount off twice",
                ask="Of what does the second failure take its share?",
            ),
            "full": Wrong(
                lambda debt, **_: debt, did="let everybody pay in full", ask="What does A have, and what does it owe?"
            ),
        },
        hints=(
            "How much reaches B, once A has failed?",
            "B cannot pay either, so something is lost again.",
            "Take {kept} % of A's {own} USDT, and then {kept} % of what is left.",
        ),
        solution="""
            A fails, so you see {kept} % of {own} USDT reach B. B fails as well, and {kept} % of that reach C, which are
            {answer} USDT.
        """,
        note="Every failure on the way takes its share of what is left.",
        section="Doors without a debt",
        code="answer = g.own * (g.kept / 100) ** 2",
    ),
    Item(
        id="10-rank",
        objective="spread",
        format="numeric",
        prompt="""
            A has lost {loss} of its 100 USDT. B has 100 and would lose {first} if A were wiped out. C has {equity} and
            would lose {second} if B were. Nobody fails. How much of its worth has C lost by DebtRank, in percent?
        """,
        draw=afraid,
        oracle=felt,
        unit="%",
        tolerance=0.01,
        wrong={
            "no-default": Wrong(
                lambda **_: 0,
                right="if only a failure could be felt by others",
                ask="What is a claim on A worth, now that A has less behind it?",
            ),
            "one-step": Wrong(
                lambda loss, first, **_: loss * first / 100,
                found="what B has lost",
                ask="What is C's claim on B worth now?",
            ),
            "unscaled": Wrong(
                lambda loss, first, second, **_: loss * first * second / 10_000,
                did="forgot that C has {equity} USDT and not 100",
                ask="Of what is a loss a share?",
            ),
            "passed-on": Wrong(
                lambda loss, **_: loss, did="passed A's loss on as it is", ask="How much of B is at stake in A?"
            ),
        },
        hints=(
            "Go one link at a time, and always with shares of what somebody has.",
            "B loses {loss} % of the {first} USDT that it has at stake in A.",
            "C loses the same share of its {second} USDT as B lost of its 100. Divide by what C has.",
        ),
        solution="""
            B has lost {loss} % of {first} USDT. You take that share of 100 and apply it to C's {second}, and divide by
            {equity}. C has lost {answer} %.
        """,
        note="A claim loses worth long before somebody fails.",
        code="answer = g.loss / 100 * g.first / 100 * g.second / g.equity * 100",
        extra=True,
    ),
    Item(
        id="10-sale",
        objective="spread",
        format="numeric",
        prompt="""
            Somebody owes {debt} USDT, has no cash and 100 units at a price of 1 USDT. Each unit that is sold lowers the
            price by the factor exp(-{impact}), and all units of a sale bring the price at its end. What is the price
            once enough units are sold, in percent of the old one? (fire_sale of marginlib.contagion gives it.)
        """,
        draw=sold,
        oracle=price,
        unit="%",
        tolerance=0.1,
        wrong={
            "none": Wrong(
                lambda **_: 100, right="if a sale moved no price", ask="What does every unit that is sold do?"
            ),
            "one-round": Wrong(
                naive,
                did="sold as many units as USDT are owed",
                ask="What do {debt} units bring once the price has fallen?",
            ),
            "everything": Wrong(
                lambda impact, **_: naive(100, impact),
                did="sold all 100 units",
                ask="How many units are needed to raise {debt} USDT?",
            ),
        },
        hints=(
            "You have to sell more than {debt} units, because each brings less than 1 USDT.",
            "The number s of units has to fulfil s exp(-{impact} s) = {debt}.",
            "Begin with {debt} units, look at the price, sell as many more as are missing, and look again.",
        ),
        solution="""
            You raise {debt} USDT with s units at a price of exp(-{impact} s), so both have to be found together. The
            price comes to {answer} % of the old one, for everybody who owns such units.
        """,
        note="A sale in a hurry is paid for by everybody who owns the same thing.",
        code="""
from marginlib.contagion import fire_sale

sale = fire_sale([[0, g.debt], [0, 0]], [0, 0], [100, 0], g.impact)
answer = 100 * sale.price
""".strip(),
        extra=True,
    ),
    Item(
        id="10-links",
        objective="spread",
        format="choice",
        prompt="""
            Five desks have 100 USDT each outside, owe 80 to other desks and 90 to the world. In one world each owes the
            next one in a ring, and in the other each owes 20 to every other. One desk loses {shock} of its 100. In
            which world do more desks fail?
        """,
        draw=lambda draw: {"shock": draw.choice((45, 80, 100))},
        choices={
            "ring": "In the ring, where one desk bears it first",
            "all": "Where everybody owes everybody",
            "same": "As many fail in both worlds",
        },
        named={"ring": "in the ring", "all": "where all owe all", "same": "as many in both"},
        oracle=lambda shock: "all" if shock == 100 else "ring",
        wrong={
            "spread": Wrong(
                lambda shock: "ring" if shock == 100 else "all",
                said=(
                    "You chose one law for every shock. How much of {shock} do others see, and how much can each bear?",
                    "That would be right for another size of the shock. How much can each desk bear by itself?",
                ),
            ),
            "same": Wrong(
                "same", did="left out who bears the loss first", ask="How much of it does each neighbour see?"
            ),
        },
        hints=(
            "Each desk has 10 USDT more than it owes. How large is the hole of the first one?",
            "Of what it leaves unpaid, 80 parts of 170 fall on desks. That is one in the ring, and four elsewhere.",
            "Compare that part of {shock} - 10 with the 10 of one desk, and with the 40 of four.",
        ),
        solution="""
            Other desks see 80 / 170 of {shock} - 10 USDT. One of them can bear 10 of it, and four can bear 40. You see
            links save them while that is enough, and ruin all five when it is not.
        """,
        note="Links make a system robust to small losses and fragile to large ones.",
        code="",
        extra=True,
    ),
)

"""Items on rulebooks side by side: which closes first, what they answer, and what a date changes."""

from marginlib.course.your_venue.account import tiers
from marginlib.learn.items import Item, Wrong


def dated(size: float, leverage: float) -> tuple[float, float]:
    """The liquidation prices of a long from 60,000 under Binance's tiers of 2024 and of 2026."""
    posted = size * 60_000 / leverage
    old, new = (tiers(name).liquidation_price(posted, size, 60_000.0) for name in ("binance-usdm", "binance-usdm-2026"))
    return float(old), float(new)


RULEBOOKS = (
    Item(
        id="14-order",
        objective="rules",
        format="order",
        prompt="""
            Four longs of 10x from 100 USD, each at a venue that asks for 0.5 %. The price falls. In which order are
            they closed, the first one first?
        """,
        steps=(
            "the one with margin in coin",
            "the one whose share is fixed at entry, with the closing fee counted in",
            "the one whose share is fixed at entry",
            "the one whose share is taken of the value now",
        ),
        wrong={
            "coin-last": Wrong(
                (1, 2, 3, 0), did="put the coin last", ask="What happens to the margin itself as the price falls?"
            ),
            "now-first": Wrong(
                (0, 3, 2, 1),
                did="took a share that shrinks for the stricter one",
                ask="What is the value now at 91, and what was it at entry?",
            ),
            "fee-late": Wrong(
                (0, 2, 1, 3), did="let the fee come later", ask="Does counting a fee in ask for more, or for less?"
            ),
        },
        hints=(
            "One of the four has a margin that falls as well.",
            "As you lose, half a percent of the value now becomes less than half a percent of the entry.",
            "And a fee that is counted in is one more thing that is asked for.",
        ),
        solution="""
            You are closed at 91.36 with coin, at 90.55 at entry with the fee, at 90.50 at entry without it, and at
            90.45 of the value now.
        """,
        note="Four rulebooks with one rate come to four prices.",
    ),
    Item(
        id="14-why",
        objective="asked",
        format="explain",
        prompt="""
            Your friend has the same long as you, at another venue, and was closed at another price. "One of us has a
            wrong number," she says. What do you tell her?
        """,
        points=(
            "It says that a liquidation price depends on the rules of the venue, and not on the position alone.",
            "It names a rule that may differ: how much is asked, of which value, or what is counted in.",
            "It says that the margin may be kept in other money, coin or dollars.",
            "It says that tables change, so that a price needs a date.",
        ),
        wrong={
            "leverage": Wrong(
                r"\b(?:different|other|more|less) leverage\b",
                did="looked for a difference in the position",
                ask="Which rules may differ although the position is the same?",
            ),
            "mistake": Wrong(
                r"\b(?:mistake|bug|error|wrong price)\b",
                did="looked for somebody who is wrong",
                ask="Could both prices be right, each under its own rules?",
            ),
        },
        hints=(
            "What does a liquidation price depend on that the position does not contain?",
            "Think of how much is asked, of which value, and in which money.",
            "And think of the same venue two years later.",
        ),
        solution="""
            Both may be right. How much a venue asks, of which value, and what it counts in differ from one to the next,
            and so does the money in which it keeps your margin. The same venue has another table next year, so that a
            price needs a venue and a date.
        """,
        note="A liquidation price belongs to a position and a rulebook with a date.",
    ),
    Item(
        id="14-dates",
        objective="asked",
        format="numeric",
        prompt="""
            You are long {size} BTC from 60,000 USDT with {leverage}x at Binance. On 24 October 2024 its tiers for BTC
            were 0.4 % up to 50,000 USDT, 0.5 % less 50 from there, and 0.65 % less 950 from 600,000. On 29 September
            2026 they were 0.4 % up to 300,000, 0.5 % less 300 from there, and 0.65 % less 1,500 from 800,000. By how
            many USDT is your liquidation price lower in the later table?
        """,
        draw=lambda draw: {"size": draw.integer(6, 10), "leverage": draw.choice((8, 10, 20))},
        oracle=lambda size, leverage: dated(size, leverage)[0] - dated(size, leverage)[1],
        unit="USDT",
        tolerance=0.05,
        wrong={
            "same": Wrong(
                lambda size, leverage: 0.0 * size * leverage,
                did="left out the amounts",
                ask="What else stands beside 0.5 % in both tables?",
            ),
            "amounts": Wrong(
                lambda size, leverage: 250 / size + 0 * leverage,
                did="divided the difference of the amounts by the size alone",
                ask="Does the request not change as well when the price is lower?",
            ),
            "in-full": Wrong(
                lambda size, leverage: 250.0 + 0 * size * leverage,
                found="by how much less is asked",
                ask="How far does the price have to fall until a long of {size} BTC loses that much?",
            ),
            "added": Wrong(
                lambda size, leverage: -(dated(size, leverage)[0] - dated(size, leverage)[1]),
                did="took the later line for the higher one",
                ask="Which of the two tables asks for less?",
            ),
        },
        hints=(
            "In which tier are you near the liquidation price, in either table?",
            "Both take 0.5 %, with an amount of 50 and of 300.",
            "Each line is (size x 60,000 - posted - amount) / (size x 0.995).",
        ),
        solution="""
            in both tables you are in the tier of 0.5 %, and the amounts differ by 250. So the lines are 250 / ({size} x
            0.995) apart, which is {answer} USDT.
        """,
        note="You did not trade, and your line moved.",
        code="answer = 250 / (g.size * 0.995)",
        extra=True,
    ),
    Item(
        id="14-which",
        objective="rules",
        format="choice",
        prompt="""
            You are short, and two venues ask for the same share. One takes it of the value now, the other fixes it at
            entry. The price rises. Which of them closes you first?
        """,
        choices={
            "now": "The one that takes its share of the value now.",
            "entry": "The one that fixes its share at entry.",
            "same": "Both close you at the same price.",
        },
        oracle=lambda: "now",
        wrong={
            "entry": Wrong("entry", right="for a long", ask="What happens to the value of a short as it loses?"),
            "same": Wrong("same", right="at the entry price", ask="Which of the two shares moves with the price?"),
        },
        hints=(
            "What happens to the value of your short as the price rises?",
            "One of the two shares grows with it.",
            "The larger request is met first.",
        ),
        solution="""
            As you lose, the value of your short grows, and so does the share that is taken of it. So the venue that
            takes it of the value now comes first.
        """,
        note="For a long it is the other way round.",
        extra=True,
    ),
)

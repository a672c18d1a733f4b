"""Everyday arithmetic that the first lessons lean on: percentages, ratios, signs and averages."""

from marginlib.learn.items import Item, Lesson, Wrong

LESSON = Lesson(
    number="everyday",
    question="Which arithmetic do the first lessons lean on?",
    objectives={
        "percent": "turn a percent into an amount and back",
        "return": "say what a fall and a rise in percent do to an amount",
        "sign": "add profit and loss with their signs",
    },
    items=(
        Item(
            id="everyday-fee",
            objective="percent",
            format="numeric",
            prompt="A broker keeps {percent} % of a sale of {sale:,} USDT. How many USDT is that?",
            draw=lambda draw: {"percent": draw.decimal(0.02, 0.09, 2), "sale": draw.integer(2_000, 9_000, 500)},
            oracle=lambda percent, sale: sale * percent / 100,
            unit="USDT",
            tolerance=0.001,
            wrong={
                "percent-as-number": Wrong(
                    lambda percent, sale: sale * percent,
                    "multiplying by the percent as it stands: one percent is one part in a hundred",
                ),
                "what-is-left": Wrong(
                    lambda percent, sale: sale * (1 - percent / 100),
                    "taking what is left over: the question asks what is kept",
                ),
            },
            hints=(
                "How large is one percent of the sale?",
                "Write the percent as a fraction: divide it by a hundred.",
                "Multiply the sale by that fraction.",
            ),
            solution="{percent} % means {percent} / 100 of the sale: {sale:,} x {percent} / 100 = {answer} USDT.",
            note="fees on a margin account are counted the same way, on the whole position.",
        ),
        Item(
            id="everyday-way-back",
            objective="return",
            format="numeric",
            prompt="A price falls by {fall} %. By how many percent must it rise to be back where it was?",
            draw=lambda draw: {"fall": draw.choice((10, 20, 30, 40, 60, 75, 80))},
            oracle=lambda fall: 100 * fall / (100 - fall),
            unit="%",
            tolerance=0.05,
            wrong={
                "same-percent": Wrong(
                    lambda fall: fall,
                    "rising by the percent that it fell: the rise is counted from the lower price",
                ),
                "what-is-left": Wrong(
                    lambda fall: 100 - fall,
                    "giving what is left of the price: the question asks for the rise from there",
                ),
            },
            hints=(
                "Take a price of 100. Where is it after the fall?",
                "How much is missing from there to 100?",
                "Divide what is missing by the price after the fall, then make it a percent.",
            ),
            solution="""
                From 100 the price falls to 100 - {fall}. What is missing is {fall}, and {fall} / (100 - {fall}) is
                {answer} %.
            """,
            note="losses weigh more than gains of the same percent.",
        ),
        Item(
            id="everyday-two-days",
            objective="sign",
            format="numeric",
            prompt="""
                An account holds {start} USDT. It loses {loss} USDT, then gains {gain} USDT. What is the whole change,
                with its sign?
            """,
            draw=lambda draw: {
                "start": draw.integer(300, 400, 10),
                "loss": draw.integer(50, 90),
                "gain": draw.integer(10, 40),
            },
            oracle=lambda start, loss, gain: gain - loss,  # noqa: ARG005 - drawn for the prompt
            unit="USDT",
            wrong={
                "no-signs": Wrong(
                    lambda start, loss, gain: gain + loss,  # noqa: ARG005
                    "adding both as gains: a loss carries a minus",
                ),
                "balance": Wrong(
                    lambda start, loss, gain: start + gain - loss,
                    "giving the new balance: the question asks for the change",
                ),
            },
            hints=(
                "A loss is a change with a minus.",
                "Add the two changes; the opening balance does not matter for it.",
                "The change is the gain minus the loss.",
            ),
            solution="{gain} - {loss} = {answer} USDT.",
            note="the sign carries the direction, here and in every position of this course.",
        ),
    ),
)

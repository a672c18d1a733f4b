"""Items on percents and amounts."""

from marginlib.learn.items import Item, Wrong

PERCENT = (
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
                did="multiplied by the percent as it stands",
                ask="Which part of a hundred is one percent?",
            ),
            "what-is-left": Wrong(
                lambda percent, sale: sale * (1 - percent / 100),
                found="what is left after the fee",
                ask="How much is kept as the fee itself?",
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
)

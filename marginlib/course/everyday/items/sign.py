"""Items on profit and loss with their signs."""

from marginlib.learn.items import Item, Wrong

SIGN = (
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
                did="added both as gains",
                ask="Which sign does a loss carry?",
            ),
            "balance": Wrong(
                lambda start, loss, gain: start + gain - loss,
                found="the new balance",
                ask="By how much has it changed since the start?",
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
)

"""Items on what a fall and a rise in percent do to an amount."""

from marginlib.learn.items import Item, Wrong

CHANGE = (
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
                right="if the rise were counted from the price before the fall",
                ask="From which price does the rise begin?",
            ),
            "what-is-left": Wrong(
                lambda fall: 100 - fall,
                found="what is left of the price, in percent",
                ask="How far is the way back from there?",
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
)

"""The three predictions of lesson 07: where profit goes, what a jump does to a fund, and what selling a part buys."""

from marginlib.learn.items import Item, Wrong

PREDICTIONS = (
    Item(
        id="07-hook",
        objective="pays",
        format="predict",
        prompt="""
            You are short 6 BTC from 100 USDT with 120 posted. In one jump BTC is at 85, and your screen says 210 USDT.
            A minute later your position is closed and 180 are in your account, though no fee was charged. Where are
            the other 30?
        """,
        choices={
            "venue": "The venue kept them for the work of closing you",
            "fund": "They were used to fill up the insurance fund",
            "never": "Nowhere, because they were never there",
            "other": "Another trader who was short as well has them",
        },
        named={"venue": "the venue", "fund": "the fund", "never": '"never there"', "other": "another trader"},
        figures="with 490 USDT on the screens against 440 in the accounts",
        oracle=lambda: "never",
        spoils=("never there", "never existed", "nobody posted", "nobody had posted"),
        wrong={
            "fee": Wrong(
                "venue",
                right="if the venue had charged a fee",
                ask="What did the trader lose whose coins you were short of, and what did that trader have?",
            ),
            "refill": Wrong(
                "fund",
                did="let your profit fill the fund",
                ask="Is the fund larger after the jump, or smaller?",
            ),
            "zero-sum": Wrong(
                "other",
                right="if those who are short traded against each other",
                ask="Who is on the other side of your trade?",
            ),
        },
        hints=(
            "Whose loss is your profit?",
            "Ann was long, and she had posted 100 USDT. How much did she lose in the jump?",
            "Compare what all screens promise with what everybody put in.",
        ),
        solution="""
            Ann was long ten BTC with 100 posted, and she lost 150. Of the 50 that nobody had posted the fund bore 15,
            you 30 and Cat 5.
        """,
        note="The profit on your screen is a claim on what somebody else has posted.",
    ),
    Item(
        id="07-slide",
        objective="rest",
        format="predict",
        prompt="""
            Thirty people are long ten units each from 100 USDT, at leverages from 8x to 60x. BTC falls to 85. In one
            story it slides and the venue looks after each tenth of a USDT, and in the other it jumps there at once. All
            thirty are closed in both. What becomes of the insurance fund?
        """,
        choices={
            "both-pay": "It pays in both, since thirty closings drain a fund",
            "both-gain": "It gains in both, since closings feed a fund",
            "jump": "It gains in the slide and pays in the jump",
            "slide": "It pays more in the slide, which has more closings one by one",
        },
        named={"both-pay": '"It pays"', "both-gain": '"It gains"', "jump": '"gains, then pays"', "slide": "the slide"},
        figures="with 131 USDT gained and 3,303 paid",
        oracle=lambda: "jump",
        spoils=("130.8", "3,303", "feeds the fund", "behind them"),
        wrong={
            "drains": Wrong(
                "both-pay",
                right="if every closing came too late",
                ask="What is left in a tank that is closed right at its line?",
            ),
            "feeds": Wrong(
                "both-gain",
                right="if the venue saw every price",
                ask="What does it find in a tank after a jump of 15 USDT?",
            ),
            "count": Wrong(
                "slide",
                did="counted the closings",
                ask="Does the fund lose by the number of closings, or by what is missing in each?",
            ),
        },
        hints=(
            "How much do you find in a tank when the price has barely passed its line?",
            "With 0.5 % maintenance it is about half a USDT a unit. What if the price is 5 USDT further?",
            "Ask at what price the venue finds each of the thirty people, in the slide and in the jump.",
        ),
        solution="""
            In the slide each tank is found while half a percent is nearly all there, and the fund keeps it. The jump
            lands far beyond most of the tanks.
        """,
        note="A fund lives on small steps and dies of large ones.",
    ),
    Item(
        id="07-fifth",
        objective="part",
        format="predict",
        prompt="""
            Your long of 2,000 units is to be liquidated at 94.50 USDT, because its liquidation price is 94.74. The
            venue sells 400 of them at 94.50, which is the mark, so you gain and lose nothing. What does your
            liquidation price do?
        """,
        choices={
            "stays": "It stays at 94.74, since you own what you owned before",
            "falls": "It falls, to 93.55",
            "rises": "It rises, since the sale has cost you a part of your position",
            "fifth": "It falls by a fifth as the size does, to 75.79",
        },
        named={"stays": '"It stays"', "falls": '"It falls to 93.55"', "rises": '"It rises"', "fifth": '"a fifth"'},
        figures="because you need 7,560 USDT after the sale and not 9,450",
        oracle=lambda: "falls",
        spoils=("9,450", "7,560", "buys distance"),
        wrong={
            "equity": Wrong(
                "stays",
                right="if the venue wanted a fixed sum from you",
                ask="Of what does it want 5 %, before and after the sale?",
            ),
            "less": Wrong(
                "rises",
                right="if you had sold below the mark",
                ask="What did you get for the 400 units, and what were they worth?",
            ),
            "scaled": Wrong(
                "fifth",
                did="let the price shrink with the size",
                ask="What do the units that you keep lose on the way down to 75.79?",
            ),
        },
        hints=(
            "What do you own before the sale, and what after it?",
            "The venue wants 5 % of what your position is worth. How much is that, before and after?",
            "You own 9,000 in both cases. Ask how far 1,600 units may fall until that is too little.",
        ),
        solution="""
            You own 9,000 before and after. But the venue wants 5 % of a smaller position, and there is distance again.
        """,
        note="Selling a part at a fair price costs nothing and buys distance.",
    ),
)

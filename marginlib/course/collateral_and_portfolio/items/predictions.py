"""What happens to Eve's loan and to the book, asked before it is seen, and the question of the explorer."""

from marginlib.learn.items import Item, Wrong

HOOK = Item(
    id="09-hook",
    objective="frontier",
    format="predict",
    prompt="""
        ETH stands at 100 USDT and does not move any more. Anybody may repay half of what Eve owes at a time, and takes
        collateral worth that much and 10 % on top. How much of their 960 USDT do the lenders get back?
    """,
    choices={
        "kept": "All of it, and Eve keeps what is above it, 40 USDT",
        "bonus": "All of it, and Eve loses her 40 USDT to those who repaid",
        "less": "Less than 960 USDT",
        "steps": "It depends on how much is repaid at a time",
    },
    named={"kept": '"All, and Eve keeps 40"', "bonus": '"All, and Eve loses 40"', "less": '"Less than 960"',
           "steps": '"It depends on the steps"'},
        oracle=lambda: "less",
    spoils=("909.09", "50.91", "90.91"),
    wrong={
        "free": Wrong(
            "kept",
            right="if somebody repaid for nothing",
            ask="Who pays the 10 % on top?",
        ),
        "enough": Wrong(
            "bonus",
            right="if the reward were 40 USDT or less",
            ask="How much is 10 % of all that is repaid?",
        ),
        "by-steps": Wrong(
            "steps",
            right="if a price moved between the steps",
            ask="What does one USDT that is repaid take away, early and late?",
        ),
    },
    hints=(
        "You know what is owed and what the collateral is worth. Who else wants a part of it?",
        "Let one person repay as much as all of the collateral pays for, with 10 % on top. How much is that?",
        "If 1,000 is 110 % of what is repaid, is that more than 960 or less?",
    ),
    solution="""
        Whoever repays takes 1.10 for each 1.00, so 1,000 of collateral repaid 909.09 and no more. The reward of 90.91
        was more than Eve's 40, and the lenders paid the rest of it.
    """,
    note="A reward is paid before a debt is, so a loan can be too late although it is covered.",
)  # fmt: skip

BITES = Item(
    id="09-bites",
    objective="frontier",
    format="predict",
    prompt="""
        The venue changes its rule, and a tenth of Eve's debt may be repaid at a time and not half of it. The reward
        stays at 10 %, and ETH at 100 USDT. What do the lenders lose now?
    """,
    choices={
        "less": "Less than before, since each step takes less",
        "same": "The same as before",
        "more": "More than before, since a reward is paid more often",
    },
    named={"less": '"Less"', "same": '"The same"', "more": '"More"'},
    oracle=lambda: "same",
    spoils=("28 steps", "28 liquidations", "11 liquidations"),
    wrong={
        "gentle": Wrong(
            "less",
            right="if a healthy loan came out of it on the way",
            ask="Is the loan nearer to its line after a small step, or further away?",
        ),
        "often": Wrong(
            "more",
            right="if each liquidation cost a fixed fee",
            ask="Of what is the reward 10 %, of the debt or of what is repaid?",
        ),
    },
    hints=(
        "What is repaid in all, however it is cut into pieces?",
        "The reward is a share of what is repaid, so ten small ones make one large one.",
        "Compare what the whole collateral pays for in one step and in many.",
    ),
    solution="""
        It takes 28 steps instead of 5, and the lenders lose the same 50.91 USDT. Each USDT that is repaid takes 1.10
        away, whoever repays it and when.
    """,
    note="As long as the price stands still, the steps decide how long it takes and not how much is lost.",
)

CLOSE = Item(
    id="09-close",
    objective="portfolio",
    format="predict",
    prompt="""
        Your account has 6,000 USDT, and your pool of one long future and one short call needs 6,620. Alone the future
        would need 10,000 and the call 8,060. What brings the account back below what it has?
    """,
    choices={
        "call": "Close the call, which costs money as long as it is open",
        "future": "Close all of the future, which needs most on its own",
        "half": "Close half of the future",
    },
    named={"call": '"Close the call"', "future": '"Close all of the future"', "half": '"Close half of the future"'},
    oracle=lambda: "half",
    spoils=("3,060", "2,460"),
    wrong={
        "hedge": Wrong(
            "call",
            right="if the two moved independently",
            ask="What does a short call earn in a fall that hurts the future?",
        ),
        "most": Wrong(
            "future",
            right="if the call needed nothing without it",
            ask="Which move hurts a short call that stands alone?",
        ),
    },
    hints=(
        "Which move of the price hurts the pool most, up or down? Then ask the same after each answer.",
        "Each of the two pays for the other when it is hurt. What is left when one of them is gone?",
        "Somewhere between none and all of the future, the move that hurts most changes its side.",
    ),
    solution="""
        With half of the future the need falls to 3,060. Without any it is 8,060, and without the call it is 10,000,
        because each of the two pays for the other.
    """,
    note="Each time you have changed a pool, look for its worst case anew.",
)

EXPLAIN = Item(
    id="09-explain",
    objective="frontier",
    format="choice",
    prompt="""
        You move the slider "Repaid at a time". Arrows and steps change, but the height of the dot and what is unpaid do
        not. Why?
    """,
    choices={
        "alike": "The debt and what the collateral can still repay fall by the same amount.",
        "once": "The reward is only paid once, in the last of all the steps.",
        "price": "The price stands still, so the collateral is worth the same in every step.",
    },
    oracle=lambda: "alike",
    wrong={
        "once": Wrong("once", did="let only the last one be rewarded", ask="What does the first who repays take?"),
        "price": Wrong(
            "price",
            did="looked at the price alone",
            ask="Would you still find the same height if the reward were paid on the whole debt?",
        ),
    },
    hints=(
        "Write down the debt before and after one step, and beside it what the collateral would repay.",
        "You repay 110 and take 121. How much less can the rest of the collateral repay?",
        "Compare both differences of your two rows.",
    ),
    solution="""
        If you repay 110 you take collateral for 121, which could have repaid 110 as well. So both sides of the
        difference fall by 110, and the difference stays.
    """,
    note="What no step changes is worth more than all the steps.",
    section="Turn every knob",
)

"""The three predictions of lesson 10, and why Dan loses more when Cleo has one account."""

from marginlib.learn.items import Item, Wrong

HOOK = Item(
    id="10-hook",
    objective="doors",
    format="predict",
    prompt="""
        Dan only trades B, everybody is isolated, and his screen shows a profit of 50 USDT. Ada has lost 500 in A and
        owns 200. Both markets share one fund of 80 USDT. What does Dan get of his profit?
    """,
    choices={
        "whole": "All 50 USDT, since he is isolated and never traded A",
        "cut": "A part of it, 30 USDT",
        "fund": "None of it, since the fund is empty now",
        "own": "None of it, and he loses a part of his own 100 USDT",
    },
    named={"whole": "all 50", "cut": "30 of it", "fund": "none of it", "own": "less than none"},
    figures="which is 60 % of 50 USDT",
    oracle=lambda: "cut",
    spoils=("330", "130 USDT", "gets 30"),
    wrong={
        "whole": Wrong(
            "whole",
            right="if B had a fund of its own",
            ask="In whose tank was Dan's profit, before he was paid?",
        ),
        "fund": Wrong(
            "fund",
            did="let the fund pay others first and Dan last",
            ask="Why would Ben and Cleo be paid before him, if all have claims on the same fund?",
        ),
        "own": Wrong(
            "own",
            right="if Dan's account had owed something in A",
            ask="Does Dan owe anybody anything?",
        ),
    },
    hints=(
        "Who pays Dan his profit? It is not Cleo in person.",
        "Add up what comes into the fund, and then what it owes in all.",
        "Everybody with a claim on the fund gets the same share of it.",
    ),
    solution="""
        Ada and Cleo paid in 250 USDT, so with its own 80 the fund had 330 for claims of 550. Dan's wall kept
        his own 100 safe, but his profit was in the fund.
    """,
    note="A wall guards what you posted, and not what you are owed.",
)

CENT = Item(
    id="10-cent",
    objective="clearing",
    format="predict",
    prompt="""
        Eli owes Fay 100 USDT and Fay owes Eli 100 USDT. Neither of them has anything. Somebody gives Eli one cent. How
        much of the debt between them can be settled with it, in all?
    """,
    choices={
        "cash": "0.01 USDT, since there is no more money than that",
        "twice": "0.02 USDT, since the cent is paid once by each",
        "one": "100 USDT, the debt of the one who was given the cent",
        "all": "200 USDT, all that both of them owe",
    },
    named={"cash": "0.01 USDT", "twice": "0.02 USDT", "one": "100 USDT", "all": "200 USDT"},
    figures="with one cent that changes hands 20,000 times",
    oracle=lambda: "all",
    spoils=("20,000", "goes round"),
    wrong={
        "cash": Wrong(
            "cash",
            right="if a coin could be used only once",
            ask="What can Fay do with the cent once it is hers?",
        ),
        "twice": Wrong(
            "twice",
            did="stopped after one round",
            ask="Who has the cent after the first round, and what does he still owe?",
        ),
        "one": Wrong(
            "one",
            did="let only Eli pay",
            ask="What has Fay received by then, and what does she owe?",
        ),
    },
    hints=(
        "Follow the cent from hand to hand.",
        "Whoever pays with it receives it again, because the other one owes as much.",
        "Does the cent ever stop before a debt is gone?",
    ),
    solution="""
        Eli pays the cent to Fay and she pays it back, until nothing is left to pay. With no cent at all both could pay
        in full or not at all.
    """,
    note="What somebody can pay depends on who pays them first.",
)

SECOND = Item(
    id="10-second",
    objective="doors",
    format="predict",
    prompt="""
        Now each market has a fund of its own with 40 USDT, and B falls to 60 instead of 95. Dan's profit is 400 USDT,
        and Cleo owes as much in B. With which account of Cleo's is Dan better off?
    """,
    choices={
        "isolated": "Isolated, since nothing can reach B from A then",
        "cross": "Cross, with one account for A and B",
        "same": "It makes no difference, since the funds are apart",
        "none": "He gets all of it either way, since B has its own fund",
    },
    named={"isolated": "isolated", "cross": "cross", "same": "no difference", "none": "all of it either way"},
    figures="with 360 USDT against 140",
    oracle=lambda: "cross",
    spoils=("360", "140"),
    wrong={
        "isolated": Wrong(
            "isolated",
            did="took less contagion for a smaller loss",
            ask="How much of Cleo's 400 can her wall in B pay?",
        ),
        "same": Wrong(
            "same",
            right="if the funds were the only door",
            ask="Where may Cleo take what she owes in B from?",
        ),
        "none": Wrong(
            "none",
            did="took the fund of B for large enough",
            ask="What is left of 400 after Cleo's 100 and the fund's 40?",
        ),
    },
    hints=(
        "Who owes Dan's profit in the end, and what may she pay with?",
        "An isolated account in B has 100 USDT, whatever Cleo owns elsewhere.",
        "In cross she also has her other 100 and what comes to her from A.",
    ),
    solution="""
        Isolated, Cleo pays 100 and walks away, so he loses 260, and none of it comes from A. In cross she pays 320,
        and all of his 40 come from A.
    """,
    note="To stop contagion is not the same as to lose less.",
)

EXPLAIN = Item(
    id="10-explain",
    objective="clearing",
    format="choice",
    prompt="""
        In the scene Dan loses 20 USDT while Cleo is isolated. He loses 22 once she has one account for both markets.
        Why 2 more, though she owes no more than before?
    """,
    choices={
        "setoff": "Her 50 in B and her 250 in A cancel first, so she collects 50 in full",
        "risk": "One account for both markets is riskier, so the venue takes a higher fee",
        "margin": "Her account has 200 USDT now, so the fund has to pay her a larger share",
        "ada": "Ada leaves more unpaid, because Cleo no longer stands between her and Dan",
    },
    named={"setoff": "the set-off", "risk": "the fee", "margin": "the larger share", "ada": "Ada's debt"},
    oracle=lambda: "setoff",
    wrong={
        "risk": Wrong("risk", did="looked for a fee", ask="Does anybody in this venue take one?"),
        "margin": Wrong(
            "margin",
            right="if the fund paid by what somebody posted",
            ask="By what does the fund share, by claims or by what was put in?",
        ),
        "ada": Wrong(
            "ada",
            did="let Cleo's account change what Ada owes",
            ask="What does Ada owe, and what does she own, in both cases?",
        ),
    },
    hints=(
        "Compare what Cleo brings to the fund with what she gets from it, in both cases.",
        "Isolated she pays 50 in full and receives three fifths of 250.",
        "In cross she is due 200 and pays nothing. Who misses the 50 that did not arrive?",
    ),
    solution="""
        In cross you first take Cleo's debt of 50 from her claim of 250. So she has collected 50 in full, by not paying
        them, and the cut falls on claims of 500 instead of 550. Ben pays 10 of it and you see Dan pay 2.
    """,
    note="What is set off is paid in full, and others bear the difference.",
    section="Walls and doors",
)

"""Items on what a call pays: to the first and to a crowd, and from which size on anybody calls."""

from typing import Any

from marginlib.keepers import crowd_profit, keeper_reward
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

BANKRUPT = 45_000  # USDT: where nothing is left of a tenth posted at 50,000


def short(draw: Draw) -> dict[str, Any]:
    """A long below what it needs, with more left than the fee, and a reward of 110 USDT or more."""
    while True:
        given = {
            "size": draw.integer(4, 16) / 2,
            "price": draw.integer(45_200, 47_200, 100),
            "fee": draw.choice((0.5, 1.0, 1.5)),
            "share": draw.choice((10, 30, 40)),
            "step": draw.choice((20, 25, 50)),
        }
        closed = given["size"] * given["price"] * given["step"] / 100
        equity = given["size"] * (given["price"] - BANKRUPT)
        if closed * given["fee"] / 100 < equity and paid(**given) >= 110:
            return given


def paid(size: float, price: float, fee: float, share: float, step: float) -> float:
    """What a call pays, all rates in percent.

    >>> paid(1, 47_000, 1, 20, 25)
    23.5
    """
    return float(keeper_reward(size * price * step / 100, fee / 100, share / 100, size * (price - BANKRUPT)))


def worth_it(draw: Draw) -> dict[str, Any]:
    """What a call costs, and the rules by which it is paid."""
    return {
        "cost": draw.integer(4, 24),
        "fee": draw.choice((0.5, 1.0, 1.5, 2.0)),
        "share": draw.choice((10, 40)),
        "step": draw.choice((20, 25, 50)),
    }


def crowd(draw: Draw) -> dict[str, Any]:
    """Keepers who all call, what the first is paid, and what a call costs the first and the others."""
    while True:
        given = {
            "n": draw.integer(3, 12),
            "reward": draw.integer(30, 90),
            "win": draw.integer(5, 12),
            "lose": draw.integer(2, 4),
        }
        n, reward, win = given["n"], given["reward"], given["win"]
        right = crowd_profit(reward, win, given["lose"], n)
        others = ((reward - win) / n, reward / n - win, reward - win)
        if abs(right) > 1.1 and min(abs(abs(right) - abs(other)) for other in others) > 0.6:
            return given


PAY = (
    Item(
        id="11-reward",
        objective="keep",
        format="numeric",
        prompt="""
            You may liquidate a long of {size:g} BTC at {price:,} USDT, and its owner has enough left for every fee. A
            call closes {step} % of the position, {fee} % of what it closes is the fee, and {share} % of the fee is
            yours. What does your call pay you, before rounding?
        """,
        draw=short,
        oracle=paid,
        unit="USDT",
        tolerance=1.0,
        wrong={
            "whole": Wrong(
                lambda **given: paid(**{**given, "step": 100}),
                did="took the fee of the whole position",
                ask="How much of it does one call close?",
            ),
            "fee": Wrong(
                lambda **given: paid(**{**given, "share": 100}),
                found="the whole fee",
                ask="Who gets the part of the fee that is not the caller's?",
            ),
            "loss": Wrong(
                lambda size, price, fee, share, step: size * (50_000 - price) * fee * share * step / 10**6,
                did="took the fee as a share of what the owner has lost",
                ask="Of which amount is the fee a share, the loss or the value that is closed?",
            ),
        },
        hints=(
            "Ask three things in turn. What do you close, what of it is fee, and what of that is yours?",
            "You close a part of the position. What is that part worth at the price of now?",
            "Take {fee} % of that value, and then your share.",
        ),
        solution="""
            You close {step} % of {size:g} BTC at {price:,} USDT. Of that value {fee} % is the fee, and {share} % of
            the fee is yours, which comes to {answer} USDT.
        """,
        note="What a call pays grows with what it closes, and its gas does not.",
        section="What a call pays",
        code="answer = g.size * g.price * g.step / 100 * g.fee / 100 * g.share / 100",
    ),
    Item(
        id="11-smallest",
        objective="keep",
        format="numeric",
        prompt="""
            A call costs {cost} USDT. It closes {step} % of a position, {fee} % of that is the fee, and {share} % of the
            fee is the caller's. From which value on does anybody liquidate a position, before rounding?
        """,
        draw=worth_it,
        oracle=lambda cost, fee, share, step: cost * 10**6 / (fee * share * step),
        unit="USDT",
        tolerance=1.0,
        wrong={
            "step": Wrong(
                lambda cost, fee, share, **_: cost * 10**4 / (fee * share),
                right="if one call closed all of it",
                ask="Which part of the position earns you a fee?",
            ),
            "share": Wrong(
                lambda cost, fee, step, **_: cost * 10**4 / (fee * step),
                right="if the whole fee went to the caller",
                ask="How much of the fee do you get for your gas?",
            ),
            "fee": Wrong(
                lambda cost, fee, **_: cost * 100 / fee,
                did="compared the cost with a fee on everything",
                ask="Which two shares lie between that fee and the money in your hand?",
            ),
        },
        hints=(
            "Turn the reward round. It has to be as large as the cost.",
            "Call the value of the position X, and write down what you are paid for it.",
            "You are paid a share of a fee on a part of X. Divide the cost by all three rates.",
        ),
        solution="""
            You are paid {step} % times {fee} % times {share} % of the value. That is as much as {cost} USDT when the
            value is {answer} USDT, and nobody who counts calls on less.
        """,
        note="A reward in percent has a size below which nobody calls.",
        section="What a call pays",
        code="answer = g.cost * 10**6 / (g.fee * g.share * g.step)",
    ),
    Item(
        id="11-crowd",
        objective="keep",
        format="numeric",
        prompt="""
            {n} keepers see the same position and all send a call. The first is paid {reward} USDT and pays {win} for
            gas. Each of the others is refused and pays {lose}. Who is first is chance. What does a keeper earn on
            average?
        """,
        draw=crowd,
        oracle=lambda n, reward, win, lose: crowd_profit(reward, win, lose, n),
        unit="USDT",
        tolerance=0.01,
        wrong={
            "free": Wrong(
                lambda n, reward, win, **_: (reward - win) / n,
                did="let those who are refused pay nothing",
                ask="Who else runs through the tests before {reward} USDT are paid?",
            ),
            "alike": Wrong(
                lambda n, reward, win, **_: reward / n - win,
                did="let everybody pay what the first pays",
                ask="How far does a call get that is refused?",
            ),
            "alone": Wrong(
                lambda reward, win, **_: reward - win,
                found="what the first one earns",
                ask="How often is a keeper the first of {n}?",
            ),
        },
        hints=(
            "Add up what all of you earn and pay together, and share it.",
            "One of you is paid and pays for a whole call. How many are refused?",
            "From {reward} take {win} once and {lose} for everybody else, and divide by {n}.",
        ),
        solution="""
            Together you are paid {reward} USDT, one of you pays {win} for gas, and everybody else pays {lose}. Divided
            by {n} that is {answer} USDT for each.
        """,
        note="Competition gives the reward to the chain.",
        section="Several keepers",
        code="answer = (g.reward - g.win - (g.n - 1) * g.lose) / g.n",
    ),
)

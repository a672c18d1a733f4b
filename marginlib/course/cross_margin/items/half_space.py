"""Items on the line of safe prices."""

from marginlib.course.cross_margin.account import BTC_RATE, ENTRY, ETH_RATE, RATES, book
from marginlib.learn.items import Item, Wrong
from marginlib.modes import cross


def highest(deposit: float, size: float, short: float, bitcoin: float) -> float:
    """The ETH price at which the pool meets the line while BTC stands at `bitcoin`."""
    prices = {"BTC": float(bitcoin), "ETH": ENTRY}
    return float(book(deposit, size, -short).liquidation_prices(cross, prices)[1])


def left(deposit: float, size: float, bitcoin: float) -> float:
    """What the long of BTC leaves to ETH: the deposit, its profit, and off that what it needs."""
    return deposit + size * (bitcoin - ENTRY) - BTC_RATE * size * bitcoin


HALF_SPACE = (
    Item(
        id="03-line",
        objective="half-space",
        format="numeric",
        prompt=f"""
            A cross pool of {{deposit}} USDT is long {{size}} BTC and short {{short}} ETH, both from 100 USDT. {RATES}
            BTC stands at {{bitcoin}} USDT. At which ETH price is the pool liquidated while BTC stays?
        """,
        draw=lambda draw: {
            "deposit": draw.integer(200, 360, 20),
            "size": draw.integer(8, 12),
            "short": draw.integer(6, 12),
            "bitcoin": draw.choice((92, 94, 96, 104, 106, 108)),
        },
        oracle=highest,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "isolated": Wrong(
                lambda deposit, size, short, bitcoin: (
                    (deposit * short / (size + short) + short * ENTRY) / (short * (1 + ETH_RATE)) + 0 * bitcoin
                ),
                right="in isolated mode, with a share of the deposit for each trade",
                ask="How much stands behind ETH when there is one pool?",
            ),
            "at-entry": Wrong(
                lambda deposit, size, short, bitcoin: highest(deposit, size, short, ENTRY + 0 * bitcoin),
                right="if BTC were still at 100 USDT",
                ask="What has the long earned or lost since then?",
            ),
            "no-need": Wrong(
                lambda deposit, size, short, bitcoin: ENTRY + (deposit + size * (bitcoin - ENTRY)) / short,
                did="went on until nothing was left in the pool",
                ask="How much must it still hold when the venue looks?",
            ),
            "btc-need-left": Wrong(
                lambda deposit, size, short, bitcoin: highest(
                    deposit + BTC_RATE * size * bitcoin, size, short, bitcoin
                ),
                did="counted what ETH needs and left out what BTC needs",
                ask="Which of the two trades has to stay open?",
            ),
            "own-need": Wrong(
                lambda deposit, size, short, bitcoin: ENTRY + left(deposit, size, bitcoin) / short,
                did="counted what BTC needs and left out what ETH needs",
                ask="What does the short need at the price that you look for?",
            ),
            "short-as-long": Wrong(
                lambda deposit, size, short, bitcoin: (
                    (short * ENTRY - left(deposit, size, bitcoin)) / (short * (1 - ETH_RATE))
                ),
                did="counted the short as a long",
                ask="Which way must ETH go to hurt a short?",
            ),
        },
        hints=(
            "What are equity and need of your pool when it stands on the edge?",
            "BTC stays, so its profit and its need are plain numbers. Only the ETH price is unknown to you.",
            "Find P in deposit + size x (BTC - 100) - short x (P - 100) = 0.005 x size x BTC + 0.01 x short x P.",
        ),
        solution="""
            You have {deposit} + {size} x ({bitcoin} - 100) less 0.5 % of the value of BTC for the short to lose. So
            you add {short} x 100 to that and divide by 1.01 x {short}, which gives {answer} USDT.
        """,
        note="You have found one point of the edge, and each BTC price has another one.",
        section="An edge, not a number",
        code="left = g.deposit + g.size * (g.bitcoin - 100) - 0.005 * g.size * g.bitcoin\n"
        "answer = (left + 100 * g.short) / (1.01 * g.short)",
    ),
    Item(
        id="03-box",
        objective="half-space",
        format="choice",
        prompt="""
            Two accounts have the same deposit, all of it behind the trades, and the same two positions. One is
            isolated, and the other is one pool. Can prices exist at which both isolated legs are open and the pool is
            closed?
        """,
        choices=(
            "Yes, there are such prices when both of the legs lose at the same time",
            "No, because the conditions of both legs add up to that of the pool",
            "Yes, there are such prices when the two positions hedge each other",
        ),
        oracle=lambda: "B",
        wrong={
            "both-lose": Wrong(
                "A", did="added up the losses and not the money behind them", ask="What do the two deposits add up to?"
            ),
            "hedged": Wrong(
                "C",
                did="let a hedge weaken the pool",
                ask="Where does the corner of the box lie when the edge turns?",
            ),
        },
        hints=(
            "What does it mean for each isolated leg that it is open?",
            "Write both conditions as inequalities, and add them side by side.",
            "What do you get when the two amounts behind the legs are added?",
        ),
        solution="""
            Each open leg holds more than it needs, so you may add both, and the sums are the pool. It holds more than
            it needs as well.
        """,
        note="The pool never closes before the first isolated leg does, but it takes everything along when it goes.",
        section="The same hedge behind walls",
    ),
)

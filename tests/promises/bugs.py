"""The bugs that are planted: each a change to one place of marginlib, and the promise that must not survive it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """A planted bug.

    Args:
        name: what the bug is called here.
        story: the system that had it, or the mistake it stands for.
        file: below marginlib.
        right: the text that stands there, once.
        wrong: the text that takes its place.
        promise: the test of tests/promises/PROPERTIES.md that has to fail.
    """

    name: str
    story: str
    file: str
    right: str
    wrong: str
    promise: str


BUGS = (
    Bug(
        name="a-winning-short-counts-as-a-loss",
        story="freqtrade 2026.9: the profit of the other legs of a cross pool is taken as if all were long",
        file="book.py",
        right="lambda: legs.size * at - legs.cost",
        wrong="lambda: abs(legs.size) * at - abs(legs.cost)",
        promise="tests/mechanics/test_book.py::test_half_spaces_say_what_risk_says",
    ),
    Bug(
        name="no-price-becomes-a-price-on-the-tick",
        story="this library until November 2026: the infinity that stands for no price became NaN on the nearest tick",
        file="rounding.py",
        right="floor((2 * value / tick + 1) / 2) * tick",
        wrong="floor(2 * value / tick + 1) // 2 * tick",
        promise="tests/mechanics/test_liquidation_prices.py::test_a_stated_price_on_a_tick_is_a_tick_from_where_risk_turns",
    ),
    Bug(
        name="sooner-comes-later-for-a-short",
        story="a step that is added to every price, though a short is liquidated on the way up",
        file="conventions.py",
        right="(sign(size) * self.sooner * (price != 0) if",
        wrong="(self.sooner * (price != 0) if",
        promise="tests/mechanics/test_liquidation_prices.py::"
        "test_a_price_that_is_printed_sooner_is_so_much_sooner_and_closes_nobody_sooner",
    ),
    Bug(
        name="the-debt-of-an-empty-pool-is-nobodys",
        story="this library until November 2026: a pool that owes and holds nothing never failed in a simulation",
        file="probability/fate.py",
        right="debt + pools.owed",
        wrong="debt + 0 * pools.owed",
        promise="tests/mechanics/probability/test_simulation.py::test_a_pool_that_owes_and_holds_nothing_has_failed",
    ),
    Bug(
        name="the-fees-of-others-stand-still",
        story="a conditional price that holds the fees of the other legs at today's, though they follow its equity",
        file="book.py",
        right="            self._price_fees(partition, prices, state, found)",
        wrong="            pass",
        promise="tests/mechanics/test_liquidation_prices.py::test_a_stated_price_is_where_risk_turns",
    ),
    Bug(
        name="tier-looked-up-by-collateral",
        story="freqtrade 2026.9: the tier is that of the collateral, not that of the notional",
        file="schedules/tiers.py",
        right="return super().liquidation_price(collateral, size, entry)",
        wrong="tier = max(k for k, floor in enumerate(self.floors) if collateral >= floor)\n"
        "            rate, amount = self.rates[tier], self.amounts[tier]\n"
        "            return formulas.liquidation_price(collateral, size, entry, rate, amount)",
        promise="tests/mechanics/test_schedules.py::test_liquidation_price_is_where_bisection_finds_it",
    ),
    Bug(
        name="no-price-in-cross-mode",
        story="jesse 3.5.3: in cross mode the liquidation price is NaN, so that nothing is ever liquidated",
        file="book.py",
        right="found.T[chosen] = worst_price(lines, wallet.take(chosen, axis=-1), size, entry).T",
        wrong="alone = np.bincount(legs.pool)[legs.pool[chosen]] == 1\n"
        "            price = worst_price(lines, wallet.take(chosen, axis=-1), size, entry)\n"
        "            found.T[chosen] = np.where(alone, price, np.nan).T",
        promise="tests/mechanics/test_book.py::test_conditional_price_is_where_the_pool_fails",
    ),
    Bug(
        name="tiers-without-amounts",
        story="lrvx 0.11.0: a tier changes the rate without a maintenance amount, so a rise liquidates a long",
        file="schedules/tiers.py",
        right="return tuple(zip(self.rates, self.amounts, strict=True))",
        wrong="return tuple((rate, 0 * rate) for rate in self.rates)",
        promise="tests/mechanics/test_schedules.py::test_each_tier_charges_the_part_of_the_notional_that_lies_in_it",
    ),
    Bug(
        name="isolated-pools-are-never-liquidated",
        story="FLOX before lrvx: setting the mode to isolated disabled liquidation, and the test of it could not fail",
        file="book.py",
        right="return self.conventions.liquidatable(risk.equity, risk.maintenance)",
        wrong="return self.conventions.liquidatable(risk.equity, risk.maintenance) & (mode.__name__ != 'isolated')",
        promise="tests/mechanics/test_book.py::test_a_pool_is_liquidated_when_its_equity_is_short",
    ),
    Bug(
        name="all-paths-counted-in-a-paired-comparison",
        story="lesson 13: a lead of 12 to 9 in 200 weeks is held against the root of 200 and looks like luck",
        file="agents/judge.py",
        right="np.sqrt(max(mine + theirs, 1))",
        wrong="np.sqrt(max(len(self.lasted), 1))",
        promise="tests/mechanics/agents/test_judge.py"
        "::test_two_managers_on_the_same_paths_are_told_apart_by_those_that_one_survives_alone",
    ),
    Bug(
        name="the-cross-pool-counts-isolated-legs",
        story="Drift v2, 2026: the bankruptcy test of the cross pool counted the isolated legs",
        file="book.py",
        right="add, money, totals(profit, legs.pool, partition.count)",
        wrong="add, money, profit.sum()",
        promise="tests/mechanics/test_book.py::test_isolated_equity_does_not_know_other_markets",
    ),
    Bug(
        name="one-side-of-a-deleveraging-stays-open",
        story="lrvx 0.11.0: a bankrupt long of 10 is gone, of its counterparties only the short of 6: no match",
        file="liquidation/run.py",
        right="self.left[number] -= self.left[number] * (units / candidates.size[place])\n            trade",
        wrong="trade",
        promise="tests/mechanics/liquidation/test_engine.py::test_deleveraging_keeps_longs_equal_to_shorts",
    ),
    Bug(
        name="the-debt-of-another-compartment",
        story="percolator, 2026: a debt is charged to a compartment that did not make it",
        file="liquidation/run.py",
        right='(pool, "engine", self.money[pool])',
        wrong='(pool, "engine", self.money[pool]), '
        "((pool + 1) % self.partition.count, pool, max(self.money[(pool + 1) % self.partition.count], 0))",
        promise="tests/mechanics/liquidation/test_engine.py::test_no_compartment_draws_from_another",
    ),
    Bug(
        name="a-neighbour-pays-for-a-failed-compartment",
        story="OKEx, 2018: a loss that nobody covers is taken from profits, here those of the trader's own compartment",
        file="agents/account.py",
        right=", sharing=lambda _, equity: 0 * equity)",
        wrong=")",
        promise="tests/mechanics/agents/test_account.py::test_no_compartment_pays_for_another",
    ),
    Bug(
        name="a-debt-without-its-moment",
        story="a common slip with lognormal prices: the mean price below a level is not the level's share of the mean",
        file="passage/ladder.py",
        right="price * ndtr(broke - self.side * deviation)",
        wrong="price * ndtr(broke)",
        promise="tests/mechanics/probability/test_ladder.py::test_one_look_is_the_price_of_an_option",
    ),
    Bug(
        name="the-odd-look-is-forgotten",
        story="looks taken in pairs, of which a count that is odd has one left over",
        file="passage/ladder.py",
        right="        if count % 2:\n            total, first = total + first, kernel @ first\n",
        wrong="",
        promise="tests/mechanics/probability/test_ladder.py::test_many_looks_are_a_walk_on_a_plain_grid",
    ),
    Bug(
        name="a-fair-price-taken-for-a-fair-logarithm",
        story="arXiv 2505.08100 v1: no drift of the price is taken for no drift of its logarithm",
        file="passage/closed.py",
        right="side * (drift - volatility**2 / 2), volatility",
        wrong="side * drift, volatility",
        promise="tests/mechanics/probability/test_passage.py::"
        "test_ends_is_the_integral_of_the_density_that_never_met_the_barrier",
    ),
    Bug(
        name="deviations-that-grow-with-the-time-itself",
        story="a week taken for seven times as wild as a day, and not for its root",
        file="passage/closed.py",
        right="abs(np.log(barrier / spot)) / (volatility * np.sqrt(years))",
        wrong="abs(np.log(barrier / spot)) / (volatility * years)",
        promise="tests/mechanics/probability/test_passage.py::"
        "test_a_level_is_met_with_twice_the_tail_beyond_its_deviations",
    ),
    Bug(
        name="splits-that-fail-together",
        story="many splits asked at once, of which the chances were multiplied over the splits",
        file="sizing/allocation.py",
        right="return _plain(self.chances(collateral).sum(axis=0))",
        wrong="return _plain(self.chances(collateral).sum(axis=-1))",
        promise="tests/mechanics/sizing/test_allocation.py::test_many_splits_are_each_split_alone",
    ),
    Bug(
        name="the-mean-excess-of-all-weeks",
        story="an expected shortfall that adds what is lost beyond the level on average, and not in the worst weeks",
        file="sizing/losses.py",
        right="epsabs=1e-10 * most)[0] / share",
        wrong="epsabs=1e-10 * most)[0]",
        promise="tests/mechanics/sizing/test_losses.py::"
        "test_the_shortfall_is_the_least_of_a_level_and_what_is_lost_beyond_it",
    ),
    Bug(
        name="a-saving-told-as-an-efficiency",
        story="63.3 % less capital, printed as an efficiency of 63.3 %",
        file="sizing/allocation.py",
        right="return float(brentq(excess, least, budget, xtol=budget * 1e-6)) / budget",
        wrong="return 1 - float(brentq(excess, least, budget, xtol=budget * 1e-6)) / budget",
        promise="tests/mechanics/sizing/test_allocation.py::"
        "test_efficiency_is_what_algebra_says_where_a_need_falls_with_its_money",
    ),
    Bug(
        name="a-rounding-error-stays-open",
        story="a quantity is a notional over a price: of every thirtieth position a billionth of a billionth stays",
        file="liquidation/rules.py",
        right="return abs(self.size) * (notional / self.value)",
        wrong="return notional / self.price",
        promise="tests/mechanics/liquidation/test_waterfall.py::test_a_position_that_is_closed_whole_is_gone",
    ),
    Bug(
        name="everybody-in-a-cascade-sells-last",
        story="the deficit of this library's own cascade until November 2026: all debts at the price of the last sale",
        file="cascade/ladder.py",
        right="moved = (self._moved[1:] + self._moved[:-1])[:fallen] / 2",
        wrong="moved = np.full(fallen, self._moved[fallen])",
        promise="tests/mechanics/test_cascade.py::test_rounds_and_bad_debt_are_those_of_a_loop_over_accounts",
    ),
    Bug(
        name="a-step-that-closes-nothing",
        story="Exactly, 2024: rounding leaves dust, so that a bad debt can never be cleared",
        file="vault/ledger.py",
        right="ticks.step(compartment.size, self.parameters) if worth > 0 else abs(compartment.size)",
        wrong="abs(compartment.size) * self.parameters.step // ticks.PPM",
        promise="tests/mechanics/vault/test_ledger.py::test_dust_never_holds_a_bad_debt_open",
    ),
    Bug(
        name="rounding-for-the-trader",
        story="a loss rounded down: a tick a trade, for whoever trades often enough",
        file="vault/ticks.py",
        right="mul_div_down(formulas.pnl(size, entry, price), 1, UNIT)",
        wrong="mul_div_up(formulas.pnl(size, entry, price), 1, UNIT)",
        promise="tests/mechanics/vault/test_ledger.py::test_rounding_never_favours_the_trader",
    ),
    Bug(
        name="a-refusal-after-the-change",
        story="a withdrawal is booked before the balance is looked at",
        file="vault/ledger.py",
        right="self._afford(caller, amount)\n        self.balances[caller] -= amount\n        self.brought -= amount",
        wrong="self.brought -= amount\n        self._afford(caller, amount)\n        self.balances[caller] -= amount",
        promise="tests/mechanics/vault/test_ledger.py::test_a_refusal_changes_nothing",
    ),
    Bug(
        name="any-reward-is-enough",
        story="Sentiment v2, 2024: a reward in percent, taken as enough whatever a call costs",
        file="keepers.py",
        right="call.profit > 0:",
        wrong="call.done.reward > 0:",
        promise="tests/mechanics/test_keepers.py::test_keepers_call_as_long_as_a_call_on_the_ledger_pays",
    ),
    Bug(
        name="closed-where-the-step-began",
        story="a simulation books a failure within a step at the state before it, not at the edge where it happens",
        file="probability/simulation.py",
        right="(before.edge + (here.edge - before.edge) * nearer)",
        wrong="before.edge",
        promise="tests/mechanics/probability/test_simulation.py"
        "::test_what_is_refunded_is_what_the_pool_needs_when_it_meets_its_edge",
    ),
    Bug(
        name="closed-at-the-next-price",
        story="a backtest closes a position at the price that it reads next, however far beyond the line that is",
        file="walk.py",
        right="low + (high - low) * above / (above - below)",
        wrong="high",
        promise="tests/mechanics/test_walk.py::test_a_pool_is_closed_where_exact_bisection_finds_its_edge",
    ),
    Bug(
        name="the-old-side-after-a-flip",
        story="10101 issue 2419, 2024: sold through zero, the position keeps the entry of the side that is gone",
        file="trades.py",
        right="if not now.size or (through and left and not adds):",
        wrong="if not now.size:",
        promise="tests/mechanics/test_trades.py::test_the_average_is_that_of_what_was_bought_since_nothing_was_held",
    ),
    Bug(
        name="long-and-short-need-the-difference",
        story="ccxt issue 12208: in hedge mode the requirement of one net position is taken for that of its two legs",
        file="joint.py",
        right="slope - rate * moving - charged",
        wrong="slope - side * rate * moving - charged",
        promise="tests/mechanics/test_joint.py::test_hedge_mode_is_the_closed_form_of_two_legs",
    ),
    Bug(
        name="a-profit-counted-twice",
        story="MetaMask core, pull request 9968: a margin that holds the profit already is used with the average entry",
        file="readers/positions.py",
        right="posted = with_profit - profit",
        wrong="posted = with_profit",
        promise="tests/mechanics/readers/test_positions.py::test_a_book_is_what_was_exported_whoever_wrote_it",
    ),
    Bug(
        name="a-debt-without-a-position",
        story="this library until November 2026: a pool that needs nothing was healthy, whatever it owed",
        file="conventions.py",
        right="(maintenance > 0) | (equity < -1e-9)",
        wrong="maintenance > 0",
        promise="tests/mechanics/test_book.py::test_a_pool_without_a_position_is_liquidated_where_it_owes",
    ),
    Bug(
        name="a-return-across-a-gap",
        story="147 minutes are missing, the price is 29 % lower after them, and that counts as one minute's return",
        file="klines/measuring.py",
        right="np.diff(np.log(each.close))[within]",
        wrong="np.diff(np.log(each.close))[within | True]",
        promise="tests/mechanics/readers/test_candles.py::test_no_return_crosses_a_gap",
    ),
    Bug(
        name="a-date-read-as-an-epoch",
        story="202403011059 is read as milliseconds: May 1976, in silence",
        file="tables/moments.py",
        right="as_date = ~np.isnat(dated) & (likely[0] | ~likely[1])",
        wrong="as_date = ~np.isnat(dated) & np.isnat(epoch)",
        promise="tests/mechanics/readers/test_candles.py::test_digits_that_are_a_date_are_not_taken_for_an_epoch",
    ),
    Bug(
        name="a-comma-that-is-no-comma",
        story="quotes are taken off before the cells are split: 7,938.40 is read as 7, and what follows moves on",
        file="tables/parts.py",
        right="                    sep=layout.separator,\n",
        wrong="                    sep=layout.separator,\n                    quoting=csv.QUOTE_NONE,\n",
        promise="tests/mechanics/readers/test_candles.py::test_what_was_written_comes_back_whatever_its_dialect",
    ),
    Bug(
        name="a-fee-that-nobody-gets",
        story="FLOX, pull request 462 of September 2026: money was written into a position that was erased after it",
        file="liquidation/run.py",
        right="(source, -amount), (target, amount))",
        wrong="(source, -amount), (target, amount * (target != 'fund')))",
        promise="tests/mechanics/liquidation/test_every_rule_set.py::test_every_rule_set_sums_to_the_tick",
    ),
    Bug(
        name="a-bonus-that-nobody-pays",
        story="'liquidation always improves health, the loan is being repaid': collateral leaves without the bonus",
        file="lending/loan.py",
        right="return Loan(self.collateral - amount * (1 + bonus), self.debt - amount)",
        wrong="return Loan(self.collateral - amount, self.debt - amount)",
        promise="tests/mechanics/lending/test_lending.py::test_no_liquidation_changes_the_shortfall",
    ),
    Bug(
        name="what-is-taken-counted-in-full",
        story="sherlock-audit/2023-12-arcadia-judging, issue 178: which collateral is taken is left to chance",
        file="lending/mixed.py",
        right="return sum(value * weight for value, weight in zip(self.values, self.weights, strict=True))",
        wrong="return sum(self.values) * sum(self.weights) / len(self.weights)",
        promise="tests/mechanics/lending/test_lending.py"
        "::test_taking_collateral_raises_health_exactly_where_its_limit_lies_below",
    ),
    Bug(
        name="a-failed-node-keeps-what-burnt",
        story="the picture of contagion until November 2026: what default costs destroy seemed to stay with who failed",
        file="contagion/outcomes.py",
        right="np.where(payments < owed, 0.0, np.maximum(assets + claims @ payments - owed, 0.0))",
        wrong="assets + claims @ payments - payments",
        promise="tests/mechanics/test_compartments.py::test_unpaid_left_and_burnt_are_what_they_say_in_fractions",
    ),
    Bug(
        name="an-entry-that-remembers-the-weeks",
        story="a walk-forward test whose model is trained on while it is tested, so that the order of weeks decides",
        file="tournament/child.py",
        right="exchange, rows, manager = replace(sent, **shown), [], began(source)",
        wrong="exchange, rows = replace(sent, **shown), []\n"
        "                manager = locals().get('manager') or began(source)",
        promise="tests/mechanics/test_tournament.py::test_a_manager_begins_every_week_anew",
    ),
    Bug(
        name="whoever-closes-everything-wins",
        story="the score that every class tries first: survival alone, which a manager has that closes at once",
        file="tournament/standing.py",
        right="bool(one.fault), bool(one.over), ",
        wrong="bool(one.fault), ",
        promise="tests/mechanics/test_tournament.py::test_budget_comes_before_rank",
    ),
    Bug(
        name="a-push-that-is-sold-back-at-its-price",
        story="the money that pushes a price is counted as lost, although coins come for it that are worth something",
        file="oracle/attacks.py",
        right="* (root + 1 / root - 2)",
        wrong="* (root - 1)",
        promise="tests/mechanics/oracle/test_attacks.py::test_a_lie_pays_what_pools_and_accounts_settle",
    ),
)

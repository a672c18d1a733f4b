"""Lesson 09: Eve's loan at some price, liquidated until it is healthy or empty, and who has what then."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from marginlib.course.collateral_and_portfolio.account import COINS
from marginlib.lending import Loan, collateral, spiral

SHOWN = 5  # liquidations in the table, before the last


@dataclass(frozen=True)
class Result:
    """A debt behind 10 ETH at a price; bonus, share repaid at a time, depth and the venue's line in percent."""

    debt: int = 850
    price: int = 100
    bonus: int = 10
    share: int = 50
    depth: int = 0
    line: int = 80

    @property
    def collateral(self) -> float:
        """What the coins are worth."""
        return COINS * self.price

    @property
    def impact(self) -> float:
        """What selling the collateral into the pool costs, as a factor."""
        return float(collateral.pool_impact(self.depth / 100))

    @property
    def frontier(self) -> float:
        """The loan to value above which a liquidation makes it worse."""
        return float(collateral.toxic_frontier(self.bonus / 100, self.impact))

    @property
    def shortfall(self) -> float:
        """Debt less what the collateral repays: the height that no liquidation changes."""
        return float(collateral.shortfall(self.collateral, self.debt, self.bonus / 100, self.impact))

    @cached_property
    def loans(self) -> list[Loan]:
        """The loan after each liquidation."""
        taken = (1 + self.bonus / 100) * self.impact - 1
        return list(spiral(Loan(self.collateral, float(self.debt)), self.line / 100, taken, self.share / 100))

    @property
    def last(self) -> Loan:
        """What is left of it."""
        return self.loans[-1]

    @property
    def steps(self) -> int:
        """How many liquidations there were."""
        return len(self.loans) - 1

    @property
    def healthy(self) -> bool:
        """Whether nobody may liquidate."""
        return self.steps == 0

    @property
    def healed(self) -> bool:
        """Whether liquidations made it healthy."""
        return self.steps > 0 and self.last.collateral > 0

    @property
    def unpaid(self) -> float:
        """Bad debt."""
        return 0.0 if self.last.collateral else float(self.last.debt)

    @property
    def repaid(self) -> float:
        """What liquidators paid for the borrower."""
        return float(self.debt - self.last.debt)

    @property
    def equity(self) -> float:
        """What the borrower had before anybody liquidated."""
        return max(self.collateral - self.debt, 0.0)

    @property
    def kept(self) -> float:
        """What the borrower has left."""
        return float(max(self.last.collateral - self.last.debt, 0.0))

    @property
    def from_lenders(self) -> float:
        """What lenders lost by the liquidations; what the collateral lacked before is not in it."""
        return self.unpaid - max(self.debt - self.collateral, 0.0) if self.unpaid else 0.0

    @property
    def from_borrower(self) -> float:
        """What the borrower lost by them."""
        return self.equity - self.kept

    @property
    def sale(self) -> float:
        """What the sale into the pool costs, of all that liquidators took."""
        return float((self.collateral - self.last.collateral) * (1 - 1 / self.impact))

    @property
    def held(self) -> float:
        """What liquidators have in hand for what they took."""
        return float(self.collateral - self.last.collateral) - self.sale

    @property
    def count(self) -> str:
        """The liquidations in words."""
        return f"{self.steps} liquidation{'' if self.steps == 1 else 's'}"

    @property
    def loan(self) -> str:
        """The loan in words."""
        return f"Collateral of {self.collateral:,.0f} behind a debt of {self.debt:,}"

    @property
    def headline(self) -> str:
        """The finding, with its numbers."""
        if self.healthy:
            toxic = self.debt > self.frontier * self.collateral
            return f"{self.loan}: nobody may liquidate{', and it is toxic once somebody may' if toxic else ''}"
        if self.healed:
            heals = "heals" if self.steps == 1 else "heal"
            return f"{self.loan}: {self.count} {heals} it, and the borrower keeps {self.kept:.1f}"
        if not self.unpaid:
            return f"{self.loan}: all of the collateral goes, and nothing is left unpaid"
        return f"{self.loan}, the price stands still: the lenders lose {self.unpaid:.1f}"

    @property
    def caption(self) -> str:
        """The finding in a sentence."""
        if self.healthy:
            return f"The debt is no more than {self.line} % of the collateral, so the venue lets nobody liquidate."
        if self.healed:
            return f"After {self.count} the loan is healthy, and the borrower has paid {self.from_borrower:.1f} for it."
        lost = f"the lenders are {self.unpaid:.1f} short" if self.unpaid else "nothing is left unpaid"
        return f"The height stays at {self.shortfall:.1f} in every step, so after {self.count} {lost}."

    @property
    def description(self) -> str:
        """The picture in words."""
        sale = f" The sale into the pool costs {self.sale:.1f}." if self.depth else ""
        return (
            f"{self.headline}. The loan to value is {_percent(self.debt / self.collateral)}, the toxic frontier lies at"
            f" {_percent(self.frontier)} and the venue's line at {self.line} %. The shortfall is {self.shortfall:.1f}."
            f" After {self.count} the collateral is {self.last.collateral:,.1f} and the debt {self.last.debt:,.1f}."
            f" Liquidators paid {self.repaid:,.1f} and hold {self.held:,.1f}; {self.from_borrower:.1f} came from the"
            f" borrower and {self.from_lenders:.1f} from the lenders.{sale}"
        )

    @property
    def table(self) -> pd.DataFrame:
        """The loan after each of the first liquidations, and at the end."""
        places = list(range(min(SHOWN, len(self.loans))))
        places += [self.steps] if self.steps not in places else []
        loans = [self.loans[place] for place in places]
        owing = [loan.collateral > 0 for loan in loans]
        heights = [collateral.shortfall(loan.collateral, loan.debt, self.bonus / 100, self.impact) for loan in loans]
        pairs = list(zip(loans, owing, strict=True))
        rows = {
            "collateral": [f"{loan.collateral:,.2f}" for loan in loans],
            "debt": [f"{loan.debt:,.2f}" for loan in loans],
            "loan to value": [_percent(loan.to_value) if there else "no collateral" for loan, there in pairs],
            "health": [self._health(loan) for loan in loans],
            "shortfall": [f"{height:.2f}" for height in heights],
        }
        return pd.DataFrame(rows, index=pd.Index([f"{place}" for place in places], name="liquidations"))

    def _health(self, loan: Loan) -> str:
        if not loan.debt:
            return "no debt"
        return f"{self.line / 100 * loan.collateral / loan.debt:.4f}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"

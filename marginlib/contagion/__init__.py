"""Where a loss stops: clearing vectors, DebtRank, fire sales, and the compartments of a venue on the same accounts.

Two models, one mathematics: what a node pays, or loses, follows from the others in a straight line until it meets a
cap. `fixed_point` holds that idea, `clearing` the models, `outcomes` what is left, and `compartments` the accounts
that they are asked about.
"""

from marginlib.contagion.clearing import FireSale, clearing_vector, debt_rank, fire_sale
from marginlib.contagion.compartments import Settlement, blast_radius, settlement
from marginlib.contagion.outcomes import burnt, left, paid, unpaid

__all__ = [
    "FireSale",
    "Settlement",
    "blast_radius",
    "burnt",
    "clearing_vector",
    "debt_rank",
    "fire_sale",
    "left",
    "paid",
    "settlement",
    "unpaid",
]

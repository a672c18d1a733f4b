"""Where a loss stops: clearing vectors, DebtRank, fire sales, and the compartments of a venue on the same accounts.

Two models, one mathematics: what a node pays, or loses, follows from the others in a straight line until it meets a
cap. `fixed_point` holds that idea, `clearing` the models, `compartments` the accounts they are asked about.
"""

from marginlib.contagion.clearing import FireSale, clearing_vector, debt_rank, fire_sale
from marginlib.contagion.compartments import blast_radius, settlement

__all__ = ["FireSale", "blast_radius", "clearing_vector", "debt_rank", "fire_sale", "settlement"]

"""Cases nobody published: inputs drawn, figures by the arithmetic that the source of each family states.

Nothing in this package calls the library. Each form takes what was drawn and gives the parts of a case: inputs,
expected figures and, where the convention hangs on it, venue, mode or contract.
"""

from tests.reference.forms import dydx, payloads, positions, protocols, tiers
from tests.reference.forms.drawn import FORMS, Drawn
from tests.reference.forms.inverse import INVERSE

__all__ = ["FORMS", "INVERSE", "Drawn", "dydx", "payloads", "positions", "protocols", "tiers"]

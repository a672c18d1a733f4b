"""Collateral, lending and the margin of whole portfolios."""

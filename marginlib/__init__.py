"""Bulkheads: isolated and cross margin, right to the digit and readable as a textbook.

Data flows one way: positions -> pools -> risk. `formulas` states the formulas, `schedules` what positions need,
`conventions` and `venues` how venues differ, `position` one isolated position, `book` many positions and the modes
that divide them into pools. `show` draws, `learn` asks.
"""

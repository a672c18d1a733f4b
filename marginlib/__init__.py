"""Bulkheads: isolated and cross margin, right to the digit and readable as a textbook.

Data flows one way: positions -> pools -> risk -> liquidation -> waterfall -> cascade. `formulas` states the formulas,
`schedules` what positions need, `conventions` and `venues` how venues differ, `position` one isolated position, `book`
many positions and the modes that divide them into pools. `paths`, `probability` and `sizing` ask what may happen and
how much to carry; `liquidation` closes what has to be closed, `market` is where it is sold, `cascade` and `contagion`
follow what comes of it. `ledger`, `contract`, `oracle`, `enclave` and `agents` are the machines around it. `show`
draws, `learn` asks.
"""

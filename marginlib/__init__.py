"""Bulkheads: isolated and cross margin, right to the digit and readable as a textbook.

Read it in this order:

1. `arithmetic`, `errors` and `rounding`, then `formulas`: any kind of number, the door, and what a textbook states.
2. `schedules`, `conventions`, `venues`; `position`, `partition`, `risk`, `triggers`, `book`, `modes`, `requirements`.
3. `paths`, `walk`, `passage`, `probability`, `sizing`: what may happen; `sources`, `tables`, `klines`, `readers`: what
   people bring; `trades`, `joint`: what they hold.
4. `market`, `lending`, `liquidation`, `cascade`, `contagion`: where it is sold, and what comes of it.
5. `vault`, `keepers`, `oracle`, `enclave`, `agents`, `worlds`, `tournament` are the machines around it; `show` draws,
   `learn` asks, `course` teaches.
"""

"""The account of lesson 04: three equal positions from one price."""

MARKETS = ("BTC", "ETH", "SOL")
SIZE = 10  # units of each
ENTRY = 100  # USDT
POSTED = 100  # USDT behind each position in isolated mode
RATE = 0.005  # maintenance

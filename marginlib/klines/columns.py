"""The columns of candles as venues and tools name them, and the orders in which they stand without names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from marginlib.tables import Wanted

PRICES = ("open", "high", "low", "close")
TIMES = (
    *("opentime", "timeopen", "klineopentime", "starttime", "startat", "start", "begin", "unix", "unixtimestamp"),
    *("unixtime", "ticks", "datum"),
    *("time", "timestamp", "ts", "t", "gmttime", "utctime", "datetime", "datetimeutc", "date", "index"),
    *("periodstart", "snapped"),
)
NAMES = {
    "time": TIMES,
    "open": ("open", "o", "openprice", "priceopen", "pxopen", "eröffnung"),
    "high": ("high", "h", "highprice", "pricehigh", "pxhigh", "highest", "max", "hoch"),
    "low": ("low", "l", "lowprice", "pricelow", "pxlow", "lowest", "min", "tief"),
    "close": ("close", "c", "closeprice", "priceclose", "pxclose", "closelast", "schluss", "last", "price"),
}
OF = {
    "market": ("symbol", "ticker", "pair", "instid", "instrument", "instrumentname", "market", "coin", "product"),
    "interval": ("interval", "timeframe", "resolution", "granularity"),
}
"""Columns that may be there, and say the same in every row."""
ORDERS = tuple(
    {name: place for place, name in enumerate(order, 1) if name}
    for order in (
        ("open", "high", "low", "close"),  # most venues and trading libraries
        ("open", "close", "high", "low"),  # Bitfinex, KuCoin
        ("low", "high", "open", "close"),  # Coinbase
        ("", "close", "high", "low", "open"),  # Gate: the volume comes first
    )
)


def hold(prices: Mapping[str, np.ndarray]) -> np.ndarray:
    """In which rows low and high hold open and close; an empty minute is no witness against."""
    inner = [prices["open"], prices["close"]]
    return np.asarray(~((prices["high"] < np.maximum(*inner)) | (prices["low"] > np.minimum(*inner))))


WANTED = Wanted("a table of candles", NAMES | OF, ORDERS, hold, optional=tuple(OF))


WANTED = Wanted("a table of candles", NAMES | OF, ORDERS, hold, optional=tuple(OF))

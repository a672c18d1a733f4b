# pragma version ^0.4.0
"""
@title  The exact vault as a smart contract
@notice The same rules as the ledger of the library, check by check in the same order. Money is the ether of this
        contract in wei, so that its own balance is deposits less withdrawals. Sizes are signed lots, a price is the
        wei that UNIT lots cost, rates are millionths. What a trader owes is rounded up, what a trader is owed down.
"""

UNIT: constant(uint256) = 1_000
PPM: constant(uint256) = 1_000_000
LIMIT: constant(uint256) = 2**96 - 1


struct Compartment:
    size: int256
    entry: uint256
    margin: uint256


struct Quote:
    price: uint256
    since: uint256


struct Settlement:
    lots: uint256
    paid: uint256
    charged: uint256
    covered: uint256
    short: uint256
    fee: uint256
    reward: uint256
    left: uint256


struct Parameters:
    initial: uint256
    maintenance: uint256
    fee: uint256
    reward: uint256
    step: uint256
    smallest: uint256
    age: uint256


ORACLE: immutable(address)
PARAMETERS: immutable(Parameters)

insurance: public(uint256)
liquidity: public(uint256)
balances: public(HashMap[address, uint256])
compartments: public(HashMap[address, HashMap[bytes32, Compartment]])
prices: public(HashMap[bytes32, Quote])


@deploy
def __init__(oracle: address, parameters: Parameters):
    ORACLE = oracle
    PARAMETERS = parameters


# ---------------------------------------------------------------------------------------------------- money in and out


@external
@payable
def deposit():
    self._within(msg.value)
    self.balances[msg.sender] += msg.value


@external
def withdraw(amount: uint256):
    self._afford(amount)
    self.balances[msg.sender] -= amount
    raw_call(msg.sender, b"", value=amount)  # last, so that whoever is called finds the books closed


@external
@payable
def insure():
    self._within(msg.value)
    self.insurance += msg.value


@external
@payable
def provide():
    self._within(msg.value)
    self.liquidity += msg.value


# ------------------------------------------------------------------------------------------------- prices and positions


@external
def mark(market: bytes32, price: uint256):
    assert msg.sender == ORACLE, "not the oracle"
    assert 0 < price and price <= LIMIT, "price out of range"
    self.prices[market] = Quote(price=price, since=block.timestamp)


@external
def open(market: bytes32, size: int256, margin: uint256):
    most: int256 = convert(LIMIT, int256)
    assert size != 0 and -most <= size and size <= most, "size out of range"
    assert self.compartments[msg.sender][market].size == 0, "position is open"
    price: uint256 = self._fresh(market)
    self._afford(margin)
    assert margin >= self._share_up(self._lots(size), price, PARAMETERS.initial), "margin below initial"
    self.balances[msg.sender] -= margin
    self.compartments[msg.sender][market] = Compartment(size=size, entry=price, margin=margin)


@external
def add_margin(market: bytes32, amount: uint256):
    self._compartment(msg.sender, market)
    self._afford(amount)
    self.balances[msg.sender] -= amount
    self.compartments[msg.sender][market].margin += amount


@external
def remove_margin(market: bytes32, amount: uint256):
    compartment: Compartment = self._compartment(msg.sender, market)
    price: uint256 = self._fresh(market)
    self._within(amount)
    profit: uint256 = 0
    loss: uint256 = 0
    profit, loss = self._gains(compartment, self._lots(compartment.size), price)
    tied: uint256 = loss + self._share_up(self._lots(compartment.size), price, PARAMETERS.initial)
    assert compartment.margin >= amount + tied, "margin below initial"
    self.compartments[msg.sender][market].margin -= amount
    self.balances[msg.sender] += amount


@external
def close(market: bytes32, lots: uint256) -> Settlement:
    compartment: Compartment = self._compartment(msg.sender, market)
    price: uint256 = self._fresh(market)
    assert 0 < lots and lots <= self._lots(compartment.size), "lots out of range"
    assert self._equity(compartment, price) >= 0, "bankrupt"
    profit: uint256 = 0
    loss: uint256 = 0
    profit, loss = self._gains(compartment, lots, price)
    assert profit <= self.liquidity, "pool cannot pay"
    done: Settlement = self._settle(compartment, lots, price, 0, 0)
    self._book(msg.sender, market, compartment, done)
    return done


@external
def liquidate(account: address, market: bytes32) -> Settlement:
    compartment: Compartment = self._compartment(account, market)
    price: uint256 = self._fresh(market)
    worth: int256 = self._equity(compartment, price)
    need: uint256 = self._share_up(self._lots(compartment.size), price, PARAMETERS.maintenance)
    assert worth < convert(need, int256), "not liquidatable"
    lots: uint256 = self._lots(compartment.size)
    if worth > 0:
        lots = self._step(lots)
    done: Settlement = self._settle(compartment, lots, price, PARAMETERS.fee, PARAMETERS.reward)
    self._book(account, market, compartment, done)
    return done


@external
@view
def equity(account: address, market: bytes32) -> int256:
    return self._equity(self._compartment(account, market), self.prices[market].price)


@external
@view
def maintenance(account: address, market: bytes32) -> uint256:
    lots: uint256 = self._lots(self._compartment(account, market).size)
    return self._share_up(lots, self.prices[market].price, PARAMETERS.maintenance)


# ------------------------------------------------------------------------------------------------------------- refusals


@pure
def _within(amount: uint256):
    assert 0 < amount and amount <= LIMIT, "amount out of range"


@view
def _afford(amount: uint256):
    self._within(amount)
    assert amount <= self.balances[msg.sender], "balance too low"


@view
def _compartment(account: address, market: bytes32) -> Compartment:
    compartment: Compartment = self.compartments[account][market]
    assert compartment.size != 0, "no position"
    return compartment


@view
def _fresh(market: bytes32) -> uint256:
    quote: Quote = self.prices[market]
    assert quote.price > 0 and block.timestamp - quote.since <= PARAMETERS.age, "price is stale"
    return quote.price


# ----------------------------------------------------------------------------------------------------------- arithmetic


@pure
def _mul_div_down(amount: uint256, factor: uint256, divisor: uint256) -> uint256:
    return amount * factor // divisor


@pure
def _mul_div_up(amount: uint256, factor: uint256, divisor: uint256) -> uint256:
    return (amount * factor + divisor - 1) // divisor


@pure
def _lots(size: int256) -> uint256:
    return convert(abs(size), uint256)


@pure
def _share_up(lots: uint256, price: uint256, rate: uint256) -> uint256:
    return self._mul_div_up(lots * price, rate, UNIT * PPM)


@pure
def _gains(compartment: Compartment, lots: uint256, price: uint256) -> (uint256, uint256):
    distance: uint256 = max(price, compartment.entry) - min(price, compartment.entry)
    if (compartment.size > 0) == (price > compartment.entry):
        return self._mul_div_down(lots, distance, UNIT), 0
    return 0, self._mul_div_up(lots, distance, UNIT)


@pure
def _equity(compartment: Compartment, price: uint256) -> int256:
    profit: uint256 = 0
    loss: uint256 = 0
    profit, loss = self._gains(compartment, self._lots(compartment.size), price)
    return convert(compartment.margin + profit, int256) - convert(loss, int256)


@view
def _step(whole: uint256) -> uint256:
    part: uint256 = self._mul_div_up(whole, PARAMETERS.step, PPM)
    return part if whole - part >= PARAMETERS.smallest else whole


@view
def _settle(compartment: Compartment, lots: uint256, price: uint256, fee: uint256, reward: uint256) -> Settlement:
    profit: uint256 = 0
    loss: uint256 = 0
    profit, loss = self._gains(compartment, lots, price)
    paid: uint256 = min(profit, self.liquidity)
    charged: uint256 = min(loss, compartment.margin)
    covered: uint256 = min(loss - charged, self.insurance)
    rest: uint256 = compartment.margin + paid - charged
    worth: uint256 = convert(max(self._equity(compartment, price), 0), uint256)
    taken: uint256 = min(min(self._share_up(lots, price, fee), rest), worth)
    return Settlement(
        lots=lots,
        paid=paid,
        charged=charged,
        covered=covered,
        short=loss - charged - covered,
        fee=taken,
        reward=self._mul_div_down(taken, reward, PPM),
        left=rest - taken,
    )


def _book(account: address, market: bytes32, compartment: Compartment, done: Settlement):
    self.liquidity = self.liquidity + done.charged + done.covered - done.paid
    self.insurance = self.insurance + done.fee - done.reward - done.covered
    self.balances[msg.sender] += done.reward
    if done.lots == self._lots(compartment.size):  # the compartment goes whatever is left in it: dust holds nothing open
        self.compartments[account][market] = empty(Compartment)
        self.balances[account] += done.left
    else:
        part: int256 = convert(done.lots, int256)
        self.compartments[account][market].size = compartment.size - part if compartment.size > 0 else compartment.size + part
        self.compartments[account][market].margin = done.left

"""Sources that somebody might hand in to a tournament, and the reason for which each is stopped."""

MISCHIEF = {
    "loops": ("def act(view):\n    while True:\n        pass\n", "did not answer within 1 seconds"),
    "sleeps": ("def act(view):\n    import time\n    time.sleep(60)\n", "did not answer within 1 seconds"),
    "forks": ("def act(view):\n    import os\n    while True:\n        os.fork()\n", "called os.fork"),
    "prints": ("def act(view):\n    print('x' * 4_000_000)\n    return []\n", "printed or wrote more than it may"),
    "raises": ("def act(view):\n    raise RuntimeError('\\x1b[2J' + 'no' * 900)\n", "raised (RuntimeError:  [2Jno"),
    "writes": (
        "def act(view):\n    open('/var/tmp/bulkheads-loot', 'w').write('loot')\n    return []\n",
        "read or wrote '/var/tmp/bulkheads-loot', outside of its folder",
    ),
    "writes low": (
        "def act(view):\n    import os\n    os.open('/var/tmp/bulkheads-loot', os.O_CREAT)\n    return []\n",
        "read or wrote '/var/tmp/bulkheads-loot', outside of its folder",
    ),
    "deletes": (
        "def act(view):\n    import os\n    os.remove(os.path.dirname(os.getcwd()) + '/errors')\n    return []\n",
        "errors', outside of its folder",
    ),
    "reads": ("def act(view):\n    open('/etc/hostname').read()\n    return []\n", "read or wrote '/etc/hostname'"),
    "lists": ("def act(view):\n    import os\n    os.listdir('/')\n    return []\n", "read or wrote '/', outside"),
    "grows": ("def act(view):\n    bytearray(8 * 2**30)\n    return []\n", "took more memory than it may have"),
    "climbs": ("def act(view):\n    import sys\n    sys._getframe(1)\n    return []\n", "climbed the frames"),
    "exits": ("def act(view):\n    raise SystemExit(0)\n", "raised (SystemExit"),
    "leaves": ("def act(view):\n    import os\n    os._exit(0)\n", "ended its process"),
    "kills": ("def act(view):\n    import os\n    os.kill(os.getppid(), 9)\n    return []\n", "called os.kill"),
    "calls": (
        "def act(view):\n    import socket\n    socket.create_connection(('127.0.0.1', 9))\n    return []\n",
        "called socket.",
    ),
    "goes round": ("def act(view):\n    import ctypes\n    ctypes.CDLL(None)\n    return []\n", "called ctypes."),
    "changes": ("def act(view):\n    view.prices['BTC'] = 1.0\n    return []\n", "raised (TypeError: 'mappingproxy'"),
    "babbles": ("def act(view):\n    return 3\n", "returned 3, but a manager returns a list of Move and Order"),
    "wishes": ("def act(view):\n    return ['buy low']\n", "returned ['buy low'], but"),
    "invents": (
        "def act(view):\n    class Gift(Move):\n        pass\n    return [Gift('BTC', 'wallet', 1.0)]\n",
        "but a manager returns a list of Move and Order",
    ),
    "elsewhere": ("def act(view):\n    return [Order('DOGE', 1.0)]\n", "there is no market 'DOGE'"),
    "floods": ("def act(view):\n    return [Move('wallet', 'BTC', 0.01)] * 1000\n", "returned more than 100 actions"),
    "forges": (
        """
def act(view):
    import os
    for number in range(3, 12):
        try:
            os.write(number, b'{"actions": []}\\n{"actions": []}\\n')
        except OSError:
            pass
    return []
""",
        "answered out of turn",
    ),
    "smuggles": (
        """
def act(view):
    import json
    json.dumps = lambda told: '{"actions": [["move", "wallet", "BTC", [1.0, 2.0]]]}'
    return []
""",
        "an action holds texts and numbers",
    ),
    "mumbles": (
        "def act(view):\n    import json\n    json.dumps = lambda told: '[' * 9000\n    return []\n",
        "no answer",
    ),
    "is nothing": ("x = 1\n", "raised (TypeError: its source makes 1 things, not one function)"),
    "is no Python": ("def (\n", "raised (SyntaxError"),
}
"""By what it does: a source, and words of the reason."""

HONEST = "def act(view):\n    yield from top_up(5, 10)(view)\n"
HARMLESS = {
    "turns marginlib around": """
def act(view):
    import sys
    from marginlib.errors import MarginError
    machinery = sys.modules["marginlib.agents.run"]
    machinery.measured = lambda *_: None
    machinery.Outcome.survived = True
    MarginError.unless = classmethod(lambda *_: None)
    object.__setattr__(view.exchange, "fee", 0.0)
    object.__setattr__(view.exchange, "mode", "cross")
    yield from top_up(5, 10)(view)
""",
    "looks for prices to come": """
def act(view):
    try:
        1 / 0
    except ZeroDivisionError as error:
        frame = error.__traceback__.tb_frame
    while frame := frame.f_back:
        for found in [*frame.f_locals.values(), *frame.f_globals.values()]:
            if isinstance(found, (list, np.ndarray)) and np.shape(found)[1:] == (2,) and len(found) > view.time + 1:
                yield Order("BTC", -100.0)
    yield from top_up(5, 10)(view)
""",
    "keeps notes in its folder": """
def act(view):
    with open("notes", "a") as file:
        file.write("a note, ")
    print("a line")
    yield from top_up(5, 10)(view)
""",
}
"""By what it does: what changes nothing, beside what the honest one does."""

"""A sealed entry: one function with everything inside, its mode, and what its author expects of it.

An entry is a file of plain data, so that it can be read, sent and published. Its source is measured, and whoever knows
the first digits of the measurement can tell later whether it is the same. Nothing here runs it.
"""

import builtins
import inspect
import json
import re
import symtable
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from textwrap import dedent

from marginlib.agents import Manager
from marginlib.book import Mode
from marginlib.errors import InvalidInput, instance, listed, one_of, share, shown
from marginlib.modes import cross, isolated
from marginlib.tournament.names import NAMES

MODES: dict[str, Mode] = {"isolated": isolated, "cross": cross}
SURE = ("guess", "likely", "sure")
PREFIX = "bulkheads-entry-"
LONGEST = 20_000  # characters of a source
LARGEST = 100_000  # bytes of a file
ALIAS = re.compile(r"\w[\w-]{0,39}")


@dataclass(frozen=True)
class Entry:
    """What one author hands in for the tournament.

    Args:
        alias: of the author: letters, digits, - and _, forty at most.
        source: of the manager, one `def`.
        measurement: SHA-256 of the source, 64 hexadecimal digits, as `marginlib.enclave.measurement` has it.
        mode: "isolated" or "cross".
        forecast: share of the weeks that the author expects it to survive in its own worst world.
        confidence: "guess", "likely" or "sure" that it comes within five points.
        version: of marginlib, with which it was sealed.

    Raises:
        InvalidInput: a field that is none of this, a measurement that does not belong to the source.
    """

    alias: str
    source: str
    measurement: str
    mode: str
    forecast: float
    confidence: str
    version: str

    def __post_init__(self) -> None:
        for name in ("alias", "source", "measurement", "version"):
            instance(name, getattr(self, name), str, "a text")
        if not ALIAS.fullmatch(self.alias):
            raise InvalidInput(f"alias is {shown(self.alias)}, but it must be letters, digits, - and _, forty at most")
        if len(self.source) > LONGEST:
            raise InvalidInput(f"source has {len(self.source)} characters, but {LONGEST} are the most; shorten it")
        if self.measurement != (right := measured(self.source)):
            raise InvalidInput(
                f"measurement is {shown(self.measurement[:8])}, but that of the source is {right[:8]!r}: one of the "
                "two was changed after it was sealed; seal it again"
            )
        one_of("mode", self.mode, MODES)
        one_of("confidence", self.confidence, SURE)
        share("forecast", self.forecast)


def measured(source: str) -> str:
    """SHA-256 of a source, in hexadecimal."""
    return sha256(source.encode(errors="surrogatepass")).hexdigest()


def seal(
    manager: Manager,
    mode: Mode,
    forecast: float,
    *,
    alias: str,
    confidence: str = "likely",
    folder: str | Path = ".",
) -> Path:
    """Write the entry of `alias` into `folder`, as ``bulkheads-entry-ALIAS.json``, and return where it is.

    Whatever the manager needs stands in its source: numbers and imports inside the function, and for the rest what
    `marginlib.tournament.names` offers (Move, Order, the rules of `marginlib.agents`, np, math). So ``top_up(10, 20)``
    is refused, because its two numbers stand outside of the source that is measured; a function that says
    ``yield from top_up(10, 20)(view)`` is not.

    Args:
        mode: `isolated` or `cross`.
        forecast: share of the weeks that it will survive in its worst world, 0 to 1.
        confidence: "guess", "likely" or "sure".

    Raises:
        InvalidInput: a manager without a source of its own or with variables from outside, another mode, a forecast
            outside of 0 to 1, an alias that makes no file name, a folder that cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> def careful(view):
    ...     return [] if view.time else [Order("BTC", -1.0)]
    >>> with TemporaryDirectory() as folder:
    ...     written = seal(careful, cross, 0.74, alias="ada", folder=folder)
    ...     (written.name, read(written).mode, read(written).measurement[:8])
    ('bulkheads-entry-ada.json', 'cross', '83d12292')
    """
    source = _source(manager)
    modes = {made: name for name, made in MODES.items()}
    if mode not in modes:
        raise InvalidInput(f"mode is {shown(mode)}, but it must be isolated or cross, the function itself")
    entry = Entry(alias, source, measured(source), modes[mode], forecast, confidence, metadata.version("marginlib"))
    path = Path(folder).expanduser() / f"{PREFIX}{alias}.json"
    try:
        path.write_text(json.dumps(asdict(entry), ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written ({error.strerror}); name another folder") from None
    return path


def read(path: str | Path) -> Entry:
    """The entry in a file. Its source is text and stays so.

    Raises:
        InvalidInput: a file that is no entry, or whose source is not the one that was measured.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(LARGEST))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInput(f"this file is no entry ({type(error).__name__}); seal it again") from None
    wanted = [field.name for field in fields(Entry)]
    if not isinstance(found, dict) or set(found) != set(wanted):
        raise InvalidInput(f"this file is no entry, which holds {listed(wanted)}, and nothing else; seal it again")
    if path.name != f"{PREFIX}{found['alias']}.json":
        raise InvalidInput(f"this file is the entry of {shown(found['alias'])}; give it its name back")
    return Entry(**found)


def gathered(folder: str | Path) -> tuple[list[Entry], list[str]]:
    """The entries in a folder by alias, and a sentence on each file that had to be left out.

    Raises:
        InvalidInput: a folder that cannot be read.
    """
    try:
        paths = sorted(path for path in Path(folder).iterdir() if path.name.startswith(PREFIX) and path.is_file())
    except OSError as error:
        raise InvalidInput(f"{folder} cannot be read ({error.strerror}); name the folder of the entries") from None
    found, left_out = [], []
    for path in paths:
        try:
            found.append(read(path))
        except InvalidInput as error:
            left_out.append(f"{path.name} is left out: {error}")
    return found, left_out


def _source(manager: Manager) -> str:
    """The source of a manager that has everything inside; see `seal`."""
    instance("manager", manager, Callable, "a function of a View that returns actions")
    if not inspect.isfunction(manager) or manager.__name__ == "<lambda>":
        raise InvalidInput(
            f"manager is {shown(manager)}, but only a function has one source to seal; write it with def"
        )
    try:
        source = dedent(inspect.getsource(manager))
        table = symtable.symtable(source, "<entry>", "exec")
    except (OSError, SyntaxError):
        raise InvalidInput(f"manager {manager.__name__} has no source to seal; write it in a cell or a file") from None
    if not source.startswith("def "):
        raise InvalidInput(
            f"manager {manager.__name__} begins with {shown(source[:20])}; write it with def alone, without a decorator"
        )
    own = {*dir(builtins), manager.__name__}
    seen = {**NAMES, **manager.__globals__}
    strange = {name for name in _read(table) - own if seen.get(name) is not NAMES.get(name, manager)}
    outside = sorted(strange.union(inspect.getclosurevars(manager).nonlocals))
    if outside:
        raise InvalidInput(
            f"manager {manager.__name__} takes {listed(outside)} from outside, which its source does not hold; write "
            "numbers and imports inside. Move, Order, the rules of marginlib.agents, np and math are there"
        )
    return source


def _read(table: symtable.SymbolTable) -> set[str]:
    """Names that a source reads from outside, in any function within it."""
    outermost = table.get_type() == "module"
    names = {one.get_name() for one in table.get_symbols() if one.is_referenced() and (outermost or one.is_global())}
    return names.union(*(_read(child) for child in table.get_children()))

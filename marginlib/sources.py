"""Opening what people bring: files of any packing and encoding, text, bytes; read anew as often as it takes."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, TextIO
from warnings import catch_warnings

import pandas as pd

from marginlib import errors
from marginlib.errors import InvalidInput

HEAD = 65_536
FEW = 3  # columns: more lists of cells beside each other are a table by column
PACKED: dict[bytes, Callable[[BinaryIO], Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\0": lzma.open}
ELSEWHERE = {
    b"PAR1": "a Parquet file; read it with pandas.read_parquet and give the table that comes out",
    b"%PDF": "a PDF; ask where it came from for CSV",
    b"\x89PNG": "a picture; ask where it came from for CSV",
    b"\xd0\xcf\x11\xe0": "an old workbook; save its sheet as CSV",
}
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, lzma.LZMAError, NotImplementedError)


def shown(text: Any) -> str:
    """At most 80 characters of what was brought, as a message quotes it."""
    return repr((str(text) if isinstance(text, (str, Path)) else errors.shown(text))[:80])


@dataclass
class Source:
    """What was brought, ready to be opened as often as needed.

    Args:
        name: what messages call it.
        brought: path, bytes or text, as `source` makes of what it is given.
        notes: what had to be done to open it, filled while it is opened.

    Raises:
        InvalidInput: by every way to read it, for a file that is not there, broken, locked, or no text.
    """

    name: str
    brought: Path | bytes
    member: str = ""
    notes: list[str] = field(default_factory=list)
    raw: BinaryIO = field(default_factory=BytesIO)
    encoding: str = ""

    @contextmanager
    def text(self) -> Iterator[TextIO]:
        """The text, line ends as they are, for one reading."""
        try:
            with self.brought.open("rb") if isinstance(self.brought, Path) else BytesIO(self.brought) as self.raw:
                unpacked = self._unpacked(self.raw)
                self.encoding = self.encoding or self._encoding(_peeked(unpacked, HEAD))
                with TextIOWrapper(unpacked, self.encoding, errors="replace", newline="") as text:
                    yield text
        except BROKEN as error:
            why = getattr(error, "strerror", None) or f"{error}" or "it ends too soon"
            raise InvalidInput(f"{self.name} cannot be read ({why}); give the path of a whole file") from error

    def share(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        size = self.brought.stat().st_size if isinstance(self.brought, Path) else len(self.brought)
        return self.raw.tell() / max(size, 1)

    def json(self) -> Any:
        """The records of JSON, numbers left as the text that was printed."""
        with self.text() as text:
            try:
                return json.load(text, parse_float=str, parse_int=str)
            except (ValueError, RecursionError) as error:
                place = (
                    f", line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
                )
                why = getattr(error, "msg", error)
                raise InvalidInput(f"{self.name}{place}: not JSON ({why}); give the answer as it was sent") from error

    def _unpacked(self, raw: BinaryIO) -> BinaryIO:
        head = _peeked(raw, 8)
        for mark, what in ELSEWHERE.items():
            if head.startswith(mark):
                raise InvalidInput(f"{self.name} is {what}")
        if head.startswith(b"PK"):
            return self._member(zipfile.ZipFile(raw))
        opener = next((opener for mark, opener in PACKED.items() if head.startswith(mark)), None)
        if opener is None:
            return raw
        self._note("unpacked")
        unpacked: BinaryIO = opener(raw)
        return unpacked

    def _member(self, archive: zipfile.ZipFile) -> BinaryIO:
        inside = [one for one in archive.namelist() if not one.endswith("/") and not one.startswith("__MACOSX")]
        if "[Content_Types].xml" in inside:
            raise InvalidInput(f"{self.name} is a workbook; save its sheet as CSV, or give pandas.read_excel of it")
        chosen = [one for one in inside if self.member in {"", one}]
        if len(chosen) != 1:
            named = ", ".join(f"{self.name}/{one}" for one in inside[:3])
            raise InvalidInput(f"{self.name} holds {len(inside)} files, and one is needed: name it, such as {named}")
        if archive.getinfo(chosen[0]).flag_bits & 1:
            raise InvalidInput(f"{self.name} is locked with a password; unpack it first")
        self._note(f"unpacked {chosen[0]}")
        return self._unpacked(archive.open(chosen[0]))  # type: ignore[arg-type]

    def _encoding(self, head: bytes) -> str:
        for mark, name in MARKS.items():
            if head.startswith(mark):
                return name
        if b"\0" in head:
            return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
        try:
            head[: max(head.rfind(b"\n"), 0) or None].decode()
        except UnicodeDecodeError:
            self._note("text that is not UTF-8, read as Windows-1252")
            return "cp1252"
        return "utf-8"

    def _note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)


def _peeked(stream: BinaryIO, count: int) -> bytes:
    head = stream.read(count)
    stream.seek(0)
    return head


def source(given: Any) -> Source:
    """The source that `given` is: a path (also into a zip, "pair.zip/2024-03.csv"), bytes, or an open file.

    Raises InvalidInput for anything else.

    >>> source(b"a,b").name
    'text'
    """
    if isinstance(given, (str, Path)):
        path = Path(given)
        inside = next((up for up in path.parents if up.suffix.lower() == ".zip" and up.is_file()), None)
        return Source(str(inside), inside, path.relative_to(inside).as_posix()) if inside else Source(str(path), path)
    read = given.read() if hasattr(given, "read") else given
    if not isinstance(read, (str, bytes)):
        raise InvalidInput(f"{shown(given)} cannot be opened; give the path of a file, its bytes, or the open file")
    name = str(getattr(given, "name", "text"))
    return Source(name, read if isinstance(read, bytes) else read.encode(errors="replace"))


def tabled(given: Any) -> pd.DataFrame:
    """Rows as a table: lists, records, or the only list of either inside an answer.

    Raises InvalidInput for what is no table, and for several in one answer.

    >>> tabled({"code": 0, "data": [[1, 2], [3, 4]]}).shape
    (2, 2)
    """
    if isinstance(given, pd.DataFrame):
        return given
    try:
        found = given if isinstance(given, Mapping) else list(given)
    except TypeError:
        raise InvalidInput(f"{shown(given)} is no table; give a path, a DataFrame, or rows") from None
    while isinstance(found, Mapping):
        flat = {name: cells for name, cells in found.items() if isinstance(cells, list) and not _nested(cells)}
        if len(flat) > FEW:
            return pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in flat.items()})
        tables = [f"{name}" for name, cells in found.items() if isinstance(cells, list) and _nested(cells)]
        if len(tables) > 1:
            raise InvalidInput(f"{shown(', '.join(tables))} are {len(tables)} tables in one answer; give one of them")
        found = max((cells for cells in found.values() if isinstance(cells, list | Mapping)), key=len, default=[])
    try:
        with catch_warnings(action="error"):  # pandas 3 fills rows of unlike length, and says that pandas 4 will not
            return pd.DataFrame(found)
    except (ValueError, TypeError, AttributeError, Warning) as error:
        raise InvalidInput(f"{shown(found)} is no table ({error}); give rows of one length, or records") from error


def _nested(cells: list[Any]) -> bool:
    return any(isinstance(cell, list | Mapping) for cell in cells[:1])

"""The learner's working folder: what the course delivers there, and what it never touches.

A manifest in the folder remembers the fingerprint of every file as it was delivered. A file that still has that
fingerprint is the course's and may be updated; every other file is the learner's: a newer version arrives beside it.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import marginlib
from marginlib.launch.errors import LaunchError

MANIFEST = ".course.json"
FOLDERS = ("lessons", "exercises")
HIDDEN = (".", "__")

NEW, UPDATED, BESIDE = "new", "updated", "beside"


@dataclass(frozen=True)
class Delivery:
    """One file that was written: its name in the course, where it went, and how (`new`, `updated` or `beside`)."""

    name: str
    path: Path
    how: str


def source_root() -> Path:
    """Return the folder that holds the course's `lessons` and `exercises`: a checkout's root, or inside the package.

    Raises `LaunchError` where neither is there.
    """
    package = Path(marginlib.__file__).resolve().parent
    for root in (package / "notebooks", package.parent):
        if (root / "lessons").is_dir():
            return root
    raise LaunchError(f"The lessons are missing from this installation ({package}). Install the course again.")


def course_files(root: Path) -> dict[str, Path]:
    """Return every file of the course by its name, such as `lessons/00_start_here.ipynb`."""
    found = {}
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file()):
        relative = path.relative_to(root)
        if not any(part.startswith(HIDDEN) for part in relative.parts):
            found[relative.as_posix()] = path
    return found


def default_folder() -> Path:
    """Return the present folder if the course was delivered here before, otherwise `margin-course` below it."""
    here = Path.cwd()
    return here if (here / MANIFEST).is_file() else here / "margin-course"


def find(names: Mapping[str, object] | list[str], wanted: str) -> str:
    """Return the file meant by a lesson's number, name or path.

    >>> names = ["exercises/02_isolated.ipynb", "lessons/00_start.ipynb", "lessons/02_isolated.ipynb"]
    >>> find(names, "2"), find(names, "02_isolated"), find(names, "exercises/02")
    ('lessons/02_isolated.ipynb', 'lessons/02_isolated.ipynb', 'exercises/02_isolated.ipynb')

    Raises `LaunchError`, naming what there is, where nothing fits.
    """
    asked = PurePosixPath(wanted.replace(os.sep, "/"))
    stem = asked.name.removesuffix(".ipynb")
    stem = stem.zfill(2) if stem.isdigit() else stem
    folders = [str(asked.parent)] if asked.parent != PurePosixPath() else list(FOLDERS)
    if wanted in names:
        return wanted
    for folder in folders:
        notebooks = sorted(
            (name for name in names if name.startswith(f"{folder}/") and name.endswith(".ipynb")), key=len
        )
        for name in notebooks:
            found = PurePosixPath(name).stem
            if found == stem or found.startswith(f"{stem}_") or found.partition("_")[2] == stem:
                return name
    there = ", ".join(name.removesuffix(".ipynb") for name in sorted(names) if name.endswith(".ipynb"))
    raise LaunchError(f"There is no lesson or exercise called {wanted!r}. There are: {there or 'none yet'}.")


def deliver(files: Mapping[str, Path], folder: Path) -> list[Delivery]:
    """Bring `folder` up to date with the course's `files` and return what was written.

    Never overwrites a file that the learner changed: the newer version is written beside it, in the place of one that
    was offered there before and left as it came.
    Raises `LaunchError` where the folder cannot be written.
    """
    delivered = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        manifest = _read_manifest(folder)
        for name, source in files.items():
            delivery = _deliver_one(folder, name, source.read_bytes(), manifest)
            if delivery:
                delivered.append(delivery)
        _write_atomically(folder / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    except OSError as error:
        raise cannot_write(folder, error) from error
    return delivered


def restore(files: Mapping[str, Path], folder: Path, wanted: str) -> tuple[str, Path | None]:
    """Put the course's version of one file back and return its name and where the learner's version went, if any.

    The newer version that lies beside it, if the learner left it as it came, is then the same and goes.
    """
    name = find(files, wanted)
    target = folder / name
    content = files[name].read_bytes()
    kept = None
    try:
        manifest = _read_manifest(folder)
        if target.exists() and target.read_bytes() != content:
            kept = _free(target, "mine")
            _write_atomically(kept, target.read_bytes())
        _write(target, content)
        beside = _beside(target, name, manifest)
        manifest[name] = manifest[_offer(name)] = fingerprint(content)
        if beside:
            beside.unlink()
        _write_atomically(folder / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    except OSError as error:
        raise cannot_write(folder, error) from error
    return name, kept


def cannot_write(folder: Path, error: OSError) -> LaunchError:
    """Return the error for a folder that does not take the course's files."""
    reason = error.strerror or str(error)
    return LaunchError(f"Cannot write in {folder} ({reason}). Name a folder of your own with --folder.")


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()


def _deliver_one(folder: Path, name: str, content: bytes, manifest: dict[str, str]) -> Delivery | None:
    target, offer, now = folder / name, _offer(name), fingerprint(content)
    if not target.exists():
        _write(target, content)
        manifest[name] = manifest[offer] = now
        return Delivery(name, target, NEW)
    present = fingerprint(target.read_bytes())
    if present in (now, manifest.get(name)):
        manifest[name] = manifest[offer] = now
        if present == now:
            return None
        _write(target, content)
        return Delivery(name, target, UPDATED)
    if manifest.get(offer) == now:
        return None
    beside = _beside(target, name, manifest) or _free(target, "newer")
    _write(beside, content)
    manifest[offer] = now
    return Delivery(name, beside, BESIDE)


def _offer(name: str) -> str:
    """Return the manifest's key for the version that was last offered, in place or beside."""
    return f"offered: {name}"


def _beside(target: Path, name: str, manifest: Mapping[str, str]) -> Path | None:
    """Return the file beside `target` that holds the version last offered, byte for byte, if there is one."""
    offered = manifest.get(_offer(name))
    there = sorted(target.parent.glob(f"{glob.escape(target.stem)}.newer*{target.suffix}"))
    return next((path for path in there if fingerprint(path.read_bytes()) == offered), None)


def _free(target: Path, word: str) -> Path:
    """Return a name beside `target` that is not taken: `02_x.mine.ipynb`, `02_x.mine-2.ipynb`, ..."""
    number = 1
    while True:
        suffix = word if number == 1 else f"{word}-{number}"
        path = target.with_name(f"{target.stem}.{suffix}{target.suffix}")
        if not path.exists():
            return path
        number += 1


def _read_manifest(folder: Path) -> dict[str, str]:
    """Return what was delivered before; an unreadable manifest counts as empty, so that nothing is overwritten."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    found = manifest.items() if isinstance(manifest, dict) else ()
    return {name: known for name, known in found if isinstance(known, str)}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_atomically(path, content)


def _write_atomically(path: Path, content: bytes) -> None:
    """Write through a temporary file, so that a full disk never leaves half a lesson; a link stays a link."""
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)

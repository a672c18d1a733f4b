"""What is delivered into the learner's folder, and what is never touched."""

import os
from pathlib import Path

import pytest

from marginlib.launch.errors import LaunchError
from marginlib.launch.workspace import MANIFEST, course_files, default_folder, deliver, find, restore, source_root
from tests.launch.conftest import notebook

LESSON = "lessons/02_isolated.ipynb"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the place of a working folder that is not there yet."""
    return tmp_path / "learner" / "margin-course"


def update(course: Path, text: str) -> dict[str, Path]:
    """Publish a newer version of lesson 02."""
    (course / LESSON).write_bytes(notebook(text))
    return course_files(course)


def names(folder: Path) -> set[str]:
    """Return the names of the lessons in a folder."""
    return {path.name for path in (folder / "lessons").iterdir()}


def test_first_delivery(course: Path, folder: Path) -> None:
    """An empty folder receives every lesson, exercise and page of the course, and no hidden file."""
    delivered = deliver(course_files(course), folder)
    assert {delivery.name for delivery in delivered} == {
        "exercises/02_isolated.ipynb",
        "exercises/02_isolated_solution.ipynb",
        "lessons/00_start_here.ipynb",
        "lessons/02_isolated.ipynb",
        "lessons/glossary.md",
    }
    assert {delivery.how for delivery in delivered} == {"new"}
    assert (folder / LESSON).read_bytes() == (course / LESSON).read_bytes()


def test_second_delivery(course: Path, folder: Path) -> None:
    """Delivering the same course again writes nothing, changed files or not."""
    files = course_files(course)
    deliver(files, folder)
    (folder / LESSON).write_bytes(notebook("mine"))
    assert deliver(files, folder) == []
    assert (folder / LESSON).read_bytes() == notebook("mine")


def test_untouched_file_is_updated(course: Path, folder: Path) -> None:
    """A file the learner has not changed is updated in place."""
    deliver(course_files(course), folder)
    (delivery,) = deliver(update(course, "newer"), folder)
    assert (delivery.name, delivery.how, delivery.path) == (LESSON, "updated", folder / LESSON)
    assert (folder / LESSON).read_bytes() == notebook("newer")


def test_changed_file_is_never_overwritten(course: Path, folder: Path) -> None:
    """A file the learner changed stays byte for byte; beside it lies the newest version, once, and no older one."""
    deliver(course_files(course), folder)
    (folder / LESSON).write_bytes(notebook("mine"))
    files = update(course, "newer")
    (delivery,) = deliver(files, folder)
    assert (delivery.how, delivery.path.name) == ("beside", "02_isolated.newer.ipynb")
    assert deliver(files, folder) == []
    (delivery,) = deliver(update(course, "newest"), folder)
    assert delivery.path.name == "02_isolated.newer.ipynb"
    assert (folder / LESSON).read_bytes() == notebook("mine")
    assert (folder / "lessons" / "02_isolated.newer.ipynb").read_bytes() == notebook("newest")


def test_a_newer_version_that_was_worked_in_is_kept(course: Path, folder: Path) -> None:
    """The next one arrives beside it, and a reset takes away only what the learner left as it came."""
    beside = folder / "lessons" / "02_isolated.newer.ipynb"
    deliver(course_files(course), folder)
    (folder / LESSON).write_bytes(notebook("mine"))
    deliver(update(course, "newer"), folder)
    beside.write_bytes(notebook("mine as well"))
    (delivery,) = deliver(update(course, "newest"), folder)
    assert delivery.path.name == "02_isolated.newer-2.ipynb"
    restore(course_files(course), folder, "02")
    assert (folder / LESSON).read_bytes() == notebook("newest")
    assert beside.read_bytes() == notebook("mine as well")
    assert names(folder) >= {"02_isolated.mine.ipynb", "02_isolated.newer.ipynb"}
    assert "02_isolated.newer-2.ipynb" not in names(folder)


def test_foreign_file_is_never_overwritten(course: Path, folder: Path) -> None:
    """A file that was there before the course, or whose record is lost, counts as the learner's."""
    (folder / "lessons").mkdir(parents=True)
    (folder / LESSON).write_bytes(b"a diary")
    deliver(course_files(course), folder)
    (folder / MANIFEST).write_text("{ broken")
    update(course, "newer")
    deliver(course_files(course), folder)
    assert (folder / LESSON).read_bytes() == b"a diary"


def test_lost_record_of_untouched_files(course: Path, folder: Path) -> None:
    """Where the record is lost, files equal to the course's are recognised again and later updated in place."""
    deliver(course_files(course), folder)
    (folder / MANIFEST).unlink()
    assert deliver(course_files(course), folder) == []
    (delivery,) = deliver(update(course, "newer"), folder)
    assert delivery.how == "updated"


def test_deleted_file_returns(course: Path, folder: Path) -> None:
    """A lesson the learner deleted is delivered again."""
    deliver(course_files(course), folder)
    (folder / LESSON).unlink()
    (delivery,) = deliver(course_files(course), folder)
    assert (delivery.name, delivery.how) == (LESSON, "new")


def test_reset_keeps_the_learners_version(course: Path, folder: Path) -> None:
    """A reset puts the course's version back and keeps each of the learner's under a name of its own."""
    files = course_files(course)
    deliver(files, folder)
    for text in ("mine", "mine too"):
        (folder / LESSON).write_bytes(notebook(text))
        restore(files, folder, "02")
    assert (folder / LESSON).read_bytes() == files[LESSON].read_bytes()
    assert names(folder) >= {"02_isolated.mine.ipynb", "02_isolated.mine-2.ipynb"}
    assert (folder / "lessons" / "02_isolated.mine-2.ipynb").read_bytes() == notebook("mine too")
    (delivery,) = deliver(update(course, "newer"), folder)
    assert delivery.how == "updated"


def test_reset_of_an_untouched_file_leaves_no_copy(course: Path, folder: Path) -> None:
    """A reset of a file that was not changed makes no copy."""
    files = course_files(course)
    deliver(files, folder)
    assert restore(files, folder, "02") == (LESSON, None)
    assert names(folder) == {"00_start_here.ipynb", "02_isolated.ipynb", "glossary.md"}


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("0", "lessons/00_start_here.ipynb"),
        ("00", "lessons/00_start_here.ipynb"),
        ("start_here", "lessons/00_start_here.ipynb"),
        ("02_isolated", LESSON),
        ("02_isolated.ipynb", LESSON),
        (LESSON, LESSON),
        ("exercises/2", "exercises/02_isolated.ipynb"),
        ("exercises/02_isolated_solution", "exercises/02_isolated_solution.ipynb"),
        ("02_isolated_solution", "exercises/02_isolated_solution.ipynb"),
        ("lessons/glossary.md", "lessons/glossary.md"),
    ],
)
def test_names(course: Path, wanted: str, meant: str) -> None:
    """A lesson is found by number, by name and by path; exercises by their folder."""
    assert find(list(course_files(course)), wanted) == meant


@pytest.mark.parametrize("wanted", ["7", "check it", "", "lessons/../../secret", "exercises/00", "tests/02"])
def test_unknown_names(course: Path, wanted: str) -> None:
    """A name that means nothing is refused in one line that says what there is."""
    with pytest.raises(LaunchError) as caught:
        find(list(course_files(course)), wanted)
    message = caught.value.format_message()
    assert "lessons/00_start_here" in message
    assert "\n" not in message


def test_folder_that_takes_no_files(course: Path, tmp_path: Path) -> None:
    """A folder that cannot be written is explained with the way out."""
    (tmp_path / "file").write_text("not a folder")
    for action in (
        lambda: deliver(course_files(course), tmp_path / "file" / "margin-course"),
        lambda: restore(course_files(course), tmp_path / "file" / "margin-course", "02"),
    ):
        with pytest.raises(LaunchError, match="--folder"):
            action()


def test_failed_write_keeps_the_old_file(course: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full in the middle of an update, the old lesson is still whole."""
    deliver(course_files(course), folder)
    before = (folder / LESSON).read_bytes()
    files = update(course, "newer")

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(LaunchError, match="No space left"):
        deliver(files, folder)
    assert (folder / LESSON).read_bytes() == before
    assert not [path for path in folder.rglob("*") if path.name.endswith(".part")]


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b'{"' + LESSON.encode() + b'": [[["x"]]]}', b"\xef\xbb\xbf{}", b"7"]
)
def test_a_strange_record_of_deliveries_costs_nothing(course: Path, folder: Path, content: bytes) -> None:
    """However deep or strange the record is, the course is delivered, and the learner's file stays."""
    deliver(course_files(course), folder)
    (folder / LESSON).write_bytes(notebook("mine"))
    (folder / MANIFEST).write_bytes(content)
    deliver(course_files(course), folder)
    assert (folder / LESSON).read_bytes() == notebook("mine")
    (folder / MANIFEST).write_bytes(content)
    restore(course_files(course), folder, "02")
    assert (folder / "lessons" / "02_isolated.mine.ipynb").read_bytes() == notebook("mine")


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_a_linked_lesson_stays_a_link(course: Path, folder: Path, tmp_path: Path) -> None:
    """An update and a reset write into the file that a link names, and the link is kept."""
    files = course_files(course)
    deliver(files, folder)
    elsewhere = tmp_path / "elsewhere.ipynb"
    (folder / LESSON).rename(elsewhere)
    (folder / LESSON).symlink_to(elsewhere)
    deliver(update(course, "newer"), folder)
    assert elsewhere.read_bytes() == notebook("newer")
    elsewhere.write_bytes(notebook("mine"))
    restore(files, folder, "02")
    assert (folder / LESSON).is_symlink()
    assert elsewhere.read_bytes() == notebook("newer")


def test_default_folder(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is `margin-course` here, unless here is such a folder already."""
    monkeypatch.chdir(tmp_path)
    assert default_folder() == tmp_path / "margin-course"
    deliver(course_files(course), tmp_path / "margin-course")
    monkeypatch.chdir(tmp_path / "margin-course")
    assert default_folder() == tmp_path / "margin-course"


def test_course_of_this_checkout() -> None:
    """In a checkout the course is found at its root."""
    assert (source_root() / "pyproject.toml").is_file()

"""The normaliser leaves one form, writes only what changed, and with --check writes nothing at all."""

import base64
import copy
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.notebooks import form
from tests.notebooks.__main__ import main
from tests.notebooks.form import Notebook


def stream(text: str, name: str = "stdout") -> Any:
    """A printed output."""
    return new_output("stream", name=name, text=text)  # type: ignore[no-untyped-call]


def data(**kinds: str) -> Any:
    """A displayed output; underscores stand for the slash."""
    return new_output("display_data", {kind.replace("_", "/"): value for kind, value in kinds.items()})  # type: ignore[no-untyped-call]


def cell(source: str, *outputs: Any, tags: tuple[str, ...] = (), count: int | None = 7) -> Any:
    """A code cell as some run left it."""
    metadata = {"tags": list(tags), "execution": {"iopub.execute_input": "2026-01-01T00:00:00Z"}, "collapsed": True}
    return new_code_cell(  # type: ignore[no-untyped-call]
        source, outputs=list(outputs), metadata=metadata, execution_count=count
    )


def book(*cells: Any) -> Notebook:
    """A notebook with the metadata that editors leave behind."""
    metadata = {"widgets": {"state": {}}, "language_info": {"name": "python", "version": "3.11.7"}}
    return new_notebook(cells=list(cells), metadata=metadata)  # type: ignore[no-untyped-call]


def prose(source: str) -> Any:
    """A prose cell."""
    return new_markdown_cell(source)  # type: ignore[no-untyped-call]


MESSY = book(
    prose("# Where did it go?\n"),
    cell("1", tags=("b", "a")),
    prose("## A *very* odd — heading (5 min)"),
    cell("x = 1", tags=("raises",)),
    cell("print(1)", stream("1\n"), stream("2\n"), stream("3", "stderr")),
    cell(""),
    prose("## A *very* odd — heading (5 min)"),
    cell("w", data(text_plain="w", **{form.WIDGET.replace("/", "_"): "model"})),
)


def test_ids_say_where_a_cell_stands() -> None:
    """The heading and the place under it, each id once."""
    assert [one.id for one in form.normal(MESSY).cells] == [
        "where-did-it-go-1",
        "where-did-it-go-2",
        "a-very-odd-heading-5-min-1",
        "a-very-odd-heading-5-min-2",
        "a-very-odd-heading-5-min-3",
        "a-very-odd-heading-5-min-4",
        "a-very-odd-heading-5-min-5",
        "a-very-odd-heading-5-min-6",
    ]


def test_what_depends_on_the_run_is_gone() -> None:
    """Timestamps, versions, widget state and models; tags stay, sorted."""
    made = form.normal(MESSY)
    assert made.metadata == form.METADATA
    assert [one.metadata for one in made.cells if one.cell_type == "code"][:2] == [
        {"tags": ["a", "b"]},
        {"tags": ["raises"]},
    ]
    assert dict(made.cells[-1].outputs[0].data) == {"text/plain": "w"}


def test_counts_go_by_place_and_a_cell_without_code_has_none() -> None:
    """Whatever the kernel counted."""
    made = form.normal(MESSY)
    code = [one for one in made.cells if one.cell_type == "code"]
    assert [one.execution_count for one in code] == [1, 2, 3, None, 5]


def test_what_is_printed_in_pieces_is_one_piece() -> None:
    """How a kernel cuts its stream is chance; stdout and stderr stay apart."""
    outputs = form.normal(MESSY).cells[4].outputs
    assert [(one.name, one.text) for one in outputs] == [("stdout", "1\n2\n"), ("stderr", "3")]


def test_normalising_twice_changes_nothing_more_and_leaves_the_original_alone() -> None:
    """The one form is a fixed point."""
    before = copy.deepcopy(MESSY)
    once = form.normal(MESSY)
    assert form.text(form.normal(once)) == form.text(once)
    assert before == MESSY


def test_only_the_bytes_of_a_picture_are_left_out_of_the_comparison() -> None:
    """Whether there is a picture is compared."""
    one, other, none = (
        book(cell("1", data(text_plain="x", **kinds))) for kinds in ({"image_png": "a"}, {"image_png": "b"}, {})
    )
    for made in (one, other, none):
        made.cells[0].id = "same"
    assert form.without_pictures(one) == form.without_pictures(other) != form.without_pictures(none)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (data(image_png=base64.b64encode(bytes(70_000)).decode()), "a picture of 68 KiB"),
        (data(**{"image_svg+xml": "<svg/>"}), "SVG"),
        (stream("Warning: x", "stderr"), "a warning"),
        (new_output("error", ename="ValueError", evalue="no"), "ValueError: no"),  # type: ignore[no-untyped-call]
    ],
)
def test_what_may_not_be_committed_is_a_fault(output: Any, words: str) -> None:
    """Large pictures, vector pictures, warnings and errors."""
    (fault,) = form.faults(book(cell("1", output)))
    assert words in fault


SOURCE = """
import base64, os
from IPython.display import display
print(os.environ["BULKHEADS_PROGRESS"], os.environ.get("BULKHEADS_ALIAS"))
display({"image/png": base64.b64encode(os.urandom(8)).decode(), "text/plain": "a picture"}, raw=True)
"""


@pytest.mark.slow
def test_the_command_fills_compares_and_writes_only_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a notebook without outputs to one that is found unchanged although its picture is another each time."""
    monkeypatch.setenv("BULKHEADS_ALIAS", "ada")
    path = tmp_path / "book.ipynb"
    path.write_text(form.text(book(prose("# One"), cell(SOURCE, count=None))), encoding="utf-8")
    assert main(["--check", str(path)]) == 1
    assert main([str(path)]) == 0
    filled = path.read_bytes()
    assert b":memory: None" in filled
    assert main([str(path)]) == 0
    assert path.read_bytes() == filled
    assert main(["--check", str(path)]) == 0
    path.write_bytes(filled.replace(b":memory: None", b":memory: ada"))
    assert main(["--check", str(path)]) == 1
    assert b":memory: ada" in path.read_bytes()
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if line[:1].isalpha()] == [
        "differs",
        "written",
        "unchanged",
        "unchanged",
        "differs",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "words"), [("1 / 0", "ZeroDivisionError"), ("import warnings; warnings.warn('careful')", "careful")]
)
def test_a_notebook_that_fails_is_left_as_it_was(
    source: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the command says why."""
    path = tmp_path / "book.ipynb"
    path.write_text(form.text(book(cell(source))), encoding="utf-8")
    before = path.read_bytes()
    assert main([str(path)]) == 1
    assert words in capsys.readouterr().out
    assert path.read_bytes() == before

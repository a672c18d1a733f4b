"""The one form in which notebooks are committed: nothing in it depends on the machine, the clock or the run."""

import base64
import copy
import re
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat

Notebook = Any  # nbformat publishes no types
Cell = Any

PNG_LIMIT = 60 * 1024
WIDGET = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(path: Path) -> Notebook:
    """The notebook at `path`, in the newest format that nbformat knows."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def text(notebook: Notebook) -> str:
    """The text of the notebook as it is committed."""
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"  # type: ignore[no-untyped-call]


def normal(notebook: Notebook) -> Notebook:
    """A copy of the notebook in the one form: counts and ids by place, no volatile metadata.

    What is folded (`jupyter`) and a teacher's minutes (`teach`) stay.
    """
    made = copy.deepcopy(notebook)
    made.nbformat, made.nbformat_minor = 4, 5
    _replace(made.metadata, METADATA)
    for cell, name in zip(made.cells, _names(made.cells), strict=True):
        cell.id = name
        cell.source = cell.source.rstrip()
        tags = cell.metadata.get("tags", [])
        kept = {name: cell.metadata[name] for name in ("jupyter", "teach") if name in cell.metadata}
        _replace(cell.metadata, {**kept, **({"tags": sorted(tags)} if tags else {})})
        cell.pop("attachments", None)
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code, start=1):
        run = bool(cell.source)
        cell.execution_count = place if run else None
        cell.outputs = _outputs(cell.outputs, place) if run else []
    return made


def _replace(metadata: Any, kept: dict[str, Any]) -> None:
    metadata.clear()
    metadata.update(copy.deepcopy(kept))


def _outputs(outputs: list[Any], place: int) -> list[Any]:
    kept: list[Any] = []
    for output in outputs:
        if output.output_type == "execute_result":
            output.execution_count = place
        if "data" in output:
            output.data.pop(WIDGET, None)
        if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
            kept[-1].text += output.text
        else:
            kept.append(output)
    return kept


def _names(cells: list[Cell]) -> list[str]:
    """An id for each cell: the slug of the heading it stands under and its place there."""
    section, seen, names = "top", Counter[str](), []
    for cell in cells:
        heading = re.match(r"\s*#+\s+(.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            section = re.sub(r"[^a-z0-9]+", "-", heading[1].lower()).strip("-")[:48].rstrip("-") or "top"
        seen[section] += 1
        names.append(f"{section}-{seen[section]}")
    return names


def without_pictures(notebook: Notebook) -> Notebook:
    """A copy whose PNG bytes are left out: the one thing that may differ from run to run."""
    made = copy.deepcopy(notebook)
    for data in _datas(made):
        if "image/png" in data:
            data["image/png"] = ""
    return made


def faults(notebook: Notebook) -> list[str]:
    """What may not be committed: large or vector pictures, errors, warnings and cells without their output."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            size = len(base64.b64decode(data.get("image/png", "")))
            if size > PNG_LIMIT:
                found.append(f"cell {cell.id}: a picture of {size // 1024} KiB, more than {PNG_LIMIT // 1024}")
            if "image/svg+xml" in data:
                found.append(f"cell {cell.id}: an SVG picture, which differs from run to run")
            if output.output_type == "error":
                found.append(f"cell {cell.id}: {output.ename}: {output.evalue}")
            if output.get("name") == "stderr":
                found.append(f"cell {cell.id}: a warning: {output.text.strip()[:200]}")
    return found


def _datas(notebook: Notebook) -> list[Any]:
    return [output.data for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]

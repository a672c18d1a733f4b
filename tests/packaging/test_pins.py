"""The versions that are installed are the versions that were tested."""

import re
from importlib import metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.conftest import ROOT, Run


def constraints() -> list[str]:
    """Return the lines of constraints.txt."""
    return (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def test_the_same_pins_for_uv_and_pip(project: dict[str, Any]) -> None:
    """What uv reads in pyproject.toml and what pip reads in constraints.txt are the same lines."""
    assert project["tool"]["uv"]["constraint-dependencies"] == constraints()


def test_every_pin_is_exact() -> None:
    """Every pin names one version, and no two pins of a package hold at once."""
    seen = set()
    for line in constraints():
        pin = Requirement(line)
        assert re.fullmatch(r"==[\w.+!]+", str(pin.specifier)), line
        assert (pin.name, str(pin.marker)) not in seen
        seen.add((pin.name, str(pin.marker)))


def test_every_pin_has_its_hashes() -> None:
    """What pip and uv may check byte for byte are the same versions, each with the fingerprints of its files."""
    text = (ROOT / "hashes.txt").read_text(encoding="utf-8").replace(" \\\n", " ")
    pins, hashes = zip(*(line.split(" --hash=", 1) for line in text.splitlines()), strict=True)
    assert [pin.strip() for pin in pins] == constraints()
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for one in hashes for each in re.split(r"\s+--hash=", one))


@pytest.mark.parametrize(
    "name", ["constraints.txt", "hashes.txt", "pyproject.toml", "environment.yml", ".ci/run", "noxfile.py"]
)
def test_no_address_of_an_index(name: str) -> None:
    """No file that installs something says from which address."""
    assert not re.search(r"https?://|index-url|find-links", (ROOT / name).read_text(encoding="utf-8"))


def test_lock_file_is_not_committed() -> None:
    """The lock file, which holds addresses, is left out of the repository."""
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.pinned
def test_installed_versions_are_pinned() -> None:
    """Every package in this environment has the pinned version."""
    pins: dict[str, set[str]] = {}
    for line in constraints():
        pin = Requirement(line)
        if not pin.marker or pin.marker.evaluate():
            pins.setdefault(canonicalize_name(pin.name), set()).add(str(pin.specifier).removeprefix("=="))
    others = {
        f"{name} {distribution.version}"
        for distribution in metadata.distributions()
        if (name := canonicalize_name(distribution.name)) not in ("marginlib", "pip", "setuptools", "wheel")
        and distribution.version not in pins.get(name, set())
    }
    assert not others


@pytest.mark.network
@pytest.mark.pinned
def test_pins_are_complete(run_uv: Run) -> None:
    """Resolving the course with its test packages for every system gives the pins again, no more and no fewer."""
    what = ("pyproject.toml", "--group", "test", "--extra", "contract")
    options = ("--universal", "--python-version", "3.11", "--no-header", "--no-annotate", "--quiet")
    assert run_uv("pip", "compile", *what, *options, cwd=ROOT).stdout.splitlines() == constraints()


def test_what_the_contract_needs_is_asked_for_by_its_extra_alone(project: dict[str, Any]) -> None:
    """Neither the course nor its tests require a package of the extra `contract`, which lags behind new Pythons."""
    extra = {Requirement(line).name for line in project["project"]["optional-dependencies"]["contract"]}
    asked = project["project"]["dependencies"] + project["dependency-groups"]["test"]
    assert extra.isdisjoint(Requirement(line).name for line in asked)


def test_a_browser_without_a_server_needs_neither_server_nor_signatures(project: dict[str, Any]) -> None:
    """On emscripten JupyterLab, its kernel and cryptography are not required; everywhere else they are."""
    needs = [Requirement(line) for line in project["project"]["dependencies"]]
    for system, asked in (("emscripten", set()), ("linux", {"cryptography", "ipykernel", "jupyterlab"})):
        there = {need.name for need in needs if not need.marker or need.marker.evaluate({"sys_platform": system})}
        assert there & {"cryptography", "ipykernel", "jupyterlab"} == asked


def test_cryptography_is_imported_by_the_enclave_alone() -> None:
    """One module imports cryptography, and one page imports that module; everything else works without."""
    importers: dict[str, set[str]] = {"cryptography": set(), "marginlib.enclave": set()}
    for path in (ROOT / "marginlib").rglob("*.py"):
        for name in re.findall(r"^ *(?:from|import) ([\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            for package, by in importers.items():
                if f"{name}.".startswith(f"{package}."):
                    by.add(path.relative_to(ROOT / "marginlib").as_posix())
    assert importers["cryptography"] == {"enclave.py"}
    assert importers["marginlib.enclave"] == {"course/oracles_and_enclaves/journal.py"}

"""environment.yml installs with conda what pyproject.toml installs with pip."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rattler
from packaging.requirements import Requirement

from tests.packaging.conftest import ROOT, Run

CONDA_NAMES = {
    "matplotlib": "matplotlib-base"
}  # conda-forge's matplotlib brings a window system that nobody needs here


def specs(environment: dict[str, Any]) -> list[str]:
    """Return the conda packages asked for."""
    return [entry for entry in environment["dependencies"] if isinstance(entry, str)]


def test_every_line_is_a_match_spec(environment: dict[str, Any]) -> None:
    """Conda understands every line."""
    for spec in specs(environment):
        assert rattler.MatchSpec(spec).name is not None


def test_same_packages_as_pyproject(project: dict[str, Any], environment: dict[str, Any]) -> None:
    """Conda is asked for the same packages at the same versions as pip, plus Python and pip themselves."""
    wanted = {f"python{project['project']['requires-python']}", "pip"}
    for line in project["project"]["dependencies"]:
        need = Requirement(line)
        wanted.add(f"{CONDA_NAMES.get(need.name, need.name)}{need.specifier}")
    assert set(specs(environment)) == wanted
    assert len(specs(environment)) == len(wanted)


def test_the_course_itself_is_installed(environment: dict[str, Any]) -> None:
    """The course comes from this folder, through pip; everything else comes from conda-forge alone."""
    assert environment["dependencies"][-1] == {"pip": ["-e ."]}
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    assert environment["name"] == "margin-course"


def test_repo2docker_accepts_it(tmp_path: Path) -> None:
    """repo2docker takes environment.yml as the description of an image, with the course copied in first."""
    for name in ("environment.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / name)
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    image = done.stdout + done.stderr
    assert image.index("COPY --chown=0:0 src/ ${REPO_DIR}/") < image.index('--file "environment.yml"')


@pytest.mark.network
def test_specs_can_be_met(environment: dict[str, Any], run_uv: Run, tmp_path: Path) -> None:
    """Versions exist that meet all of it together."""
    pip_names = {conda: pip for pip, conda in CONDA_NAMES.items()}
    asked = tmp_path / "asked.txt"
    lines = []
    for spec in specs(environment):
        need = Requirement(spec)
        if need.name not in ("python", "pip"):
            lines.append(f"{pip_names.get(need.name, need.name)}{need.specifier}")
    asked.write_text("\n".join(lines), encoding="utf-8")
    done = run_uv("pip", "compile", asked, "--universal", "--python-version", "3.11", "--no-config", "-q", cwd=tmp_path)
    assert done.stdout.count("==") > len(lines)

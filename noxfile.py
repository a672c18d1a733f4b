"""What engineers run besides the tests. `uvx nox -l` lists the sessions; `uvx nox -s tests` runs one."""

import json
import re
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv"
nox.options.sessions = ["lint", "types", "tests"]

ROOT = Path(__file__).parent
WHAT = ("pyproject.toml", "--group", "test", "--extra", "contract")
COMPILE = ("uv", "pip", "compile", *WHAT, "--universal", "--python-version", "3.11")


def install(session: nox.Session, *extra: str) -> None:
    """Install the course with its test packages, and the contract's, at the pinned versions."""
    session.install("--constraint", "constraints.txt", "--group", "test", "-e", ".[contract]", *extra)


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test, doctest and notebook."""
    install(session)
    session.run("pytest", *session.posargs)


@nox.session(python=["3.12", "3.13"])
def pythons(session: nox.Session) -> None:
    """Run every test on the newer Pythons; the contract's are left out, as its packages lag behind."""
    session.install("--constraint", "constraints.txt", "--group", "test", "-e", ".")
    session.run("pytest", *session.posargs)


@nox.session
def lowest(session: nox.Session) -> None:
    """Run every test with the lowest versions that pyproject.toml asks for, so that its floors are true."""
    session.install("--no-config", "--resolution", "lowest-direct", "--group", "test", "-e", ".[contract]")
    session.run("pytest", "-m", "not pinned", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    install(session)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types, strictly."""
    install(session)
    session.run("mypy")


@nox.session
def newest(session: nox.Session) -> None:
    """Run every test with the newest versions of everything, to hear early of what will break."""
    session.install("--no-config", "--upgrade", "--group", "test", "-e", ".")
    session.run("pytest", "-m", "not pinned", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure against the peers and the machine; the peers are installed here and nowhere else."""
    install(session)
    # the peers bring versions of their own for packages that the course pins
    session.install("--no-config", "freqtrade", "mesa", "QuantLib")
    # one core for each candidate: threads of linear algebra would count double, and idle on in the time of the next
    one = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "MKL", "OMP")}
    session.run("pytest", "tests/benchmarks", "-n0", "-s", *session.posargs, env=one)


@nox.session
def mutants(session: nox.Session) -> None:
    """Change the mechanics in 400 places, one at a time, and name every change that no test of its room notices."""
    install(session)
    session.install("--no-config", "cosmic-ray")
    session.run("python", "-m", "tests.mutants", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Let thirty learners open a lesson, 00 or those named, on one server at once, and say what a learner takes."""
    install(session)
    session.run("python", "-m", "tests.soak", *session.posargs)


@nox.session
def audit(session: nox.Session) -> None:
    """Ask the package index whether a vulnerability is known in a pinned version; where it does not answer, say so."""
    session.install("--no-config", "pip-audit")
    command = ("pip-audit", "--disable-pip", "--require-hashes", "--requirement", "hashes.txt", "--format", "json")
    said = str(session.run(*command, *session.posargs, silent=True, stderr=None, success_codes=range(256)))
    found = json.loads(said) if said.startswith("{") else {"dependencies": []}
    asked = [one for one in found["dependencies"] if "vulns" in one]
    if not asked:
        session.skip("the package index gave no advisories: whether a pinned version is vulnerable is not known here")
    unknown = [one["name"] for one in found["dependencies"] if "vulns" not in one]
    session.log(f"{len(asked)} pinned versions looked up; nothing known of {', '.join(unknown) or 'none'}")
    if known := [f"{one['name']} {one['version']}: {each['id']}" for one in asked for each in one["vulns"]]:
        session.error("; ".join(known))


@nox.session
def hashed(session: nox.Session) -> None:
    """Install what the tests need only if it is byte for byte what was pinned, and run every test."""
    session.install("--no-config", "--require-hashes", "--requirement", "hashes.txt")
    session.install("--no-config", "--no-deps", "-e", ".")
    session.run("pytest", *session.posargs)


@nox.session(venv_backend="none")
def pins(session: nox.Session) -> None:
    """Renew the pinned versions in constraints.txt and pyproject.toml, and the hashes of their files in hashes.txt."""
    quiet = ("--no-config", "--no-header", "--no-annotate", "--quiet")
    text = session.run(*COMPILE, *quiet, silent=True, external=True)
    lines = [line.strip() for line in str(text).splitlines() if line.strip()]
    (ROOT / "constraints.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    hashes = ("--constraint", "constraints.txt", "--generate-hashes", "--output-file", "hashes.txt")
    session.run(*COMPILE, *quiet, *hashes, external=True)
    project = ROOT / "pyproject.toml"
    block = "constraint-dependencies = [\n" + "".join(f'    "{line}",\n' for line in lines) + "]\n"
    pattern = re.compile(r"constraint-dependencies = \[\n.*?^\]\n", re.DOTALL | re.MULTILINE)
    project.write_text(pattern.sub(lambda _: block, project.read_text(encoding="utf-8")), encoding="utf-8")

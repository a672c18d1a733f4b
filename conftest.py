"""Every test and notebook runs as a reader who has just arrived, whatever this machine has been used for."""

import os
import re
import sys
import tempfile
from importlib.util import find_spec

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling, Scheduling

_home = tempfile.TemporaryDirectory(prefix="bulkheads-tests-")  # removed when the test run ends

os.environ["BULKHEADS_PROGRESS"] = ":memory:"
os.environ["BULKHEADS_SETTINGS"] = f"{_home.name}/settings"
os.environ["IPYTHONDIR"] = f"{_home.name}/ipython"
os.environ["JUPYTER_CONFIG_DIR"] = f"{_home.name}/jupyter"
os.environ["MATPLOTLIBRC"] = os.devnull  # nobody's settings, but the list of fonts is kept from run to run
os.environ.pop("MPLCONFIGDIR", None)
os.environ.pop("BULKHEADS_ALIAS", None)
os.environ.pop("BULKHEADS_FOLDER", None)
# where no bytecode may be left behind, as in many containers, hundreds of processes would each compile all they import;
# what the first of them compiles lies beside the tests' own settings until the run ends
if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = f"{_home.name}/bytecode"
    sys.dont_write_bytecode = False

import marginlib.course  # noqa: E402, F401 - offers the lessons that examples of `marginlib.learn` speak of
from marginlib.learn import store  # noqa: E402

# The smart contract needs its extra; everything else works without. `tests/mechanics/vault/test_extra.py` says so.
CONTRACT = ["marginlib/vault/contract/*", "tests/mechanics/vault/contract/*"]
collect_ignore_glob = [] if all(map(find_spec, ("coincurve", "ethereum", "vyper"))) else CONTRACT
collect_ignore_glob += [] if find_spec("cosmic_ray") else ["tests/mutants/*"]  # a tool of its own session


@pytest.fixture(autouse=True, scope="module")
def newcomer() -> None:
    """The record in memory is empty at the beginning of each file: its examples hold whatever ran before it."""
    store._in_memory.clear()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: those with a browser or a server wait half of the time."""
    return (os.cpu_count() or 1) + 1


class ByFileAndLesson(LoadFileScheduling):  # type: ignore[misc] # the package has no types
    """The tests of a file stay together; in the browser those of a lesson do, since all lessons take minutes."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        lesson = re.search(r"\[(\d\d)\b", nodeid) if file.endswith("browser/test_playing.py") else None
        return f"{file} {lesson[1]}" if lesson else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Who gets which tests."""
    return ByFileAndLesson(config, log)

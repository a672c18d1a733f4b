"""The command as a learner runs it: real processes, a real server."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from marginlib.launch import health, main, workspace
from tests.launch.conftest import WAIT, Start, address, fetch, free_port, notebook, run_in_kernel


@pytest.fixture(scope="module")
def url(shared: "subprocess.Popen[str]") -> str:
    """The address that the shared server prints."""
    return address(shared)


def invoke(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the signal of Ctrl+C cannot be sent to one process on Windows")
def test_server(start: Start, tmp_path: Path) -> None:
    """`--no-browser --port` serves the chosen lesson at the printed address with our settings until Ctrl+C."""
    port = free_port()
    process = start("2", "--no-browser", "--port", str(port))
    url = address(process)
    assert url.startswith(f"http://127.0.0.1:{port}/lab/tree/lessons/02_isolated.ipynb?token=")
    page, _, token = url.partition("?")
    root = page.split("/lab/")[0]
    assert "version" in json.loads(fetch(f"{root}/api"))
    assert "jupyter-config-data" in fetch(url)
    saved = fetch(f"{root}/lab/api/settings/@jupyterlab/apputils-extension:notification?{token}")
    assert json.loads(saved)["settings"]["fetchNews"] == "false"
    content = json.loads(fetch(f"{root}/api/contents/lessons/02_isolated.ipynb?{token}"))
    assert content["content"]["cells"][0]["source"] == "print(6 * 7)  # lessons/02_isolated"

    second = start("--no-browser", "--port", str(port), "--folder", str(tmp_path / "second"))
    said, _ = second.communicate(timeout=WAIT)
    assert second.returncode == 1
    assert said.splitlines()[-1].startswith(f"Error: Port {port} is busy")
    assert "Traceback" not in said

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=WAIT)
    assert process.returncode == 0


@pytest.mark.slow
def test_kernel_answers_through_the_server(url: str) -> None:
    """A kernel started in the course's server runs in this environment and answers through its websocket."""
    assert run_in_kernel(url, "import sys, marginlib; print(sys.prefix)") == sys.prefix


@pytest.mark.slow
def test_server_needs_its_token(url: str) -> None:
    """Nobody without the printed token reads the learner's files."""
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{url.split('/lab/', maxsplit=1)[0]}/api/contents", timeout=WAIT)  # noqa: S310 - our own server


def test_kernel_connection_sends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's websocket has TCP_NODELAY set before it connects."""
    from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

    from marginlib.launch.connection import PromptConnection

    calls: list[object] = []
    monkeypatch.setattr(KernelWebsocketHandler, "set_nodelay", lambda _, value: calls.append(value))
    monkeypatch.setattr(PromptConnection.__mro__[1], "connect", lambda _: calls.append("connected"))
    handler = KernelWebsocketHandler.__new__(KernelWebsocketHandler)
    PromptConnection(websocket_handler=handler).connect()
    assert calls == [True, "connected"]


def test_light_start() -> None:
    """The command answers without importing JupyterLab, pandas or matplotlib."""
    code = (
        "import marginlib.launch, sys; print([m for m in ('jupyterlab', 'pandas', 'matplotlib') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments", [("98",), ("open", "98"), ("--reset", "98"), ("chek",)])
def test_unknown_lesson(
    arguments: tuple[str, ...], course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A lesson that is not there is refused in one line, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(workspace, "source_root", lambda: course)
    result = invoke(*arguments)
    assert result.exit_code == 1
    assert result.output.startswith("Error: There is no lesson or exercise called")
    assert result.output.count("\n") == 1
    assert not (tmp_path / "margin-course").exists()


def test_folder_that_cannot_be_written(course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder that takes no files is explained in one line."""
    monkeypatch.setattr(workspace, "source_root", lambda: course)
    (tmp_path / "file").write_text("not a folder")
    result = invoke("--folder", str(tmp_path / "file" / "x"), "--no-browser")
    assert result.exit_code == 1
    assert result.output.startswith("Error: Cannot write in")
    assert result.output.count("\n") == 1


def test_reset(course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`--reset` says what was restored and where the learner's version is, and starts no server."""
    monkeypatch.setattr(workspace, "source_root", lambda: course)
    folder = tmp_path / "mine"
    workspace.deliver(workspace.course_files(course), folder)
    (folder / "lessons" / "02_isolated.ipynb").write_bytes(notebook("mine"))
    result = invoke("--folder", str(folder), "--reset", "2")
    assert result.exit_code == 0
    assert "Restored" in result.output
    assert "02_isolated.mine.ipynb" in result.output


def test_newer_lesson_is_announced(course: Path, tmp_path: Path) -> None:
    """The learner is told which newer lesson arrived beside which changed one."""
    from marginlib.launch.cli import tell

    files = workspace.course_files(course)
    assert "Added 5 files." in tell(workspace.deliver(files, tmp_path / "x"), tmp_path / "x")
    (tmp_path / "x" / "lessons" / "02_isolated.ipynb").write_bytes(notebook("mine"))
    (course / "lessons" / "02_isolated.ipynb").write_bytes(notebook("newer"))
    (course / "lessons" / "glossary.md").write_text("# Glossary, newer\n")
    text = "\n".join(tell(workspace.deliver(files, tmp_path / "x"), tmp_path / "x"))
    assert "Updated, because you had not changed them: lessons/glossary.md." in text
    assert "beside it as 02_isolated.newer.ipynb" in text
    assert "margin-course diff lessons/02_isolated" in text


def test_what_differs_is_shown_and_can_be_taken(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of cells is compared, not their outputs; a file that is no notebook, line by line."""
    monkeypatch.setattr(workspace, "source_root", lambda: course)
    folder, lesson = tmp_path / "mine", tmp_path / "mine" / "lessons" / "02_isolated.ipynb"
    workspace.deliver(workspace.course_files(course), folder)
    ran = lesson.read_text().replace('"execution_count": null', '"execution_count": 7')
    lesson.write_text(ran)
    assert "says what the course's says" in invoke("diff", "2", "--folder", str(folder)).output
    lesson.write_bytes(notebook("size = 1\nprice = 90\nsize * price"))
    (course / "lessons" / "02_isolated.ipynb").write_bytes(notebook("size = 1\nprice = 80\nsize * price"))
    shown = invoke("diff", "2", "--folder", str(folder)).output
    assert "-price = 90\n+price = 80" in shown
    assert "execution_count" not in shown
    assert "`margin-course --reset lessons/02_isolated` takes the course's" in shown
    invoke("--folder", str(folder), "--reset", "lessons/02_isolated")
    assert "says what the course's says" in invoke("diff", "2", "--folder", str(folder)).output
    lesson.write_text("a diary")
    assert "-a diary" in invoke("diff", "2", "--folder", str(folder)).output
    lesson.unlink()
    assert "cannot be read (No such file" in invoke("diff", "2", "--folder", str(folder)).output


def test_help_names_every_way_in() -> None:
    """`--help` shows how to open a lesson, reset it, check the environment and see one's progress."""
    text = invoke("--help").output
    for words in ("margin-course 02", "diff 02", "--reset 02", "check", "progress", "tournament F"):
        assert words in text


def test_check_of_this_environment() -> None:
    """`margin-course check` finds everything here and says so."""
    result = invoke("check")
    assert result.exit_code == 0, result.output
    assert "✗" not in result.output
    assert result.output.rstrip().endswith("Start with `margin-course`.")


def test_check_names_the_fix_of_every_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault is named with its fix: Python, packages, kernel, folder, progress file."""
    progress = tmp_path / "progress.json"
    monkeypatch.setenv("BULKHEADS_PROGRESS", str(progress))
    assert health.progress_file().good
    progress.write_text("{ broken")
    broken = health.progress_file()
    assert progress.read_text() == "{ broken"

    def version(name: str) -> str:
        if name == "absent":
            raise metadata.PackageNotFoundError(name)
        return "1.0"

    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    def nothing(_: object, name: str) -> None:
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", nothing)
    (tmp_path / "file").write_text("not a folder")
    faults = [
        health.python((3, 10, 2)),
        *health.packages(["absent>=2", "old>=2", "fine>=0.5", 'elsewhere; sys_platform == "amiga"'], version),
        health.kernel(),
        health.writable(tmp_path / "file" / "x"),
        broken,
    ]
    assert [finding.good for finding in faults] == [False, False, False, True, False, False, False]
    assert all(finding.fix for finding in faults if not finding.good)
    assert "6 faults" in health.report(faults)


@pytest.mark.parametrize(
    ("content", "good"),
    [
        (b"\xef\xbb\xbf" + b'{"schema": 2}', True),
        (b'{"schema": 99, "alias": "ada"}', True),
        (b'{"schema": 2, "items": {"00-a": 5}}', True),
        (b"[" * 100_000, False),
        (b"[]", False),
    ],
)
def test_check_and_the_course_agree_on_which_progress_can_be_read(
    content: bytes, good: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that the course reads on, if only in part, is no fault; one that it would move aside is, in a line."""
    progress = tmp_path / "progress.json"
    monkeypatch.setenv("BULKHEADS_PROGRESS", str(progress))
    progress.write_bytes(content)
    assert health.progress_file().good == good
    assert progress.read_bytes() == content


@pytest.mark.parametrize("place", ["~nobody-of-this-name/p.json", "/", "."])
def test_check_answers_a_place_that_is_none(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that nobody has, and a folder instead of a file, are faults with a way out, and no traceback."""
    monkeypatch.setenv("BULKHEADS_PROGRESS", place)
    found = health.progress_file()
    assert (found.good, place in found.found, bool(found.fix)) == (False, True, True)


def test_check_leaves_nothing_behind(tmp_path: Path) -> None:
    """Looking whether a folder can be written leaves it as it was."""
    assert health.writable(tmp_path / "not" / "there").good
    assert list(tmp_path.iterdir()) == []


def test_check_fails_with_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """`margin-course check` ends with an error where something is missing, for scripts to notice."""
    monkeypatch.setattr(health, "kernel", lambda: health.Finding(good=False, found="no kernel", fix="Install one."))
    result = invoke("check")
    assert result.exit_code == 1
    assert "→ Install one." in result.output


def test_progress() -> None:
    """`margin-course progress` prints the learner's map."""
    result = invoke("progress")
    assert result.exit_code == 0, result.output
    assert "done" in result.output


@pytest.mark.parametrize("command", ["check", "progress"])
def test_terminal_without_our_signs(command: str) -> None:
    """A terminal that cannot show the sign ✓ shows another, not a traceback."""
    code = "from marginlib.launch import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, command],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    )
    assert b"?" in done.stdout

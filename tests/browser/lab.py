"""Drive JupyterLab in headless Chromium as a learner would: open, wait, run all, move sliders by keyboard."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, expect, sync_playwright  # noqa: A004 - theirs, not the built-in

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
THEME = "document.body.dataset.jpThemeName"
THEMES = ("JupyterLab Light", "JupyterLab Dark")
DARK = {"@jupyterlab/apputils-extension/themes.jupyterlab-settings": {"theme": THEMES[1]}}
# every cell is in the page, also those out of sight, so that a test can look at all of them
WHOLE = {"@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"}}
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}  # or a dialog asks
EXPOSED = {"LabApp": {"expose_app_in_browser": True}}  # so that a page can open the next notebook without loading anew
ASLEEP = {"Awake": {"kept": 0}}
PATIENCE = 60_000  # milliseconds: a slow machine is no failure
expect.set_options(timeout=PATIENCE)
BROKEN = ("model not found", "Error displaying widget", "Loading widget")
IDLE = '.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-ExecutionIndicator[data-status="idle"]'
OPEN = "path => { jupyterapp.commands.execute('docmanager:open', {path}); }"  # its answer is too large to wait for
# the page alone may look idle before it has a kernel
READY = """path => {
    const shown = window.jupyterapp?.shell.currentWidget;
    return shown?.context?.path === path && shown.sessionContext.session?.kernel?.status === 'idle';
}"""
CLOSE = """() => {
    for (const widget of [...jupyterapp.shell.widgets('main')]) {
        if (widget.context) widget.context.model.dirty = false;  // or a dialog asks whether to save
        widget.close();
    }
}"""
RESTART = "() => { jupyterapp.commands.execute('kernelmenu:restart'); }"  # and a dialog asks
SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
PROMPTS = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(it => it.textContent)"


def chromium() -> str | None:
    """Where Chromium or Chrome is, if anywhere on the path."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


@dataclass(frozen=True)
class Server:
    """A running JupyterLab."""

    address: str
    token: str

    def url(self, notebook: str) -> str:
        """The page of a notebook."""
        return f"{self.address}/lab/tree/{notebook}?token={self.token}&reset"

    def stop_kernels(self) -> None:
        """Stop every kernel."""
        for session in self._ask("GET", "api/sessions"):
            self._ask("DELETE", f"api/sessions/{session['id']}")

    def _ask(self, method: str, path: str) -> list[dict[str, str]]:
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.address}/{path}", method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            body = answer.read()
        return list(json.loads(body)) if body else []


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(folder: Path, lesson: str, *, dark: bool = False, awake: bool = False) -> Iterator[Server]:
    """The real launcher on a working folder, until the end of the block; lessons open asleep where tests run them."""
    own = folder / ".settings"
    for name, content in {**WHOLE, **(DARK if dark else {})}.items():
        path = own / "lab" / "user-settings" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    (own / "jupyter_lab_config.json").write_text(json.dumps(EXPOSED), encoding="utf-8")
    if not awake:
        (own / "jupyter_server_config.json").write_text(json.dumps(ASLEEP), encoding="utf-8")
    code = "from marginlib.launch import main; main()"
    options = ["--no-browser", "--port", str(free_port()), "--folder", str(folder), lesson]
    private = {
        "BULKHEADS_PROGRESS": str(folder / ".progress.json"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "XDG_DATA_HOME": str(folder / ".data"),
        "BULKHEADS_SETTINGS": str(own),
        "JUPYTER_CONFIG_DIR": str(own),
    }
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"} | private
    log = folder / ".server.log"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [sys.executable, "-c", code, *options], stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=folder
        )
        try:
            yield _announced(server, log)
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _announced(server: "subprocess.Popen[bytes]", log: Path) -> Server:
    for _ in range(600):
        text = log.read_text(encoding="utf-8")
        found = re.search(r"(http://[\d.]+:\d+)/\S*token=(\w+)", text)
        if found:
            return Server(found[1], found[2])
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the launcher did not start:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def browsing(width: int = 1280, height: int = 1000) -> Iterator[Page]:
    """A page of headless Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_default_timeout(PATIENCE)
            yield page
        finally:
            browser.close()


def open_notebook(page: Page, server: Server, notebook: str) -> None:
    """Open a notebook and wait until its kernel is idle: before that, running all cells does nothing."""
    if page.url.startswith(server.address):
        page.evaluate(OPEN, notebook)
    else:
        page.goto(server.url(notebook))
    page.wait_for_function(READY, arg=notebook)
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(300)


def hide_files(page: Page) -> None:
    """Close the list of files, where it is open."""
    page.keyboard.press("Escape")
    if page.locator("#jp-left-stack:visible").count():
        page.keyboard.press("Control+b")
        page.wait_for_timeout(400)


def close_notebooks(page: Page, server: Server) -> None:
    """Close every notebook unsaved and stop its kernel, so that the next has page and machine to itself."""
    page.evaluate(CLOSE)
    server.stop_kernels()


def run_all(page: Page) -> None:
    """Clear all outputs, run all cells from the menu, and wait for the last one."""
    _menu(page, "Edit", "editmenu:clear-all")
    page.wait_for_function(f"() => !({PROMPTS}).some(prompt => /\\d/.test(prompt))")
    for _ in range(3):
        _menu(page, "Run", "runmenu:run-all")
        try:
            page.wait_for_function(f"() => ({PROMPTS}).some(prompt => /[\\d*]/.test(prompt))", timeout=10_000)
        except TimeoutError:
            continue  # a kernel that has only begun to answer lets the first attempt fall
        break
    page.wait_for_function(
        f"""() => {{
            const prompts = {PROMPTS};
            const quiet = prompts.every(p => !p.includes('*')) && prompts.some(p => /\\d/.test(p));
            window.quiet = quiet && document.querySelector('{IDLE}') ? (window.quiet || 0) + 1 : 0;
            return window.quiet > 10;
        }}""",
        polling=50,
    )


def save(page: Page) -> None:
    """Save the notebook that is open."""
    page.evaluate(SAVE)


def _menu(page: Page, menu: str, command: str) -> None:
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.locator(f'.lm-Menu-item[data-command="{command}"]').click()


def errors(page: Page) -> list[str]:
    """What went wrong on the page: tracebacks, and widgets that could not be shown."""
    outputs: Sequence[str] = page.locator(".jp-OutputArea-output").all_inner_texts()
    broken = [text for text in outputs if any(sign in text for sign in BROKEN)]
    tracebacks = page.locator('[data-mime-type="application/vnd.jupyter.error"]').all_inner_texts()
    told = filter(None, page.locator(".bulkheads-explorer [role=alert]").all_inner_texts())
    return [*tracebacks, *broken, *told]


def explorers(page: Page) -> list[Locator]:
    """The explorers on the page; one that is shown twice counts twice."""
    return page.locator(".bulkheads-explorer").all()


def press(slider: Locator, key: str) -> None:
    """Press a key on a slider and wait for the answer in its words, at most ten seconds."""
    before = slider.get_attribute("aria-valuetext")
    slider.focus()
    slider.press(key)
    for _ in range(500):
        if slider.get_attribute("aria-valuetext") != before:
            return
        slider.page.wait_for_timeout(20)
    raise AssertionError(f"the words {before!r} of the slider did not change")


def picture(explorer: Locator) -> str:
    """What the picture of an explorer is made of, byte by byte."""
    code = """async it => {
        const bytes = await (await fetch(it.src)).arrayBuffer();
        const digest = await crypto.subtle.digest('SHA-256', bytes);
        return [...new Uint8Array(digest)].join();
    }"""
    return str(explorer.locator("img:visible").first.evaluate(code))


def slide_by_keys(explorer: Locator) -> None:
    """See that the picture has words and is shown pixel by pixel, and that a key on each slider in use changes it."""
    image = explorer.locator("img:visible").first
    alt = image.get_attribute("alt")
    assert alt, "the picture has no alternative text"
    assert image.evaluate("it => it.naturalWidth === it.clientWidth"), "the picture is not shown pixel by pixel"
    for slider in explorer.locator("input[type=range]").all():
        if not slider.is_visible() or slider.is_disabled():
            continue  # the explorer says that it makes no difference as things stand
        before = picture(explorer)
        top = slider.evaluate("it => [it.max, it.dataset.limit].includes(it.value)")  # a story may stop before
        step = "ArrowLeft" if top else "ArrowRight"
        for key in (step, step, step, "Home"):  # before its question a story may rest for some steps
            press(slider, key)
            if picture(explorer) != before:
                break
        else:
            raise AssertionError(f"a slider does not change the picture: {alt}")


def themes(page: Page) -> list[str]:
    """The light and the dark theme of JupyterLab, the one that is on first."""
    return sorted(THEMES, key=lambda theme: theme != page.evaluate(THEME))


def turn(page: Page, theme: str) -> None:
    """Choose a theme of JupyterLab from the menu, where it is not on."""
    if page.evaluate(THEME) == theme:
        return
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    page.locator('.lm-Menu-item[data-command="apputils:change-theme"]').get_by_text(theme, exact=True).click()
    page.wait_for_function(f"it => {THEME} === it", arg=theme)

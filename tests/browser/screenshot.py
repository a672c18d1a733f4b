"""Look at a notebook: run it in JupyterLab and save what a learner sees, screen by screen.

python -m tests.browser.screenshot NOTEBOOK OUT_DIR [--dark] [--width 1280] [--as-saved]
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import lab

TALL = 1000
SCROLLER = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer"

# two frames later what came into sight is drawn
SCROLL = """(it, top) => new Promise(done => {
    it.scrollTop = top;
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""


def photographed(page: Page, out: Path, name: str) -> list[Path]:
    """Scroll through the notebook and save each screen as PNG."""
    out.mkdir(parents=True, exist_ok=True)
    page.keyboard.press("Escape")
    if page.locator("#jp-left-stack:visible").count():
        page.keyboard.press("Control+b")
        page.wait_for_timeout(400)
    panel = page.locator(SCROLLER).first
    height, view = (int(panel.evaluate(f"it => it.{what}")) for what in ("scrollHeight", "clientHeight"))
    saved = []
    for number, top in enumerate(range(0, height, max(view - 40, 1))):
        panel.evaluate(SCROLL, top)
        saved.append(out / f"{name}-{number:02d}.png")
        page.screenshot(path=saved[-1])
        if top + view >= height:
            break
    return saved


def main() -> int:
    """Run the notebook named on the command line, and print where the pictures are and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--as-saved", action="store_true", help="do not run the cells")
    chosen = parser.parse_args()
    if lab.chromium() is None:
        print("no Chromium on the path: apt-get install chromium")
        return 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copy(chosen.notebook, folder)
        name = chosen.notebook.name
        with (
            lab.serving(folder, "00", dark=chosen.dark) as server,
            lab.browsing(chosen.width, TALL) as page,
        ):
            lab.open_notebook(page, server, name)
            if not chosen.as_saved:
                lab.run_all(page)
            stem = f"{chosen.notebook.stem}-{'dark' if chosen.dark else 'light'}"
            for path in photographed(page, chosen.out, stem):
                print(path)
            wrong = lab.errors(page)
            server.stop_kernels()
    for text in wrong:
        print("WRONG:", text[-600:])
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

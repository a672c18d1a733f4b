"""Look at a notebook: run it in JupyterLab and save what a learner sees, in one tall picture.

python -m tests.browser.screenshot NOTEBOOK OUT_DIR [--dark] [--width 1280] [--as-saved]
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import lab

TALLEST = 16_000  # pixels that a browser paints in one piece
BOTTOM = """() => {
    const panel = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer');
    panel.scrollTop = 0;
    return [...panel.querySelectorAll('.jp-Cell')].pop().getBoundingClientRect().bottom;
}"""
FOOT = 60  # pixels below the last cell

# two frames later what came into sight is drawn
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def photographed(page: Page, out: Path, name: str) -> Path:
    """Save the whole notebook as one PNG, as in a window that is tall enough."""
    out.mkdir(parents=True, exist_ok=True)
    lab.hide_files(page)
    window = page.viewport_size
    assert window, "the page has no window"
    page.set_viewport_size({"width": window["width"], "height": min(int(page.evaluate(BOTTOM)) + FOOT, TALLEST)})
    page.evaluate(DRAWN)
    saved = out / f"{name}.png"
    page.screenshot(path=saved)
    page.set_viewport_size(window)
    return saved


def main() -> int:
    """Run the notebook named on the command line, and print where the picture is and what went wrong."""
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
            lab.browsing(chosen.width) as page,
        ):
            lab.open_notebook(page, server, name)
            if not chosen.as_saved:
                lab.run_all(page)
            stem = f"{chosen.notebook.stem}-{'dark' if chosen.dark else 'light'}"
            print(photographed(page, chosen.out, stem))
            wrong = lab.errors(page)
            server.stop_kernels()
    for text in wrong:
        print("WRONG:", text[-600:])
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

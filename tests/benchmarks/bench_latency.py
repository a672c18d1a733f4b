"""From a key on a slider to painted pixels, in the browser: each explorer against `@interact` and `plt.show`.

    python -m tests.benchmarks.bench_latency [--presses 25]

Both draw the same figure of the same result, in the same JupyterLab, one press at a time. The floor is the time for an
image of eight by eight pixels: what the machine, as busy as it is, needs to carry a press there and an image back.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import Locator

from tests.browser import lab
from tests.show.explorers import EXPLORERS

EXPLORER = """from tests.show.explorers import EXPLORERS
w = EXPLORERS[{name!r}]()
w"""

FLOOR = """import ipywidgets
slider, image = ipywidgets.IntSlider(10, 1, 50), ipywidgets.Image(format='png')
import numpy as np
from marginlib.show.scene import encoded
def show(_):
    image.value = encoded(np.full((8, 8, 4), 255 - slider.value, np.uint8))
slider.observe(show, 'value')
show(None)
ipywidgets.VBox([slider, image])"""

INTERACT = """import ipywidgets
import matplotlib.pyplot as plt
import marginlib.show.scene
%matplotlib inline
marginlib.show.scene.Figure = plt.figure
state = w.state
first = {first!r}
slider = getattr(w, first)
def figure(value):
    scene = type(w._scene)()
    for artist in scene.moving:
        artist.set_animated(False)
    scene.update(w._model(**{{**state, first: value}}))
    plt.show()
ipywidgets.interact(figure, value=type(slider)(value=slider.value, min=slider.min, max=slider.max, step=slider.step))"""

WATCH = """root => {
    window.samples = [];
    let start = 0;
    root.addEventListener('keydown', () => { start = performance.now(); }, true);
    root.addEventListener('load', event => {
        if (event.target.tagName !== 'IMG' || !start) return;
        const pressed = start;
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => { window.samples.push(performance.now() - pressed); };
            channel.port2.postMessage(0);
        });
    }, true);
}"""


def presses(output: Locator, count: int) -> list[float]:
    """Milliseconds from each of `count` presses to the frame that shows their picture."""
    output.evaluate(WATCH)
    slider = output.locator("[role=slider]").first
    slider.focus()
    taken = []
    for number in range(count + 3):
        at_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
        output.page.evaluate("window.samples = []")
        slider.press("ArrowLeft" if at_end or number % 2 else "ArrowRight")
        output.page.wait_for_function("window.samples.length > 0")
        if number >= 3:
            taken.append(float(output.page.evaluate("window.samples[window.samples.length - 1]")))
        output.page.wait_for_timeout(120)
    return taken


def write_notebook(name: str, folder: Path) -> None:
    """Write a notebook with the explorer and, after it, the default idiom for its first slider."""
    explorer = EXPLORERS[name]()
    first = next(key for key in explorer.state if hasattr(getattr(explorer, key), "min"))
    cells = [EXPLORER.format(name=name), INTERACT.format(first=first), FLOOR]
    made = nbformat.v4.new_notebook(metadata=lab.KERNEL)  # type: ignore[no-untyped-call]
    made.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]  # type: ignore[no-untyped-call]
    nbformat.write(made, folder / f"{name}.ipynb")  # type: ignore[no-untyped-call]


def main() -> int:
    """Measure every explorer and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presses", type=int, default=25)
    count = parser.parse_args().presses
    if lab.chromium() is None:
        print("no Chromium on the path: apt-get install chromium")
        return 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in EXPLORERS:
            write_notebook(name, folder)
        machine = f"{platform.machine()}, {platform.system()}, {os.cpu_count()} cores"
        print(f"{machine}, Python {platform.python_version()}; median of {count} presses")
        print(f"{'explorer':<14} {'controls':>8} {'ours':>9} {'p90':>9} {'floor':>9} {'interact':>9} {'ratio':>6}")
        with lab.serving(folder, "00") as server, lab.browsing() as page:
            for name in EXPLORERS:
                lab.open_notebook(page, server, f"{name}.ipynb")
                lab.run_all(page)
                outputs = page.locator(".jp-CodeCell").all()
                ours = sorted(presses(outputs[0], count))
                theirs = statistics.median(presses(outputs[1], count))
                floor = statistics.median(presses(outputs[2], count))
                median = statistics.median(ours)
                controls = len(EXPLORERS[name]().state)
                slow = ours[int(0.9 * len(ours))]
                row = f"{name:<14} {controls:>8} {median:>6.1f} ms {slow:>6.1f} ms {floor:>6.1f} ms {theirs:>6.0f} ms"
                print(f"{row} {theirs / median:>5.1f}x", flush=True)
                server.stop_kernels()
    return 0


if __name__ == "__main__":
    sys.exit(main())

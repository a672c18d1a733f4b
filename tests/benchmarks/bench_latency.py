"""From a key on a slider to painted pixels, in the browser: each explorer against `@interact` and `plt.show`.

    python -m tests.benchmarks.bench_latency [--presses 25]

Both draw the same figure of the same result, in the same JupyterLab, one press at a time, on to the end of the slider
and back: most presses ask for something that was not shown before. Between two presses lie 120 ms, as much as a quick
finger leaves, in which an explorer may draw ahead; `--pause` sets others. A picture is in the page when its image
element has it, loaded when the browser has its bytes, and painted when the frame that shows it is done: at 60 frames a
second that is half a frame later on average, and a whole one at worst. The floor is the time for an image of eight by
eight pixels: what the machine, as busy as it is, needs to carry a press there and an image back.
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

from marginlib.course.start_here import picture
from tests.browser import lab
from tests.course.explorers import EXPLORERS

SHOWN = {"one slider": picture.scene, **EXPLORERS}  # the first has one control
SLIDING = [name for name in SHOWN if name != "journal"]

EXPLORER = """from tests.benchmarks.bench_latency import SHOWN
w = SHOWN[{name!r}]()
w"""

FLOOR = """import ipywidgets
slider, image = ipywidgets.IntSlider(10, 1, 50), ipywidgets.HTML()
from base64 import b64encode
from io import BytesIO
from PIL import Image
def show(_):
    bytes = BytesIO()
    Image.new("L", (8, 8), 255 - slider.value).save(bytes, "png")
    image.value = f'<img src="data:image/png;base64,{b64encode(bytes.getvalue()).decode()}">'
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
kind = ipywidgets.IntSlider if slider.whole else ipywidgets.FloatSlider
def figure(value):
    scene = type(w._scene)()
    for artist in scene.moving:
        artist.set_animated(False)
    scene.update(w._model(**{{**state, first: value}}))
    plt.show()
ipywidgets.interact(figure, value=kind(value=slider.value, min=slider.min, max=slider.max, step=slider.step))"""

WATCH = """root => {
    window.samples = [];
    const shown = () => root.querySelector('img');
    let start = 0;
    let last = shown();
    let source = last?.src;
    const loaded = (pressed, there) => {
        const seen = performance.now() - pressed;
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => { window.samples.push([there, seen, performance.now() - pressed]); };
            channel.port2.postMessage(0);
        });
    };
    root.addEventListener('keydown', () => { start = performance.now(); }, true);
    new MutationObserver(() => {
        const image = shown();
        if (!image || !start || (image === last && image.src === source)) return;
        last = image;
        source = image.src;
        const pressed = start, there = performance.now() - start;
        if (image.complete) loaded(pressed, there);
        else image.addEventListener('load', () => loaded(pressed, there), {once: true});
    }).observe(root, {subtree: true, childList: true, attributes: true, attributeFilter: ['src', 'class']});
}"""


SLIDER = ".bulkheads-explorer input[type=range], [role=slider]"  # ours, or that of ipywidgets
STANDS = (
    "it => it.type ? [it.value, it.min, it.max] : ['now', 'min', 'max'].map(at => it.getAttribute('aria-value' + at))"
)

Times = tuple[float, float, float]


def presses(output: Locator, count: int, pause: float) -> list[Times]:
    """Milliseconds from each of `count` presses to their picture: in the page, loaded, painted."""
    output.evaluate(WATCH)
    slider = output.locator(SLIDER).first
    slider.focus()
    taken = []
    key = "ArrowRight"
    for number in range(count + 3):
        now, low, high = slider.evaluate(STANDS)
        key = {low: "ArrowRight", high: "ArrowLeft"}.get(now, key)
        output.page.evaluate("window.samples = []")
        slider.press(key)
        output.page.wait_for_function("window.samples.length > 0")
        if number >= 3:
            there, loaded, painted = output.page.evaluate("window.samples[window.samples.length - 1]")
            taken.append((float(there), float(loaded), float(painted)))
        output.page.wait_for_timeout(pause)
    return taken


def median(taken: list[Times]) -> Times:
    """Medians of each time."""
    there, loaded, painted = (statistics.median(times) for times in zip(*taken, strict=True))
    return there, loaded, painted


def write_notebook(name: str, folder: Path) -> None:
    """Write a notebook with the explorer and, after it, the default idiom for its first slider."""
    explorer = SHOWN[name]()
    first = next(key for key in explorer.state if hasattr(getattr(explorer, key), "min"))
    cells = [EXPLORER.format(name=name), INTERACT.format(first=first), FLOOR]
    made = nbformat.v4.new_notebook(metadata=lab.KERNEL)  # type: ignore[no-untyped-call]
    made.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]  # type: ignore[no-untyped-call]
    nbformat.write(made, folder / f"{name}.ipynb")  # type: ignore[no-untyped-call]


def main() -> int:
    """Measure every explorer and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presses", type=int, default=25)
    parser.add_argument("--pause", type=float, default=120, help="milliseconds from a picture to the next press")
    parser.add_argument("--only", nargs="*", default=SLIDING, help="names of explorers")
    arguments = parser.parse_args()
    count, pause, names = arguments.presses, arguments.pause, arguments.only
    if lab.chromium() is None:
        print("no Chromium on the path: apt-get install chromium")
        return 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in names:
            write_notebook(name, folder)
        machine = f"{platform.machine()}, {platform.system()}, {os.cpu_count()} cores"
        print(f"{machine}, Python {platform.python_version()}; median of {count} presses, {pause:g} ms apart")
        heads = ("controls", "in page", "loaded", "painted", "p90", "floor", "interact", "ratio")
        print(f"{'explorer':<20}" + "".join(f"{head:>11}" for head in heads))
        with lab.serving(folder, "00") as server, lab.browsing() as page:
            for name in names:
                lab.open_notebook(page, server, f"{name}.ipynb")
                lab.run_all(page)
                outputs = page.locator(".jp-CodeCell").all()
                ours, theirs, floor = (presses(output, count, pause) for output in outputs)
                slow = sorted(times[-1] for times in ours)[int(0.9 * len(ours))]
                times = [*median(ours), slow, median(floor)[-1], median(theirs)[-1]]
                row = "".join(f"{value:>8.1f} ms" for value in times)
                print(f"{name:<20}{len(SHOWN[name]().state):>11}{row}{times[-1] / times[2]:>10.1f}x", flush=True)
                lab.close_notebooks(page, server)
    return 0


if __name__ == "__main__":
    sys.exit(main())

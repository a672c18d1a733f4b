"""The visual language: what each colour means, and the second channel that says the same without colour.

The colours are those of Okabe and Ito, "Color Universal Design" (2008), which people with any kind of colour vision
can tell apart. Several are too light for text on white: a role has an ink for its text, at a contrast of 4.5 to 1.

The letters are Inter by Rasmus Andersson and others (SIL Open Font License, `fonts/OFL.txt`), cut down to the signs of
Latin and Greek and with figures of one width, so that a number that changes stays where it is. Its bold is the
semi-bold of the family. A modified font has to go by another name: here Inter Tabular.
"""

from dataclasses import dataclass
from pathlib import Path

from matplotlib.font_manager import fontManager

from marginlib.errors import UnknownName

BLACK = "#000000"
BLUE = "#0072B2"
GREEN = "#009E73"
GREY = "#767676"
ORANGE = "#E69F00"
PINK = "#CC79A7"
SKY = "#56B4E9"
VERMILION = "#D55E00"
WHITE = "#FFFFFF"
YELLOW = "#F0E442"
PALETTE = frozenset({BLACK, BLUE, GREEN, GREY, ORANGE, PINK, SKY, VERMILION, WHITE, YELLOW})

TITLE = 12.0  # sizes of text in points; at DPI dots an inch, ten points are fourteen pixels on the screen
TEXT = 11.0
SMALL = 10.0
DPI = 100

FAMILY = "Inter Tabular"
for _face in sorted((Path(__file__).parent / "fonts").glob("*.ttf")):
    fontManager.addfont(_face)


@dataclass(frozen=True)
class Role:
    """How one thing looks everywhere: its colour, the ink of its text, its line and marker, the fill of its tank."""

    color: str
    ink: str
    line: str | tuple[int, tuple[int, ...]] = "-"
    marker: str = "o"
    fill: float = 0.4

    @property
    def surface(self) -> str:
        """The opaque colour of a surface: the colour thinned with white, so that black text on it can be read."""
        return mixed(self.color, self.fill)


ROLES = {
    "btc": Role(BLUE, "#00639B", "-", "o"),
    "eth": Role(ORANGE, "#8A5F00", (0, (6, 2)), "s"),
    "third": Role(SKY, "#1F6E9E", (0, (2, 1)), "^"),
    "pool": Role(PINK, "#9A4273", (0, (8, 2, 2, 2)), "D"),
    "free": Role(GREEN, "#00764F", (0, (4, 1)), "v"),
    "fund": Role(YELLOW, "#6E6700", (0, (1, 1)), "P"),
    "market": Role(GREY, "#595959", "-", "h"),
    "loss": Role(VERMILION, "#AD4B00", (0, (3, 2)), "X"),
    "need": Role(VERMILION, "#AD4B00", (0, (1, 1)), "_"),
    "plain": Role(BLACK, BLACK, "-", "|", fill=0.15),
}
"""What each colour means: two markets and a third one, a shared pool, money out of reach, the insurance fund, the
rest of the market, what was lost, what is needed, and everything else."""


def role(name: str) -> Role:
    """Return how the thing called `name` looks.

    >>> role("btc").color
    '#0072B2'
    """
    try:
        return ROLES[name]
    except KeyError:
        raise UnknownName(f"no role is called {name!r}; choose one of {', '.join(ROLES)}") from None


def mixed(color: str, share: float) -> str:
    """Return `color` mixed with white: a share of 1 is the colour itself, 0 is white.

    >>> mixed("#000000", 0.2)
    '#CCCCCC'
    """
    return "#" + "".join(f"{round(255 + (channel - 255) * share):02X}" for channel in _channels(color))


PALE = 0.35  # what is still to come is the colour thinned to this share
EDGES = 5  # steps between two colours that a smooth edge needs at least


def shades() -> list[tuple[int, ...]]:
    """Return the at most 256 colours that a picture is made of: every colour of a role, and edges to what is under it.

    >>> colors = shades()
    >>> len(colors) <= 256, colors[0], (0, 0x72, 0xB2) in colors
    (True, (255, 255, 255), True)
    """
    steps = [step / EDGES for step in range(1, EDGES + 1)]
    greys = [(level, level, level) for level in (255, *range(244, -1, -5))]
    on_white = {color for look in ROLES.values() for color in (look.color, look.ink)}
    surfaces = {look.surface for look in ROLES.values()} | {mixed(look.color, PALE) for look in ROLES.values()}
    thinned = [_channels(mixed(color, step)) for color in sorted(on_white) for step in steps]
    darkened = [tuple(round(part * step) for part in _channels(color)) for color in sorted(surfaces) for step in steps]
    return list(dict.fromkeys([*greys, *thinned, *darkened]))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as the Web Content Accessibility Guidelines 2.1 define it.

    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _channels(color: str) -> tuple[int, ...]:
    return tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))


KNEE = 0.04045  # where the sRGB curve turns from a line into a power


def _luminance(color: str) -> float:
    linear = [
        part / 12.92 if part <= KNEE else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

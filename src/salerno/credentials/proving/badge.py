"""The badge's picture: an arch over waves, the achievement's title, the institution's name; as SVG and PNG.

The PNG is the SVG, drawn by Typst, whose own serif has the accents of every partner's language (Pillow's
built-in outline font has none).
"""

import textwrap
from math import cos, pi, sin
from xml.sax.saxutils import escape

SIZE = 600
_SEA, _LEMON, _PAPER, _INK = "#0B6670", "#E8B21E", "#FBFAF6", "#17212B"
_FONTS = "Source Serif 4, Libertinus Serif, Georgia, serif"
# y of the first line, step, size, most lines, characters in a line (the reader's serif may be a wide one)
_TITLE = (350, 40, 33, 4, 26)
_NAME = (524, 27, 21, 2, 30)

_PNG = f"""
#set page(width: {SIZE}pt, height: {SIZE}pt, margin: 0pt, fill: none)
#image(bytes(sys.inputs.badge), format: "svg", width: 100%)
"""


def badge_svg(title: str, institution: str) -> str:
    """A square badge of 600; the words are escaped, wrapped and, when too many, cut with an ellipsis."""
    label = escape(f"{title} · {institution}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
        f'viewBox="0 0 {SIZE} {SIZE}" role="img">'
        f"<title>{label}</title>"
        f'<circle cx="300" cy="300" r="292" fill="{_PAPER}" stroke="{_SEA}" stroke-width="12"/>'
        f'<circle cx="300" cy="300" r="276" fill="none" stroke="{_LEMON}" stroke-width="3"/>'
        f'<g transform="translate(190 70) scale(2.2)">{_device()}</g>'
        f"{_lines(title, _TITLE, _INK)}{_lines(institution, _NAME, _SEA)}</svg>"
    )


def badge_png(title: str, institution: str) -> bytes:
    """The same badge, 600 by 600 pixels, transparent around the circle."""
    import typst

    return typst.compile(_PNG.encode(), format="png", ppi=72, sys_inputs={"badge": badge_svg(title, institution)})


def device_svg() -> str:
    """The arch over waves alone, on a ground of 100 by 100."""
    ground = 'width="100" height="100" viewBox="0 0 100 100"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {ground}>{_device()}</svg>'


def emblem_svg() -> str:
    """The flag of Europe to its official geometry (Interinstitutional Style Guide, annex A1): twelve upright stars like the hours
    of a clock on a circle whose radius is a third of the height, each within a circle of an eighteenth of the height."""
    stars = "".join(_star(405 + 180 * sin(hour * pi / 6), 270 - 180 * cos(hour * pi / 6)) for hour in range(12))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 810 540" width="810" height="540">'
        f'<path fill="#003399" d="M0 0h810v540H0z"/><path fill="#FFCC00" d="{stars}"/></svg>'
    )


def _star(x: float, y: float, radius: float = 30.0) -> str:
    """A five-pointed star with one point upwards, as path data."""
    inner = radius * sin(pi / 10) / sin(7 * pi / 10)
    points = [(radius if step % 2 == 0 else inner, step * pi / 5) for step in range(10)]
    return "M" + "L".join(f"{x + far * sin(turn):.1f} {y - far * cos(turn):.1f}" for far, turn in points) + "z"


def _lines(text: str, place: tuple[int, int, int, int, int], colour: str) -> str:
    top, step, size, most, width = place
    lines = textwrap.wrap(text, width, max_lines=most, placeholder=" …")
    return "".join(
        f'<text x="300" y="{top + number * step}" text-anchor="middle" font-size="{size}" fill="{colour}" '
        f'font-family="{_FONTS}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _device() -> str:
    """Two pillars and the arch that joins them, a keystone of lemon, three waves below."""
    stroke = f'fill="none" stroke="{_SEA}" stroke-linecap="round"'
    arch = f'<path d="M26 68 V42 a24 24 0 0 1 48 0 V68" {stroke} stroke-width="8"/>'
    keystone = f'<circle cx="50" cy="18" r="5.5" fill="{_LEMON}"/>'
    waves = "".join(f'<path d="M10 {y} q10 -8 20 0 t20 0 t20 0 t20 0" {stroke} stroke-width="3.5"/>' for y in (76, 86, 96))
    return arch + keystone + waves

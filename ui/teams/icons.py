"""The icons of the app package: a channel's three boxes on a line, drawn when the package is made."""

from io import BytesIO

from PIL import Image, ImageDraw

ACCENT = "#2B5797"

COLOR_SIZE, OUTLINE_SIZE = 192, 32
"""Pixels; Teams takes no other."""

# Drawn so many times larger, then made smaller: edges are smooth.
_SCALE = 8


def color_icon() -> bytes:
    """The icon on its own ground, as PNG."""
    return _png(_drawn(COLOR_SIZE, ground=ACCENT, line="#FFFFFF"))


def outline_icon() -> bytes:
    """White on nothing, as PNG."""
    return _png(_drawn(OUTLINE_SIZE, ground="#FFFFFF00", line="#FFFFFF"))


def _drawn(size: int, *, ground: str, line: str) -> Image.Image:
    side = size * _SCALE
    image = Image.new("RGBA", (side, side), ground)
    draw = ImageDraw.Draw(image)
    unit, middle = side / 32, side / 2
    draw.rectangle((3 * unit, middle - unit, 29 * unit, middle + unit), fill=line)
    for left in (4, 12.5, 21):
        box = (left * unit, middle - 4 * unit, (left + 7) * unit, middle + 4 * unit)
        draw.rounded_rectangle(box, radius=1.5 * unit, fill=line)
    mark = ACCENT if ground == ACCENT else "#FFFFFF00"
    draw.line(
        [(13.7 * unit, middle), (15.4 * unit, middle + 1.8 * unit), (18.4 * unit, middle - 1.8 * unit)],
        mark,
        round(1.2 * unit),
    )
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _png(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()

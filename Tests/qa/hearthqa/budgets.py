"""The promises that the theme makes, in numbers. Everything that a check compares with a limit is here."""

# A page's weight: what its HTML, style sheets and scripts weigh compressed, as a server sends them. No images.
PAGE_KB = 60
# Scripts alone, before the reader has touched the search box.
SCRIPT_KB = 15

# On a phone four times slower than this machine, over 1.6 Mbit/s with 150 ms of latency ("slow 4G").
LARGEST_PAINT_MS = 1000
LAYOUT_SHIFT = 0.05
BLOCKED_MS = 0

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# A4 with margins of a centimetre.
PAPER = {"width": 718, "height": 1047}
# Nothing may be wider than the window at these widths: 320 px is a desktop at 400 % (WCAG 1.4.10).
WINDOW_WIDTHS = (320, 390, 768, 1000, 1280)
# As long as words get that people really write: no name of a group or person may push a page wide.
LONG_WORD = "Grundstücksverkehrsgenehmigungszuständigkeit"
# How far the Tab key is followed on a page. A list of fifty questions has more stops than tell anything new.
TAB_STOPS = 80

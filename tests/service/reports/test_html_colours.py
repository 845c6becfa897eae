"""The page's colours, light and dark, can be told from what is behind them (WCAG 2.2, criteria 1.4.3 and 1.4.11)."""

import re

import pytest

from service.reports.html.page import STYLE

TEXT, GRAPHICS = 4.5, 3.0
ON_PAPER = [(name, behind) for name in ("ink", "soft", "risk", "calm") for behind in ("paper", "wash")]
READ = [*ON_PAPER, ("paper", "risk"), ("calm", "calm-wash"), ("ink", "calm-wash"), ("ink", "risk-wash")]
READ += [(f"on-heat-{level}", f"heat-{level}") for level in range(1, 6)]
LOOKED_AT = [("risk", "paper"), ("calm", "paper"), ("calm", "heat-1")]
SCHEMES = ["light", "dark"]


def colours(scheme):
    """Each colour by its name: three shares of 255."""
    blocks = re.findall(r":root \{(.*?)\n\s*\}", STYLE, re.DOTALL)
    words = blocks[0] if scheme == "light" else blocks[0] + blocks[1]
    return {
        name: [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        for name, digits in re.findall(r"--([\w-]+): #([0-9a-f]{6})", words)
    }


def luminance(colour):
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "behind"), READ)
def test_what_is_read_stands_out(scheme, text, behind):
    found = colours(scheme)

    assert contrast(found[text], found[behind]) >= TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("drawn", "behind"), LOOKED_AT)
def test_what_is_drawn_stands_out(scheme, drawn, behind):
    found = colours(scheme)

    assert contrast(found[drawn], found[behind]) >= GRAPHICS


@pytest.mark.parametrize("scheme", SCHEMES)
def test_more_waits_are_darker_on_light_and_lighter_on_dark(scheme):
    levels = [luminance(colours(scheme)[f"heat-{level}"]) for level in range(1, 6)]

    assert levels == sorted(levels, reverse=scheme == "light")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_two_colours_that_tell_good_from_bad_differ_for_eyes_without_red_or_green(scheme):
    """They differ in blue, which these eyes see."""
    found = colours(scheme)

    assert found["calm"][2] - found["risk"][2] > 0.5

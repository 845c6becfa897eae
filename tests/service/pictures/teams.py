"""Who waits on whom, drawn by names; and the pictures of it, parsed."""

from xml.etree import ElementTree as ET

from rules.columns import TeamRow
from service.pictures.waits import Waits

HOSTILE = '"><script>alert(1)</script>\u202e&\x07'


def team(name):
    return TeamRow(slug=name.lower(), name=name, configured=True)


def waits(waiting, asked, links=1, covered=0):
    return Waits(team(waiting), team(asked), links, covered)


def all_on_all(count):
    """Each of so many teams waits on each other one, some with more links than others."""
    names = [f"Team {at}" for at in range(count)]
    return [waits(one, other, 1 + at) for at, one in enumerate(names) for other in names if one != other]


def parsed(svg):
    """The root element, as a page holds it: without a namespace of its own."""
    return ET.fromstring(svg)  # noqa: S314  # our own

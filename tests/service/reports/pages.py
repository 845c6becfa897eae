"""A page as tests look at it: its elements in order, and what it says."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict
    parent: "Element | None" = None
    children: list = field(default_factory=list)

    @property
    def text(self):
        """What it says, on one line."""
        return " ".join("".join(self._texts()).split())

    def _texts(self):
        return (child if isinstance(child, str) else child.text + " " for child in self.children)

    def every(self, *tags, **attributes):
        """The elements below it of these tags and attributes."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags and attributes.items() <= child.attributes.items():
                    yield child
                yield from child.every(*tags, **attributes)

    def only(self, *tags, **attributes):
        """The one such element."""
        [found] = self.every(*tags, **attributes)
        return found

    def whole(self):
        """All elements below it."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.whole()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.at = self.root = Element("", {})

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), self.at)
        assert len(element.attributes) == len(attrs), f"an attribute of {tag} is given twice"
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Element(tag, dict(attrs), self.at))

    def handle_endtag(self, tag):
        assert tag == self.at.tag, f"{self.at.tag} is open where {tag} ends"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


def read(text):
    """The page, whose elements must all be closed in their order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.at is reader.root, f"{reader.at.tag} is never closed"
    return reader.root

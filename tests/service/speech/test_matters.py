"""What there is to say on an issue is told to its readers, who do not read the pages of Detour."""

from rules.statements import Fallback, Said, Source
from service.speech.matters import understood_on
from tests.drawing import Drawing, ref


def understood(source):
    drawing = Drawing().open("SHOP-1", "SHOP-9")
    drawing._say("SHOP-1", Fallback(ref("SHOP-1"), ref("SHOP-9"), Said(source, ref("SHOP-1"))))
    assembled = drawing.assembled()
    return understood_on({assembled.register.find(ref("SHOP-1"))}, assembled)


def test_what_was_said_on_a_page_of_detour_is_not_repeated_on_the_issue():
    assert understood(Source.COMMAND)
    assert not understood(Source.PAGE)

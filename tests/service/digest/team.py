"""Issues of a team as a digest finds them."""

from rules.model import Ref
from service.digest.news import TeamIssue
from service.speech.agenda import Dated, Occasion
from service.speech.document import Address, Document, Paragraph, Rows, Strong, Words, line
from service.speech.markers import Role
from service.speech.remarks import Remark, Tone

WAITS = Document(
    (
        Paragraph(line(Strong(line("This waits on ", Address(Ref("jira/acme", "PAY-1")), ".")), " Name a plan B.")),
        Rows(((Words("a row"),),)),
    )
)
FOLDED = Document((Paragraph(line(Strong(line("Settled:")), " WEB-2 stands in.")),))


def remark(*events, tone=Tone.SPOKEN, document=WAITS):
    return Remark(tone, frozenset(events), "digest", document)


def issue(number, *events, held=(), brief=None, held_brief=(), agenda=(), **fields):
    """WEB-``number``, on which Detour speaks of ``events``."""
    remarks = {Role.VERDICT: remark(*events)} if events else {}
    if brief:
        remarks[Role.BRIEF] = brief
    found = {
        "issue_id": number,
        "ref": Ref("jira/acme", f"WEB-{number}"),
        "title": "Checkout",
        "url": f"https://acme.atlassian.net/browse/WEB-{number}",
        "stale": False,
        "remarks": remarks,
        "held": {Role.VERDICT: frozenset(held), Role.BRIEF: frozenset(held_brief)},
        "agenda": tuple(agenda),
    }
    return TeamIssue(**(found | fields))


def day(on, *words, occasion=Occasion.DECIDE):
    return Dated(occasion, on, "7", line(*(words or ("decide for a plan B",))))

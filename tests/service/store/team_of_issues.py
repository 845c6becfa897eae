"""A team's issues as the store holds them once they were judged."""

from sqlalchemy import update

from rules.model import Facts, Issue, Ref, State
from service.speech.markers import Role
from service.store import noise
from service.store.briefs import Brief
from service.store.briefs import keep as keep_briefs
from service.store.documents import Told, encoded
from service.store.identities import Identities, Sighting
from service.store.tables import issue as issue_table
from service.store.verdicts import Verdict, keep


def judged(connection, ref, remark=None, **fields):
    """An issue of the web team that was read and judged; its row."""
    site = "github/acme" if "#" in ref else "jira/acme"
    identities = Identities(connection)
    identities.enter([Sighting(Ref(site, ref), f"id {ref}")])
    one = identities.of(Ref(site, ref))
    words = {"vendor_id": "", "title": f"Title of {ref}", "url": f"https://x/{ref}", "state": State.OPEN}
    told = {"told": encoded(Told.of(Facts(issue=Issue(ref=Ref(site, ref), **words)))), "gone": ""}
    connection.execute(update(issue_table).where(issue_table.c.id == one).values(**told))
    verdict = {"judged": 1.0, "wake_at": None, "stale": False, "live": True, "findings": (), "team": "web"}
    keep(connection, [Verdict(issue_id=one, remark=remark, **(verdict | fields))])
    return one


def holds(connection, issue, *events, role=Role.VERDICT):
    """Some events were over the budget."""
    noise.hold(connection, noise.Thread(issue, role), events, 1.0)


def briefed(connection, issue, remark, **fields):
    keep_briefs(connection, [Brief(issue_id=issue, remark=remark, **({"stale": False, "live": True} | fields))])


def gone(connection, issue):
    connection.execute(update(issue_table).where(issue_table.c.id == issue).values(gone="deleted"))

"""What people do until a rule fires, and what they do about it: one scenario for each rule on issues.

Each is a generator that takes an ``Act``: it does what makes the rule fire, yields words of what the rule then says,
does what resolves it, and ends. ``past(days)`` is a while in which the trackers' clocks show an earlier day.
"""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tests.journeys.organisation import Organisation


class Act(Organisation):
    """Two issues of their own in an organisation that many scenarios share, and what people often do there."""

    def issues(self):
        """The issues that this scenario is about, by address."""
        return {one.ref for one in self.opened}

    def __init__(self, tracker, live):
        self.live, self.opened = live, []
        super().__init__(tracker)
        mia, opens = self.mia, self.mia.opens

        def remembers(*words, **more):
            issue = opens(*words, **more)
            self.opened.append(issue)
            return issue

        self.mia = _Watched(mia, remembers)
        self.opened += [self.waiting, self.blocker]

    @contextmanager
    def past(self, days):
        self.hub.world.passes(days=-days)
        try:
            yield
            self.live.settled()
        finally:
            self.hub.world.passes(days=days)

    def opens(self, place="web", title="Another", body=None):
        return self.mia.opens(getattr(self.tracker, place), title, body)

    def says(self, *lines):
        """The description of the waiting issue is this from now on."""
        self.mia.edits(self.waiting, body="\n".join(lines))

    def falls_back(self, *lines, kind="", **ticket):
        """Links the issues and declares a fallback for the link, with more lines in the description."""
        self.links()
        ticket = self.opens(title="Ledger of our own", **ticket)
        self.says(f"Fallback for {self.blocker.ref}: {ticket.ref} {kind and f'({kind})'}", *lines)
        return ticket

    def begins(self, issue):
        """Somebody works on it from now on."""
        if hasattr(self.mia, "starts"):
            self.mia.starts(issue)
        else:
            self.mia.assigns(issue, self.mia.person)

    def ranks(self, issue, name):
        """Gives it a priority, ``highest`` or ``low``."""
        if hasattr(self.mia, "sets_priority"):
            self.mia.sets_priority(issue, name.capitalize())
        else:
            self.mia.unlabels(issue, "highest", "low")
            self.mia.labels(issue, name)

    def dates(self, issue, days):
        """Plans it for a day so many days from now."""
        self.mia.sets_milestone(issue, f"In {days} days", datetime.now(UTC) + timedelta(days=days))


class _Watched:
    """A person whose new issues are remembered."""

    def __init__(self, person, opens):
        self.person, self.opens = person, opens

    def __getattr__(self, name):
        return getattr(self.person, name)


def day(days):
    """A date so many days from now, as people write it to Detour."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def missing_fallback(acme):
    acme.links()
    yield "no fallback is declared"
    acme.fallback()


def fallback_leans_on_blocker(acme):
    other = acme.opens("pay", "Accounts")
    ticket = acme.falls_back(body=f"Blocked by: {other.ref}")
    yield ticket.ref
    acme.mia.edits(ticket, body="In our own database.")


def fallback_leans_outside(acme):
    other = acme.opens("ops", "A bigger database")
    ticket = acme.falls_back(body=f"Blocked by: {other.ref}")
    yield other.ref
    acme.mia.edits(ticket, body="In our own database.")


def fallback_owned_elsewhere(acme):
    ticket = acme.falls_back(place="pay")
    yield ticket.ref
    acme.fallback()


def fallback_dropped(acme):
    ticket = acme.falls_back()
    acme.mia.closes(ticket, "not_planned")
    yield "dropped"
    acme.mia.reopens(ticket)


def fallback_is_the_problem(acme):
    acme.links()
    acme.says(f"Fallback for {acme.blocker.ref}: {acme.waiting.ref}")
    yield acme.waiting.ref
    acme.fallback()


def fallback_too_late(acme):
    ticket = acme.falls_back("Cost: build 90d")
    yield "takes 90 working days"
    acme.says(f"Fallback for {acme.blocker.ref}: {ticket.ref}", "Cost: build 2d")


def fallback_not_started(acme):
    ticket = acme.falls_back(f"Decide by {day(-1)}")
    yield "not started"
    acme.begins(ticket)


def waiver_expired(acme):
    acme.links()
    with acme.past(40):
        acme.mia.comments(acme.waiting, f"/detour waive until {day(-10)} because we can do without")
    yield "the waiver ended on"
    acme.mia.comments(acme.waiting, f"/detour waive until {day(30)} because the date has moved")


def waiver_unused(acme):
    acme.begins(acme.falls_back())
    acme.mia.comments(acme.waiting, f"/detour waive until {day(30)} because we can do without")
    yield "has nothing to accept"
    acme.mia.comments(acme.waiting, "/detour unwaive")


def hack_without_migration(acme):
    ticket = acme.falls_back(kind="hack")
    yield ticket.ref
    migration = acme.opens(title="Move to the new ledger")
    acme.says(f"Fallback for {acme.blocker.ref}: {ticket.ref} (hack)", f"Migration: {migration.ref}")


def fallback_without_cost(acme):
    ticket = acme.falls_back()
    yield "nobody has said what"
    acme.says(f"Fallback for {acme.blocker.ref}: {ticket.ref}", "Cost: build 3d")


def migration_due(acme):
    ticket = acme.falls_back(kind="hack")
    acme.begins(ticket)
    acme.mia.closes(acme.blocker)
    yield "lives on"
    migration = acme.opens(title="Move to the new ledger")
    acme.says(f"Fallback for {acme.blocker.ref}: {ticket.ref} (hack)", f"Migration: {migration.ref}")
    acme.mia.closes(migration)


def away_team_not_considered(acme):
    ticket = acme.falls_back(kind="hack")
    yield ticket.ref
    acme.says(f"Fallback for {acme.blocker.ref}: {ticket.ref} (hack)", "Away team: no, no bandwidth")


def away_team_overstays(acme):
    ticket = acme.falls_back(f"Away team: yes, guide @pia, until {day(-2)}", kind="away team")
    yield "was to be back on"
    answer = f"Away team: yes, guide @pia, until {day(20)}"
    acme.says(f"Fallback for {acme.blocker.ref}: {ticket.ref} (away team)", answer)


def need_not_stated(acme):
    issue = acme.opens(title="Invoices", body=f"Blocked by: {acme.blocker.ref}")
    acme.begins(issue)
    yield "says neither why nor by when"
    acme.mia.edits(issue, body=f"Blocked by: {acme.blocker.ref}\nNeeded because the law changes in May")


def need_not_understood(acme):
    with acme.past(30):
        acme.waiting, acme.blocker = acme.opens(title="Invoices"), acme.opens("pay", "Numbers of invoices")
        acme.links()
    yield "has not said that it understood"
    acme.mia.comments(acme.blocker, "/detour understood")


def importance_mismatch(acme):
    acme.links()
    acme.ranks(acme.waiting, "highest")
    acme.ranks(acme.blocker, "low")
    yield "in a ranking of"
    acme.ranks(acme.blocker, "highest")


def request_gone_quiet(acme):
    with acme.past(30):
        acme.waiting, acme.blocker = acme.opens(title="Invoices"), acme.opens("pay", "Numbers of invoices")
        acme.links()
    yield "has been quiet since"
    acme.mia.comments(acme.blocker, "We begin on Monday.")


def blocker_slipped(acme):
    acme.links()
    acme.dates(acme.blocker, 30)
    acme.live.settled()
    acme.dates(acme.blocker, 90)
    yield "moved from"
    acme.dates(acme.blocker, 40)


def blocker_dropped(acme):
    acme.links()
    acme.mia.closes(acme.blocker, "not_planned")
    yield "was closed without being done"
    acme.begins(acme.fallback())


def waiting_too_long(acme):
    with acme.past(30):
        acme.waiting, acme.blocker = acme.opens(title="Invoices"), acme.opens("pay", "Numbers of invoices")
        acme.dates(acme.waiting, 90)
        acme.links()
    yield "nothing has moved on"
    acme.mia.comments(acme.waiting, "We have begun with what needs nobody else.")


def dependency_cycle(acme):
    acme.links()
    acme.mia.blocks(acme.blocker, by=acme.waiting)
    yield "each other"
    acme.mia.unblocks(acme.blocker, by=acme.waiting)


def danger_zone(acme):
    other = acme.opens("ops", "A bigger database")
    acme.links()
    acme.mia.blocks(acme.waiting, by=other)
    yield "with odds of"
    acme.mia.unblocks(acme.waiting, by=other)


def deep_chain(acme):
    chain = [acme.waiting, acme.blocker, acme.opens("ops"), acme.opens("web"), acme.opens("pay")]
    for blocked, blocker in pairwise(chain):
        acme.mia.blocks(blocked, by=blocker)
    yield chain[-1].ref
    acme.mia.unblocks(chain[1], by=chain[2])


def dangling_link(acme):
    acme.says(f"Blocked by: {acme.blocker.ref}")
    acme.live.settled()
    acme.mia.deletes(acme.blocker)
    yield "deleted or is out of reach"
    acme.says("We do without.")


def released(acme):
    acme.links()
    acme.live.settled()
    acme.mia.closes(acme.blocker)
    yield "is done since"
    acme.mia.reopens(acme.blocker)


SCENARIOS = {
    "DT101": missing_fallback,
    "DT102": fallback_leans_on_blocker,
    "DT103": fallback_leans_outside,
    "DT104": fallback_owned_elsewhere,
    "DT105": fallback_dropped,
    "DT106": fallback_is_the_problem,
    "DT107": fallback_too_late,
    "DT108": fallback_not_started,
    "DT109": waiver_expired,
    "DT110": waiver_unused,
    "DT201": hack_without_migration,
    "DT202": fallback_without_cost,
    "DT203": migration_due,
    "DT204": away_team_not_considered,
    "DT205": away_team_overstays,
    "DT301": need_not_stated,
    "DT302": need_not_understood,
    "DT303": importance_mismatch,
    "DT304": request_gone_quiet,
    "DT305": blocker_slipped,
    "DT306": blocker_dropped,
    "DT307": waiting_too_long,
    "DT401": dependency_cycle,
    "DT402": danger_zone,
    "DT403": deep_chain,
    "DT404": dangling_link,
    "DT405": released,
}

"""An organisation of two teams on a made-up tracker, one of which is about to wait on the other."""

from datetime import UTC, datetime, timedelta

QUESTIONS = (
    "/issue/bulkfetch",
    "/search",
    "/search/jql",
    "/search/approximate-count",
    "/permissions/check",
    "/graphql",
)
"""What is posted to Jira and changes nothing."""


class Organisation:
    """``waiting`` is planned and the web team's; ``blocker`` is the payments team's. Nothing links them yet."""

    def __init__(self, tracker):
        self.tracker, self.hub = tracker, tracker.hub
        self.mia = self.hub.person("mia", writes=(tracker.web, tracker.pay, tracker.ops))
        self.stranger = self.hub.person("stranger", reads=(tracker.web,))
        self.blocker = self.mia.opens(tracker.pay, "New ledger")
        self.waiting = self.plans(tracker.web, "Checkout")

    def plans(self, place, title, body=None):
        """A new issue in a milestone with a date."""
        issue = self.mia.opens(place, title, body)
        self.mia.sets_milestone(issue, "Launch", datetime.now(UTC) + timedelta(days=60))
        return issue

    def fallback(self, place=None, body=None):
        """A ticket that the description of ``waiting`` names as the way out."""
        ticket = self.mia.opens(place or self.tracker.web, "Ledger of our own", body)
        self.declares(ticket)
        return ticket

    def declares(self, ticket):
        self.mia.edits(self.waiting, body=f"Fallback for {self.blocker.ref}: {ticket.ref}")

    def links(self):
        """``waiting`` waits on ``blocker`` from now on."""
        self.mia.blocks(self.waiting, by=self.blocker)

    def ours(self, issue=None, role="verdict"):
        """Our comments of a role on an issue as people see them."""
        thread = self.hub.comments_of(issue or self.waiting)
        ours = (comment for comment in thread if comment.author == self.hub.bot.login)
        return [comment for comment in ours if self.tracker.role(comment) == role]

    def shown(self, issue=None, role="verdict"):
        """What people read in our comments."""
        return [self.tracker.text(comment) for comment in self.ours(issue, role)]

    def briefs(self, issue=None):
        """What people read in the need briefs on an issue, or on the blocker."""
        return self.shown(issue or self.blocker, "need-brief")

    def brief(self):
        """What people read in the one need brief on the blocker."""
        [only] = self.briefs()
        return only

    def comment(self):
        """What people read in our one comment on the waiting issue."""
        [only] = self.shown()
        return only

    def notified(self, issue=None):
        """How often those who watch an issue were notified by us."""
        return sum(notice.by == self.hub.bot.login for notice in self.hub.notifications_of(issue or self.waiting))

    def writes(self):
        """What we wrote, ever."""
        asked = (one for one in self.hub.requests if one.writes and not one.path.endswith(QUESTIONS))
        return [(one.method, one.path) for one in asked]

"""An organisation of two teams on the made-up GitHub, one of which is about to wait on the other."""

from datetime import UTC, datetime, timedelta


class Organisation:
    """``waiting`` is planned and the web team's; ``blocker`` is the payments team's. Nothing links them yet."""

    def __init__(self, hub):
        self.hub = hub
        self.mia = hub.person("mia", writes=("acme/web", "acme/pay", "acme/ops"))
        self.stranger = hub.person("stranger", reads=("acme/web",))
        self.blocker = self.mia.opens("acme/pay", "New ledger")
        self.waiting = self.plans("acme/web", "Checkout")

    def plans(self, place, title, body=None):
        """A new issue in a milestone with a date."""
        issue = self.mia.opens(place, title, body)
        self.mia.sets_milestone(issue, "Launch", datetime.now(UTC) + timedelta(days=60))
        return issue

    def fallback(self, place="acme/web", body=None):
        """A ticket that the description of ``waiting`` names as the way out."""
        ticket = self.mia.opens(place, "Ledger of our own", body)
        self.declares(ticket)
        return ticket

    def declares(self, ticket):
        self.mia.edits(self.waiting, body=f"Fallback for {self.blocker.ref}: {ticket.ref}")

    def links(self):
        """``waiting`` waits on ``blocker`` from now on."""
        self.mia.blocks(self.waiting, by=self.blocker)

    def ours(self, issue=None):
        """Our comments on an issue as people see them."""
        thread = self.hub.comments_of(issue or self.waiting)
        return [comment for comment in thread if comment.author == self.hub.bot.login]

    def comment(self):
        """The body of our one comment on the waiting issue."""
        [comment] = self.ours()
        return comment.body

    def notified(self, issue=None):
        """How often those who watch an issue were notified by us."""
        return sum(notice.by == self.hub.bot.login for notice in self.hub.notifications_of(issue or self.waiting))

    def writes(self):
        """What we wrote, ever."""
        return [(asked.method, asked.path) for asked in self.hub.requests if asked.writes]

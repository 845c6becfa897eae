"""An organisation with titles, addresses and near misses, and what Detour would say in it."""

from dataclasses import replace

from rules.model import NearMiss, State
from rules.policy import Owned, Policy, Specificity, Team
from rules.statements import Said, Source
from service.speech.comments import Operator, comments_for
from service.speech.markdown import render
from service.speech.remarks import remarks_for
from tests.drawing import TODAY, Drawing, ref

OPERATOR = Operator("Developer Tools", "https://detour.acme.example/")


def team(slug, name, *containers):
    owned = (container.split(":") for container in containers)
    return Team(slug, name, tuple(Owned(Specificity.CONTAINER, pattern, tracker) for tracker, pattern in owned))


ACME = Policy(
    teams=(
        team("shop", "Shop", "jira:SHOP", "github:acme/shop"),
        team("payments", "Payments", "jira:PAY", "github:acme/ledger"),
        team("operations", "Operations", "jira:OPS"),
    ),
    visibility=(("jira:SHOP", "jira:PAY", "jira:OPS", "github:acme/*"),),
)
TITLES = {
    "SHOP-1": "Pay by invoice",
    "SHOP-2": "Write invoices to a file",
    "SHOP-3": "Export of orders",
    "PAY-1": "Ledger API v2",
    "PAY-2": "Ledger: export @endpoint",
    "OPS-1": "Bucket for exports",
    "acme/shop#7": "Invoices in the app",
    "acme/ledger#12": "API v2 (#11)",
}


class Office(Drawing):
    """A drawn organisation whose issues have titles and addresses."""

    def issue(self, text, state=State.OPEN, **fields):
        """An issue that was read, as its tracker shows it."""
        super().issue(text, state, **fields)
        path = "https://acme.atlassian.net/browse/" if "#" not in text else "https://github.com/"
        url = path + text.replace("#", "/issues/")
        facts = self.facts[text]
        titled = replace(facts.issue, title=TITLES.get(text, f"Title of {text}"), url=url)
        self.facts[text] = replace(facts, issue=titled)
        return self

    def almost(self, text, line, instead):
        """A line on ``text`` that almost says something."""
        facts = self.facts[text]
        self.facts[text] = replace(facts, near_misses=(*facts.near_misses, NearMiss(line, instead)))
        return self

    def writes(self, text, statement):
        """A statement in whatever words."""
        return self._say(text, statement)

    def titled(self, title):
        """Every issue under another title."""
        for text, facts in self.facts.items():
            self.facts[text] = replace(facts, issue=replace(facts.issue, title=f"{title} {text}"))
        return self

    def comments(self, operator=OPERATOR):
        """What should stand on each issue."""
        found = comments_for(self.graph(), self.findings(), self.assembled(), operator=operator)
        return {issue.ref.text: document for issue, document in found}

    def comment(self, text="SHOP-1"):
        """What should stand on one issue, as GitHub takes it."""
        return render(self.comments()[text])

    def remarks(self, as_of=TODAY, **options):
        """What would be stored of each issue; ``options`` as ``remarks_for`` takes them."""
        options.setdefault("operator", OPERATOR)
        found = remarks_for(self.graph(as_of), self.findings(as_of=as_of), self.assembled(), **options)
        return {issue.text: remark for issue, remark in found.items()}

    def remark(self, text="SHOP-1", **options):
        """What would be stored of one issue on which something was said before."""
        return self.remarks(said_on=[ref(text)], **options)[text]


def described(text, words):
    return Said(Source.DESCRIPTION, ref(text), words)


def waiting(*blockers, **fields):
    """SHOP-1 is planned and waits on issues of other teams."""
    office = Office(ACME).issue("SHOP-1", planned=True, **fields).open("SHOP-2", "SHOP-3", "OPS-1", *blockers)
    return office.waits("SHOP-1", *blockers)

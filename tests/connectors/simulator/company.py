"""An organisation to be swept: forty repositories of all kinds, two thousand open issues, and links of all kinds."""

from itertools import cycle, islice

BIG, ARCHIVED, FORBIDDEN, DISABLED = "acme/big", "acme/archived", "acme/forbidden", "acme/disabled"
EMPTY = ("acme/empty-1", "acme/empty-2", "acme/empty-3")
SMALL = tuple(f"acme/small-{number}" for number in range(1, 34))
OPEN = 2000
"""How many issues are open and can be read."""


def founds(hub):
    """Lets people found it; who writes there."""
    mia = hub.person("mia", writes=(BIG, ARCHIVED, FORBIDDEN, DISABLED, *EMPTY, *SMALL))
    for place, count in ((BIG, 450), (ARCHIVED, 30), (FORBIDDEN, 20), (DISABLED, 10)):
        opens(mia, [place] * count)
    opens(mia, islice(cycle(SMALL[n % len(SMALL)] for n in range(500) if n % 7), OPEN - 450 - 30))
    for place in SMALL[:5]:
        mia.closes(mia.opens(place, "Done long ago"))
        mia.opens_pull(place, "A pull request")
    links(mia, [one for one in hub.world.issues() if one.state == "open" and one.pull is None])
    mia.archives(ARCHIVED)
    hub.repository(FORBIDDEN).forbidden = True
    hub.repository(DISABLED).has_issues = False
    return mia


def opens(mia, places):
    """One issue in each; every fortieth carries the label of fallbacks."""
    for at, place in enumerate(places):
        mia.opens(place, f"Issue {at}", "Waits for vendor:Stripe", labels=["fallback"] if at % 40 == 0 else ["web"])


def links(mia, issues):
    """Blockers and sub-issues in the same repository and in others, fallbacks among them."""
    fallbacks = [one for one in issues if one.labels[0].name == "fallback"]
    plain = [one for one in issues if one.labels[0].name != "fallback"]
    for at, fallback in enumerate(fallbacks):
        mia.adds_part(plain[at * 7], fallback)
        mia.blocks(plain[at * 7], by=plain[at * 11 + 500])
    for at in range(0, 300, 3):
        mia.adds_part(plain[at * 5 + 1], plain[at + 1001])
    for issue in plain[1990:]:
        mia.comments(issue, "Any news?")


def readable(hub):
    """The issues that a sweep has to show: open ones, wherever the account may read issues and there are any."""
    return {
        one.ref: one
        for one in hub.world.issues()
        if one.state == "open"
        and one.pull is None
        and one.repository.has_issues
        and not one.repository.forbidden
        and one.repository.owner.login == "acme"
    }

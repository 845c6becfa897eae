import pytest

from rules.addresses import Addresses, Site
from rules.model import Ref
from rules.text.sayings import Mention, MentionForm

ADDRESSES = Addresses(
    [
        Site("github/acme", "github.com", ("acme",)),
        Site("github/lab", "ghe.acme.example", ("lab",)),
        Site("jira/acme", "acme.atlassian.net", ("PAY", "SHOP")),
        Site("jira/old", "jira.acme.example/jira", ("OLD",)),
    ],
    ("Stripe",),
)
ON_GITHUB, ON_LAB, ON_JIRA = Ref("github/acme", "acme/web#1"), Ref("github/lab", "lab/x#1"), Ref("jira/acme", "PAY-1")
NUMBER, REPOSITORY, KEY, VENDOR = MentionForm


@pytest.mark.parametrize(
    ("mention", "at", "site", "text"),
    [
        (Mention(NUMBER, "#12"), ON_GITHUB, "github/acme", "acme/web#12"),
        (Mention(REPOSITORY, "acme/api#3"), ON_GITHUB, "github/acme", "acme/api#3"),
        (Mention(REPOSITORY, "acme/api#3"), ON_LAB, "github/acme", "acme/api#3"),
        (Mention(REPOSITORY, "other/api#3"), ON_LAB, "github/lab", "other/api#3"),
        (Mention(REPOSITORY, "lab/api#3"), ON_JIRA, "github/lab", "lab/api#3"),
        (Mention(REPOSITORY, "lab/api#3", "github.com"), ON_JIRA, "github/acme", "lab/api#3"),
        (Mention(KEY, "PAY-3"), ON_GITHUB, "jira/acme", "PAY-3"),
        (Mention(KEY, "OLD-3"), ON_JIRA, "jira/old", "OLD-3"),
        (Mention(KEY, "NEW-3"), ON_JIRA, "jira/acme", "NEW-3"),
        (Mention(KEY, "PAY-3", "jira.acme.example/jira"), ON_JIRA, "jira/old", "PAY-3"),
        (Mention(VENDOR, "stripe"), ON_JIRA, "vendor", "vendor:Stripe"),
    ],
)
def test_a_mention_means_the_issue_that_a_reader_would_open(mention, at, site, text):
    assert ADDRESSES.resolve(mention, at) == Ref(site, text)


@pytest.mark.parametrize(
    ("mention", "at"),
    [
        (Mention(NUMBER, "#12"), ON_JIRA),
        (Mention(NUMBER, "#12"), None),
        (Mention(REPOSITORY, "other/api#3"), ON_JIRA),
        (Mention(REPOSITORY, "acme/api#3", "evil.example"), ON_GITHUB),
        (Mention(KEY, "NEW-3"), ON_GITHUB),
        (Mention(VENDOR, "nobody"), ON_JIRA),
    ],
)
def test_what_could_be_anything_is_nothing(mention, at):
    assert ADDRESSES.resolve(mention, at) is None


def test_the_only_site_of_a_tracker_is_meant():
    addresses = Addresses([Site("jira/acme"), Site("github/acme")])

    assert addresses.resolve(Mention(KEY, "NEW-3"), ON_GITHUB) == Ref("jira/acme", "NEW-3")

"""The changelog has the form that Keep a Changelog describes, and its newest version is the one that is built."""

import re
import tomllib
from datetime import date

from tests.documents.reading import ROOT

TEXT = (ROOT / ".github" / "CHANGELOG.md").read_text("utf-8")
HEADS = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d{2}-\d{2}))?$", TEXT, re.MULTILINE)
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_versions_stand_from_the_newest_to_the_oldest_each_with_its_day_and_its_link():
    [unreleased, *released] = HEADS
    days = [date.fromisoformat(day) for _, day in released]

    assert unreleased == ("Unreleased", "")
    assert days == sorted(days, reverse=True)
    assert all(f"\n[{version}]: https://" in TEXT for version, _ in HEADS)


def test_every_entry_is_of_a_kind():
    sections = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]

    assert set(re.findall(r"^### (.+)$", TEXT, re.MULTILINE)) <= KINDS
    assert all(re.findall(r"^### .+\n\n- ", section, re.MULTILINE) for section in sections)


def test_the_version_that_is_built_is_the_newest_one_unless_none_was_released():
    built = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert [version for version, _ in HEADS[1:2]] in ([], [built])

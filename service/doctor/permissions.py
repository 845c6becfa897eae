"""What our accounts may do: read what is configured, comment where comments are live, and ask who may give commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.doctor import permissions_github, permissions_jira
from service.doctor.lines import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.doctor.patient import Patient


def checks(patient: Patient) -> Iterator[Check]:
    """One for each site with credentials."""
    for github, inspection in patient.github:
        look = permissions_github.of_token if inspection.app_id is None else permissions_github.of_app
        yield Check("permissions", github.site().name, partial(look, patient, github, inspection))
    for jira, asked in patient.jira:
        yield Check("permissions", jira.site().name, partial(permissions_jira.look, patient, jira, asked))

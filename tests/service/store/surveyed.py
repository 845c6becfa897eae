"""A survey as the store keeps it."""

from service.store import surveys
from service.store.connection import reading
from service.store.finding_changes import differences, forget_settled, keep_difference, known_findings


def keep_findings(store, findings, now):
    """Puts all that was found in the place of what was; what came, and what went."""
    with reading(store) as connection:
        known = known_findings(connection)
    with store.begin() as connection:
        changes = [keep_difference(connection, one, now) for one in differences(known, findings, now)]
        forget_settled(connection, now)
    return [one for change in changes for one in change.came], [one for change in changes for one in change.went]


def keep_survey(store, survey, taken, day):
    """Puts a survey in the place of the last one."""
    keep_findings(store, survey.findings, taken.at)
    with store.begin() as connection:
        surveys.keep_documents(connection, surveys.documents_of(survey, taken), day)

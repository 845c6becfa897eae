"""A judge of the made-up world's store, who remembers each verdict and when it has to stand."""

from rules.policy import Policy
from service.store.neighbourhoods import around, everything
from service.store.work import Lane, finish
from tests.service.store.remembering import judged
from tests.service.store.test_ripples import by_issue

POLICY = Policy()


class Judge:
    """Judges what waits for it, as the pipeline does."""

    def __init__(self, desk):
        self.desk, self.verdicts = desk, {}

    def judge(self, claims):
        """Gives verdicts on some issues, by what these can see."""
        found = self._findings(around(self.desk.connection, [one.issue_id for one in claims]))
        self.verdicts |= {one.issue_id: found.get(one.issue_id, ()) for one in claims}
        finish(self.desk.connection, Lane.JUDGE, claims)

    def changed_unheard(self):
        """The issues on which the whole audit would find something else, and which do not wait to be judged."""
        found = self._findings(everything(self.desk.connection))
        waiting = self.desk.waiting(Lane.JUDGE)
        return {one for one, what in found.items() if one not in waiting and what != self.verdicts.get(one, ())}

    def _findings(self, there):
        """What the rules find, by the row of the issue."""
        return {there.ids[ref]: found for ref, found in by_issue(judged(there, POLICY)).items() if ref in there.ids}

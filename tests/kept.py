"""What a store knows, issue by issue, as if each had been read just now."""

from collections import defaultdict
from dataclasses import replace


def facts_in(seen):
    """The facts of every issue that was read, each statement at one of its issues."""
    entries, said, glimpses = seen.heard.register.entries, defaultdict(list), defaultdict(list)
    refs = [*(entry.ref for entry in entries), *seen.heard.named]
    sayings = seen.heard.sayings
    for row in range(len(sayings)):
        ends = [*sayings.ends[row].tolist(), int(sayings.where[row])]
        holder = next(end for end in ends if 0 <= end < len(entries) and entries[end].facts)
        said[holder].append(sayings.statement(row, refs.__getitem__))
    for entry in entries:
        if entry.glimpse is not None:
            glimpses[entry.teller.ref].append(entry.glimpse)
    return [
        replace(facts, statements=tuple(said[row]), glimpses=tuple(glimpses[facts.issue.ref]))
        for row, facts in seen.heard.register.told
    ]

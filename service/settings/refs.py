"""Issues as the configuration names them: addresses that need no issue around them."""

from typing import Annotated

from pydantic import AfterValidator

from rules.addresses import Addresses
from rules.model import Ref
from rules.text.mentions import mention_at
from rules.text.sayings import Mention, MentionForm
from service.settings.table import refused

FORMS = "write PAY-311, acme/web#12 or its URL"


def mention_in(text: str) -> Mention | None:
    """The ref that a whole text is, if it is one that needs no issue around it."""
    found = mention_at(text, 0)
    whole = found is not None and found[1] == len(text) and found[0].form is not MentionForm.NUMBER
    return found[0] if found and whole else None


def resolved(text: str | None, addresses: Addresses) -> Ref | None:
    """The address that a text names, if it is on a connected site."""
    mention = mention_in(text) if text else None
    return addresses.resolve(mention) if mention else None


def _any_ref(text: str) -> str:
    if mention_in(text) is None:
        raise refused(f"is no issue's address; {FORMS}")
    return text


def _ticket(text: str) -> str:
    mention = mention_in(text)
    if mention is None or mention.form is MentionForm.VENDOR:
        raise refused(f"is no issue's address; {FORMS}")
    return text


AnyRef = Annotated[str, AfterValidator(_any_ref)]
Ticket = Annotated[str, AfterValidator(_ticket)]
"""No outside supplier: they have none."""

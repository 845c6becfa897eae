"""Holds requests and answers against an OpenAPI description."""

import json
import re

from tests.connectors.simulator.published import Schemas

READ = {"integer": int, "boolean": json.loads, "array": lambda text: text.split(",")}
"""A parameter of a query by its type."""


class Description:
    """Finds an operation of a vendor's description by a request, and what is wrong with its use.

    ``root`` is what the paths of requests begin with and the description's do not; ``anywhere`` are statuses that any
    request may meet, which answer with an ``error``.
    """

    def __init__(self, document, root, anywhere, error):
        self.document, self.schemas = document, Schemas(document)
        self._root, self._anywhere, self._error = root, anywhere, {"$ref": f"#/components/schemas/{error}"}
        self._shapes = [(re.compile(re.sub(r"\{[^}]+\}", "([^/]+)", path)), path) for path in document["paths"]]

    def operation(self, request):
        path = request.path.removeprefix(self._root)
        found = [name for shape, name in self._shapes if shape.fullmatch(path)]
        # An endpoint that names a part of its path goes before one that leaves it open.
        best = min(found, key=lambda name: name.count("{"), default="")
        return self.document["paths"].get(best, {}).get(request.method.lower())

    def wrong_with_request(self, operation, request):
        known = {
            one["name"]: one for one in map(self.schemas.at, operation.get("parameters", ())) if one["in"] == "query"
        }
        for name, value in request.query.items():
            if name not in known:
                yield f"has no parameter {name}"
                continue
            schema = self.schemas.at(known[name]["schema"])
            read = READ.get(schema.get("type"), str)
            yield from self.schemas.problems(schema, read(value))
        if request.body:
            yield from self._wrong_with_body(operation, json.loads(request.body))

    def _wrong_with_body(self, operation, sent):
        if "requestBody" not in operation:
            yield "takes no body"
            return
        content = self.schemas.at(operation["requestBody"])["content"]
        yield from self.schemas.problems(content["application/json"]["schema"], sent)

    def wrong_with_answer(self, operation, answer):
        described = operation["responses"].get(str(answer.status))
        if described is None and answer.status not in self._anywhere:
            yield f"never answers {answer.status}"
            return
        content = self.schemas.at(described or {}).get("content", {})
        if answer.status < 300 and not content:
            yield from ("has no body",) if answer.body else ()
            return
        fitting = content.get("application/json", {})
        schema = fitting.get("schema", {} if answer.status < 300 else self._error)
        if answer.body or schema:
            yield from self.schemas.problems(schema, json.loads(answer.body))

"""The OpenAPI document is sound, and the page that is made of it is ours alone."""

import re

import pytest
from jsonschema import Draft202012Validator
from tests.config.conftest import API

from salerno.config.api import api

pytestmark = pytest.mark.django_db

# The parts of the OpenAPI 3.1 schema that a reader of this document relies on (https://spec.openapis.org/oas/v3.1.0).
SHAPE = {
    "type": "object",
    "required": ["openapi", "info", "paths", "components"],
    "properties": {
        "openapi": {"const": "3.1.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "paths": {
            "type": "object",
            "patternProperties": {
                "^/": {
                    "type": "object",
                    "additionalProperties": {
                        "type": "object",
                        "required": ["operationId", "summary", "description", "responses", "tags"],
                        "properties": {
                            "responses": {
                                "type": "object",
                                "minProperties": 1,
                                "patternProperties": {"^[1-5][0-9]{2}$": {"type": "object", "required": ["description"]}},
                                "additionalProperties": False,
                            },
                            "parameters": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["name", "in", "schema"],
                                    "properties": {"in": {"enum": ["query", "header", "path", "cookie"]}},
                                },
                            },
                        },
                    },
                }
            },
            "additionalProperties": False,
        },
        "components": {
            "type": "object",
            "required": ["schemas", "securitySchemes"],
            "properties": {
                "schemas": {"type": "object", "propertyNames": {"pattern": "^[a-zA-Z0-9._-]+$"}},
                "securitySchemes": {"type": "object", "additionalProperties": {"required": ["type", "scheme"]}},
            },
        },
    },
}


@pytest.fixture
def document(stranger):
    return stranger.get("openapi.json").json()


def operations(document):
    return [facts for methods in document["paths"].values() for facts in methods.values()]


def test_the_document_has_the_shape_of_openapi(document):
    Draft202012Validator.check_schema(SHAPE)

    assert [error.message for error in Draft202012Validator(SHAPE).iter_errors(document)] == []
    assert (document["info"]["title"], document["info"]["version"]) == ("Salerno", "1.0.0")


def test_every_schema_in_it_is_a_schema(document):
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere(document):
    wanted = set(re.findall(r"#/components/schemas/([\w.-]+)", str(document)))

    assert wanted - set(document["components"]["schemas"]) == set()


def test_every_path_parameter_is_described(document):
    for path, methods in document["paths"].items():
        for facts in methods.values():
            described = {item["name"] for item in facts.get("parameters", []) if item["in"] == "path"}
            assert described == set(re.findall(r"{(\w+)}", path)), path


def test_operations_have_names_of_their_own_and_tell_their_refusals(document):
    names = [facts["operationId"] for facts in operations(document)]

    assert len(names) == len(set(names))
    for facts in operations(document):
        for status, answer in facts["responses"].items():
            if int(status) >= 400:
                assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_the_page_names_every_operation_and_runs_no_script_of_its_own(stranger, document):
    page = stranger.get("docs")

    text = page.content.decode()
    assert [facts["operationId"] for facts in operations(document) if f'id="{facts["operationId"]}"' not in text] == []
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)[^"]*(?:js|css)"', text) == []
    assert "unsafe" not in page["Content-Security-Policy"]


def test_the_document_needs_no_query(stranger, django_assert_num_queries):
    with django_assert_num_queries(0):
        stranger.get("openapi.json")


def test_the_addresses_are_under_one_roof():
    assert {path.startswith(API) for path in api.get_openapi_schema()["paths"]} == {True}

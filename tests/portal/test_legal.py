"""Legal texts on their page: versions, safe Markdown, the operator in the imprint."""

import pytest
from django.urls import reverse
from tests.factories.people import LegalTextFactory

from salerno.people.enums import LegalKind

pytestmark = pytest.mark.django_db


def url(name, *arguments):
    return reverse(f"portal:{name}", args=arguments)


@pytest.mark.parametrize("kind", LegalKind)
def test_a_legal_text_shows_its_version_and_the_earlier_ones(client, kind):
    LegalTextFactory(kind=kind, body="# Old\n\n<script>alert(1)</script> [x](javascript:alert(1))", change="First.")
    LegalTextFactory(kind=kind, version=2, body="## New", change="Second.")

    new = client.get(url("legal", kind)).content.decode()
    old = client.get(url("legal", kind) + "?version=1").content.decode()

    assert "<h2>New</h2>" in new
    assert "This is an earlier version" not in new
    assert "<h2>Old</h2>" in old
    assert "This is an earlier version" in old
    assert "<script>alert" not in old
    assert 'href="javascript' not in old


@pytest.mark.parametrize("query", ["?version=9", "?version=1&language=xx"])
def test_a_legal_text_that_is_not_there_is_not_found(client, query):
    LegalTextFactory(kind=LegalKind.TERMS)

    assert client.get(url("legal", "terms") + query).status_code == 404
    assert client.get(url("legal", "privacy")).status_code == 404


@pytest.mark.parametrize("operator", ["", "Campus office\n1 Rue de l'École"])
def test_the_imprint_names_the_operator_or_says_that_there_is_none(client, settings, operator):
    settings.SALERNO_OPERATOR = operator
    LegalTextFactory(kind=LegalKind.IMPRINT)

    text = client.get(url("legal", "imprint")).content.decode()

    assert ("Campus office<br>" in text) is bool(operator)
    assert ("has not entered an address yet" in text) is not bool(operator)

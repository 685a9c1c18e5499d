"""What the tests of pages of learning agreements share."""

from django.urls import reverse


def url(name, who, *more):
    return reverse(f"mobility:{name}", args=[who.mobility.uuid, *more])


def text_of(response):
    return " ".join(response.content.decode().split())

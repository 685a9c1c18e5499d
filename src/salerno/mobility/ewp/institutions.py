"""Institutions (HEIs) as the Institutions API 2.2 tells them, and their units as the Organizational Units API 2.1 does."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from .contacts import (
    ADDRESS_NAMESPACE,
    CONTACT,
    CONTACT_NAMESPACE,
    MAILING_ADDRESS,
    PHONE_NAMESPACE,
    STREET_ADDRESS,
    Address,
    Contact,
)
from .elements import Source, put, text, token
from .envelopes import Envelope
from .values import LangText, Typed

_API = "https://github.com/erasmus-without-paper/ewp-specs-api-"
_PREFIXES = {"a": ADDRESS_NAMESPACE, "c": CONTACT_NAMESPACE, "p": PHONE_NAMESPACE}


@dataclass(frozen=True)
class Hei:
    """An institution. ``hei_id``: its SCHAC identifier, in small letters; ``other_ids``: typed ``erasmus``, ``pic`` and so on.

    Web addresses may each have a language.
    """

    hei_id: str
    names: tuple[LangText, ...]
    other_ids: tuple[Typed, ...] = ()
    abbreviation: str | None = None
    street_address: Address | None = None
    mailing_address: Address | None = None
    website_urls: tuple[LangText, ...] = ()
    logo_url: str | None = None
    mobility_factsheet_urls: tuple[LangText, ...] = ()
    course_catalogue_urls: tuple[LangText, ...] = ()
    contacts: tuple[Contact, ...] = ()
    root_ounit_id: str | None = None
    ounit_ids: tuple[str, ...] = ()

    @classmethod
    def read(cls, source: Source) -> Hei:
        return cls(
            hei_id=source.need("hei-id", text),
            other_ids=source.many("other-id", Typed.read),
            names=source.many("name", LangText.read),
            abbreviation=source.get("abbreviation", text),
            street_address=source.get(STREET_ADDRESS, Address.read),
            mailing_address=source.get(MAILING_ADDRESS, Address.read),
            website_urls=source.many("website-url", LangText.read_line),
            logo_url=source.get("logo-url", token),
            mobility_factsheet_urls=source.many("mobility-factsheet-url", LangText.read_line),
            course_catalogue_urls=source.many("course-catalogue-url", LangText.read_line),
            contacts=source.many(CONTACT, Contact.read),
            root_ounit_id=source.get("root-ounit-id", text),
            ounit_ids=source.many("ounit-id", text),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "hei-id", self.hei_id)
        put(element, "other-id", self.other_ids)
        put(element, "name", self.names)
        put(element, "abbreviation", self.abbreviation)
        put(element, STREET_ADDRESS, self.street_address)
        put(element, MAILING_ADDRESS, self.mailing_address)
        put(element, "website-url", self.website_urls)
        put(element, "logo-url", self.logo_url)
        put(element, "mobility-factsheet-url", self.mobility_factsheet_urls)
        put(element, "course-catalogue-url", self.course_catalogue_urls)
        put(element, CONTACT, self.contacts)
        put(element, "root-ounit-id", self.root_ounit_id)
        put(element, "ounit-id", self.ounit_ids)


@dataclass(frozen=True)
class OrganizationalUnit:
    """A faculty, a department, or the whole institution as the root of its tree. ``ounit_code`` is for people to see."""

    ounit_id: str
    ounit_code: str
    names: tuple[LangText, ...]
    abbreviation: str | None = None
    parent_ounit_id: str | None = None
    street_address: Address | None = None
    mailing_address: Address | None = None
    website_urls: tuple[LangText, ...] = ()
    logo_url: str | None = None
    mobility_factsheet_urls: tuple[LangText, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @classmethod
    def read(cls, source: Source) -> OrganizationalUnit:
        return cls(
            ounit_id=source.need("ounit-id", text),
            ounit_code=source.need("ounit-code", text),
            names=source.many("name", LangText.read),
            abbreviation=source.get("abbreviation", text),
            parent_ounit_id=source.get("parent-ounit-id", text),
            street_address=source.get(STREET_ADDRESS, Address.read),
            mailing_address=source.get(MAILING_ADDRESS, Address.read),
            website_urls=source.many("website-url", LangText.read_line),
            logo_url=source.get("logo-url", token),
            mobility_factsheet_urls=source.many("mobility-factsheet-url", LangText.read_line),
            contacts=source.many(CONTACT, Contact.read),
        )

    def write(self, element: etree._Element) -> None:
        put(element, "ounit-id", self.ounit_id)
        put(element, "ounit-code", self.ounit_code)
        put(element, "name", self.names)
        put(element, "abbreviation", self.abbreviation)
        put(element, "parent-ounit-id", self.parent_ounit_id)
        put(element, STREET_ADDRESS, self.street_address)
        put(element, MAILING_ADDRESS, self.mailing_address)
        put(element, "website-url", self.website_urls)
        put(element, "logo-url", self.logo_url)
        put(element, "mobility-factsheet-url", self.mobility_factsheet_urls)
        put(element, CONTACT, self.contacts)


HEIS = Envelope(f"{{{_API}institutions/tree/stable-v2}}institutions-response", "hei", Hei.read, _PREFIXES)
OUNITS = Envelope(f"{{{_API}ounits/tree/stable-v2}}ounits-response", "ounit", OrganizationalUnit.read, _PREFIXES)

"""Whom to ask and where: EWP's phone numbers (1.0), addresses (1.0) and contacts (1.1), which many documents hold."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from .elements import Source, put, text
from .values import Gender, LangText, gender

_TYPES = "https://github.com/erasmus-without-paper/ewp-specs-types-"
ADDRESS_NAMESPACE = f"{_TYPES}address/tree/stable-v1"
CONTACT_NAMESPACE = f"{_TYPES}contact/tree/stable-v1"
PHONE_NAMESPACE = f"{_TYPES}phonenumber/tree/stable-v1"

_A, _C, _P = (f"{{{namespace}}}" for namespace in (ADDRESS_NAMESPACE, CONTACT_NAMESPACE, PHONE_NAMESPACE))
STREET_ADDRESS, MAILING_ADDRESS = f"{_A}street-address", f"{_A}mailing-address"
CONTACT = f"{_C}contact"
PHONE_NUMBER = f"{_P}phone-number"
_FAX_NUMBER = f"{_P}fax-number"


@dataclass(frozen=True)
class PhoneNumber:
    """``e164``: with the leading plus; ``other_format`` as a last resort."""

    e164: str | None = None
    ext: str | None = None
    other_format: str | None = None

    @classmethod
    def read(cls, source: Source) -> PhoneNumber:
        return cls(source.get(f"{_P}e164", text), source.get(f"{_P}ext", text), source.get(f"{_P}other-format", text))

    def write(self, element: etree._Element) -> None:
        put(element, f"{_P}e164", self.e164)
        put(element, f"{_P}ext", self.ext)
        put(element, f"{_P}other-format", self.other_format)


@dataclass(frozen=True)
class Address:
    """EWP's ``FlexibleAddress``: ``address_lines``, or the parts from ``building_number`` to ``delivery_point_codes``, never both.

    ``country``: ISO 3166-1 alpha-2.
    """

    recipient_names: tuple[str, ...] = ()
    address_lines: tuple[str, ...] = ()
    building_number: str | None = None
    building_name: str | None = None
    street_name: str | None = None
    unit: str | None = None
    floor: str | None = None
    post_office_box: str | None = None
    delivery_point_codes: tuple[str, ...] = ()
    postal_code: str | None = None
    locality: str | None = None
    region: str | None = None
    country: str | None = None

    @classmethod
    def read(cls, source: Source) -> Address:
        return cls(
            recipient_names=source.many(f"{_A}recipientName", text),
            address_lines=source.many(f"{_A}addressLine", text),
            building_number=source.get(f"{_A}buildingNumber", text),
            building_name=source.get(f"{_A}buildingName", text),
            street_name=source.get(f"{_A}streetName", text),
            unit=source.get(f"{_A}unit", text),
            floor=source.get(f"{_A}floor", text),
            post_office_box=source.get(f"{_A}postOfficeBox", text),
            delivery_point_codes=source.many(f"{_A}deliveryPointCode", text),
            postal_code=source.get(f"{_A}postalCode", text),
            locality=source.get(f"{_A}locality", text),
            region=source.get(f"{_A}region", text),
            country=source.get(f"{_A}country", text),
        )

    def write(self, element: etree._Element) -> None:
        put(element, f"{_A}recipientName", self.recipient_names)
        put(element, f"{_A}addressLine", self.address_lines)
        put(element, f"{_A}buildingNumber", self.building_number)
        put(element, f"{_A}buildingName", self.building_name)
        put(element, f"{_A}streetName", self.street_name)
        put(element, f"{_A}unit", self.unit)
        put(element, f"{_A}floor", self.floor)
        put(element, f"{_A}postOfficeBox", self.post_office_box)
        put(element, f"{_A}deliveryPointCode", self.delivery_point_codes)
        put(element, f"{_A}postalCode", self.postal_code)
        put(element, f"{_A}locality", self.locality)
        put(element, f"{_A}region", self.region)
        put(element, f"{_A}country", self.country)


@dataclass(frozen=True)
class Contact:
    """A person, an office or a role. ``contact_names``: how it is shown, at least one; the others only for a person."""

    contact_names: tuple[LangText, ...]
    person_given_names: tuple[LangText, ...] = ()
    person_family_names: tuple[LangText, ...] = ()
    person_gender: Gender | None = None
    phone_numbers: tuple[PhoneNumber, ...] = ()
    fax_numbers: tuple[PhoneNumber, ...] = ()
    emails: tuple[str, ...] = ()
    street_address: Address | None = None
    mailing_address: Address | None = None
    role_descriptions: tuple[LangText, ...] = ()

    @classmethod
    def read(cls, source: Source) -> Contact:
        return cls(
            contact_names=source.many(f"{_C}contact-name", LangText.read),
            person_given_names=source.many(f"{_C}person-given-names", LangText.read),
            person_family_names=source.many(f"{_C}person-family-name", LangText.read),
            person_gender=source.get(f"{_C}person-gender", gender),
            phone_numbers=source.many(PHONE_NUMBER, PhoneNumber.read),
            fax_numbers=source.many(_FAX_NUMBER, PhoneNumber.read),
            emails=source.many(f"{_C}email", text),
            street_address=source.get(STREET_ADDRESS, Address.read),
            mailing_address=source.get(MAILING_ADDRESS, Address.read),
            role_descriptions=source.many(f"{_C}role-description", LangText.read),
        )

    def write(self, element: etree._Element) -> None:
        put(element, f"{_C}contact-name", self.contact_names)
        put(element, f"{_C}person-given-names", self.person_given_names)
        put(element, f"{_C}person-family-name", self.person_family_names)
        put(element, f"{_C}person-gender", self.person_gender)
        put(element, PHONE_NUMBER, self.phone_numbers)
        put(element, _FAX_NUMBER, self.fax_numbers)
        put(element, f"{_C}email", self.emails)
        put(element, STREET_ADDRESS, self.street_address)
        put(element, MAILING_ADDRESS, self.mailing_address)
        put(element, f"{_C}role-description", self.role_descriptions)

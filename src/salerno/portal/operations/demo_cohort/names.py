"""Names and civil data that are plainly invented: family names are words for what is made up. Plain values."""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

_GIVEN = (
    "Alix", "Nadia", "Bastien", "Giorgia", "Anders", "Amina", "Teo", "Lovisa", "Ismaël", "Ofelia", "Jonas", "Priya", "Marcel",
    "Elettra", "Nils", "Fatou", "Corrado", "Ebba", "Youssef", "Lucía", "Hugo", "Beatrice", "Malik", "Saga", "Renzo", "Inès",
    "Viggo", "Mei", "Tancredi", "Solène", "Axel", "Chiamaka", "Dario", "Freja", "Karim", "Ginevra", "Edvin", "Yasmine", "Pau",
    "Linnea", "Achille", "Rania", "Sixten", "Noor", "Fosco", "Maëlle", "Torsten", "Zeynep", "Cosima", "Leander", "Ayşe",
    "Benoît", "Marta", "Idris", "Hedda", "Celio", "Apolline", "Tuva", "Samir", "Orsola", "Gustav", "Léonie", "Ada", "Ruben",
    "Mariam", "Folke", "Delia", "Antonin", "Sunita", "Ivo", "Constance", "Elias", "Bianca", "Omar", "Signe", "Lazare",
    "Amaury", "Greta", "Tarik", "Livia", "Arvid", "Noemi", "Baptiste", "Runa", "Salma", "Enzo",
)  # fmt: skip
_FAMILY = (
    "Fictif", "Inventata", "Påhitt", "Exemple", "Finzione", "Låtsas", "Ejemplo", "Muster", "Maquette", "Provetta", "Exempel",
    "Specimen", "Personne", "Figurante", "Prototyp", "Placeholder", "Beispiel", "Modello", "Ficción", "Sample", "Dessai",
    "Esempio", "Skiss", "Madeup",
)  # fmt: skip
_PLACES = (
    ("Villefictive", "FR"), ("Borgo Inventato", "IT"), ("Påhittsköping", "SE"), ("Pueblo Ejemplo", "ES"), ("Musterstadt", "DE"),
    ("Casablanca-sur-Papier", "MA"), ("Sampleton", "IN"), ("Cidade Inventada", "BR"),
)  # fmt: skip
_GENDERS = ("female", "male", "female", "male", "not-said", "female", "male", "other")
_TRACKS = ("biology", "engineering")


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist, with what a degree is made out to and the track that they come from."""

    email: str
    given_names: str
    family_name: str
    gender: str
    birth_date: date
    birth_place: str
    citizenship: str
    track: str

    @property
    def full_name(self) -> str:
        """Given names, then the family name."""
        return f"{self.given_names} {self.family_name}"


def invented(number: int, *, email: str = "") -> Invented:
    """The person ``number``, always the same, at ``email`` or an address made of the name."""
    given, family = _GIVEN[number - 1], _FAMILY[(number * 7 + number // 24) % len(_FAMILY)]
    place, country = _PLACES[number * 5 % len(_PLACES)]
    return Invented(
        email=email or _address_of(f"{given} {family}"),
        given_names=given,
        family_name=family,
        gender=_GENDERS[number * 3 % len(_GENDERS)],
        birth_date=date(2000, 1, 1) + timedelta(days=number * 37 % 1400),
        birth_place=place,
        citizenship=country,
        track=_TRACKS[number // 6 % 2],
    )


def _address_of(full_name: str) -> str:
    """``Inès Fictif`` as an address under example.org, which receives no mail (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", full_name.casefold()).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}@example.org"

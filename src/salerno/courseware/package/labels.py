"""The few words that rendering itself adds, in the partners' languages.

They stand here and not in the catalogues of translations because the language is the text's, not the
reader's.
"""

CALLOUTS = {
    "note": {"en": "Note", "fr": "Remarque", "it": "Nota", "sv": "Anmärkning", "es": "Nota", "ca": "Nota"},
    "tip": {"en": "Tip", "fr": "Conseil", "it": "Consiglio", "sv": "Tips", "es": "Consejo", "ca": "Consell"},
    "important": {
        "en": "Important",
        "fr": "Important",
        "it": "Importante",
        "sv": "Viktigt",
        "es": "Importante",
        "ca": "Important",
    },
    "warning": {
        "en": "Warning",
        "fr": "Attention",
        "it": "Attenzione",
        "sv": "Varning",
        "es": "Atención",
        "ca": "Atenció",
    },
    "example": {
        "en": "Example",
        "fr": "Exemple",
        "it": "Esempio",
        "sv": "Exempel",
        "es": "Ejemplo",
        "ca": "Exemple",
    },
}
REFERENCES = {
    "en": "References",
    "fr": "Références",
    "it": "Bibliografia",
    "sv": "Referenser",
    "es": "Referencias",
    "ca": "Referències",
}
NOTES = {"en": "Notes", "fr": "Notes", "it": "Note", "sv": "Noter", "es": "Notas", "ca": "Notes"}
BACK = {
    "en": "Back to the text",
    "fr": "Retour au texte",
    "it": "Torna al testo",
    "sv": "Tillbaka till texten",
    "es": "Volver al texto",
    "ca": "Torna al text",
}
AS_TABLE = {
    "en": "The same as a table",
    "fr": "Les mêmes données en tableau",
    "it": "Gli stessi dati in tabella",
    "sv": "Samma uppgifter som tabell",
    "es": "Los mismos datos en tabla",
    "ca": "Les mateixes dades en taula",
}
LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "it": "Italiano",
    "sv": "Svenska",
    "es": "Español",
    "ca": "Català",
}


def label(words: dict[str, str], language: str) -> str:
    """The word in ``language``, else in English."""
    return words.get(language, words["en"])

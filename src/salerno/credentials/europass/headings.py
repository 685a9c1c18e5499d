"""What stands before a note, in each language that has such words; other languages show the note alone."""

ADDITIONAL = {"en": "Additional information", "fr": "Informations complémentaires"}
CONVERTED = {"en": "As a grade of another partner", "fr": "Dans l’échelle d’un autre partenaire"}
DECISION = {"en": "Clause of the consortium agreement", "fr": "Clause de l’accord de consortium"}
DISTINCTION = {"en": "Awarded with distinction", "fr": "Obtenu avec mention"}
DEFENDED = {"en": "Defended on", "fr": "Soutenu le"}
FIELD = {"en": "Main fields of study", "fr": "Principaux domaines d’étude"}
FURTHER_STUDY = {"en": "Access to further study", "fr": "Accès à un niveau supérieur"}
GRADING = {"en": "Grading scheme", "fr": "Système de notation"}
LAW = {"en": "Legal basis", "fr": "Fondement juridique"}
MADE_UP = {
    "en": "Made-up data: this credential proves nothing.",
    "fr": "Données inventées : cette certification ne prouve rien.",
}
MODE = {"en": "Mode of study", "fr": "Mode d’études"}
NATIONAL_SYSTEM = {"en": "National higher education system", "fr": "Système national d’enseignement supérieur"}
PROFESSIONAL_STATUS = {"en": "Professional status", "fr": "Statut professionnel"}
PROGRAMME = {"en": "Programme", "fr": "Formation"}
RECOGNISED = {"en": "Recognised from elsewhere", "fr": "Reconnu, acquis ailleurs"}
REQUIREMENTS = {"en": "Requirements of the programme", "fr": "Exigences de la formation"}
SEMESTER = {"en": "Semester", "fr": "Semestre"}
SUPERVISORS = {"en": "Supervised by", "fr": "Sous la direction de"}

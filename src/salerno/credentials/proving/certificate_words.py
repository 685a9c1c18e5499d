"""What the certificate says around the award, in each language that it can be printed in."""

FUNDING = {"en": "Co-funded by the European Union", "fr": "Cofinancé par l’Union européenne"}

# The disclaimer that the grant agreement prescribes (Digital Europe, article 17.3).
DISCLAIMER = {
    "en": (
        "Funded by the European Union. Views and opinions expressed are however those of the author(s) only and do not "
        "necessarily reflect those of the European Union or the European Health and Digital Executive Agency (HaDEA). "
        "Neither the European Union nor the granting authority can be held responsible for them. Project 101083880."
    ),
    "fr": (
        "Financé par l’Union européenne. Les points de vue et avis exprimés n’engagent toutefois que leur(s) auteur(s) et "
        "ne reflètent pas nécessairement ceux de l’Union européenne ou de l’Agence exécutive européenne pour la santé et le "
        "numérique (HaDEA). Ni l’Union européenne ni l’autorité chargée de l’octroi ne sauraient en être tenues pour "
        "responsables. Projet 101083880."
    ),
}
FLAG = {"en": "Flag of the European Union", "fr": "Drapeau de l’Union européenne"}

WORDS = {
    "en": {
        "certificate": "CERTIFICATE",
        "achieved": "has achieved",
        "outcomes": "What the holder can do",
        "particulars": "Particulars",
        "element": "Element",
        "value": "As awarded",
        "verification": "Check this certificate",
        "verify_hint": ("Scan the code or open the link: the page says whether the credential is genuine and still holds."),
        "attached": "The signed credential is attached to this file as credential.json:",
        "attachment": "The signed Open Badges 3.0 credential",
        "qr_alt": "QR code that leads to the verification page; the same link stands beside it as text.",
        "page": "Page",
        "hours": "hours",
    },
    "fr": {
        "certificate": "CERTIFICAT",
        "achieved": "a obtenu",
        "outcomes": "Ce que sait faire la personne titulaire",
        "particulars": "Détails",
        "element": "Élément",
        "value": "Tel qu’attribué",
        "verification": "Vérifier ce certificat",
        "verify_hint": (
            "Scannez le code ou ouvrez le lien : la page indique si le certificat est authentique et toujours valable."
        ),
        "attached": "La certification signée est jointe à ce fichier sous le nom credential.json :",
        "attachment": "La certification Open Badges 3.0 signée",
        "qr_alt": "Code QR menant à la page de vérification ; le même lien figure à côté en toutes lettres.",
        "page": "Page",
        "hours": "heures",
    },
}

# The elements of Council Recommendation 2022/C 243/02, annex I, in its order and its words.
ELEMENTS = {
    "en": {
        "holder": "Learner",
        "title": "Title of the micro-credential",
        "degree": "Title of the qualification",
        "country": "Country or region of the issuer",
        "bodies": "Awarding body",
        "date": "Date of issuing",
        "workload": "Notional workload",
        "level": "Level (EQF, cycle)",
        "assessment": "Type of assessment",
        "participation": "Form of participation",
        "quality": "Type of quality assurance",
        "prerequisites": "Prerequisites",
        "supervision": "Supervision and identity check",
        "grade": "Grade achieved",
        "stackability": "Integration and stackability",
        "field": "Field of education (ISCED-F)",
        "until": "Valid until",
        "evidence": "Recorded learning time",
    },
    "fr": {
        "holder": "Personne apprenante",
        "title": "Intitulé de la microcertification",
        "degree": "Intitulé de la qualification",
        "country": "Pays ou région de l’émetteur",
        "bodies": "Organisme de certification",
        "date": "Date de délivrance",
        "workload": "Charge de travail théorique",
        "level": "Niveau (CEC, cycle)",
        "assessment": "Type d’évaluation",
        "participation": "Forme de participation",
        "quality": "Type d’assurance qualité",
        "prerequisites": "Conditions préalables",
        "supervision": "Surveillance et vérification d’identité",
        "grade": "Note obtenue",
        "stackability": "Intégration et cumulabilité",
        "field": "Domaine d’études (CITE-F)",
        "until": "Valable jusqu’au",
        "evidence": "Temps d’apprentissage enregistré",
    },
}


def element_names(language: str) -> dict[str, str]:
    """The elements' names in ``language`` (``fr``, ``fr-BE``), in English when there is no translation."""
    return ELEMENTS.get(language.partition("-")[0].lower(), ELEMENTS["en"])

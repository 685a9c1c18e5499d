from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "salerno.credentials"
    label = "credentials"

    def ready(self) -> None:
        """Listen for awards that are granted and withdrawn; take a place on the desk; register what the law makes us keep."""
        from salerno.awards.moments import on_award_granted, on_award_withdrawn
        from salerno.credentials import services
        from salerno.credentials.sections import SECTIONS
        from salerno.desk import sections
        from salerno.people.data_rights import Holding, register

        on_award_granted(services.issue_on_grant)
        on_award_withdrawn(services.revoke_on_withdrawal)
        sections.register(*SECTIONS)
        register(
            Holding(
                "credentials",
                _("Credentials"),
                services.export_credentials,
                lambda person: 0,
                kept_because=_(
                    "A credential that was issued must stay verifiable (GDPR, Article 17(3)(b) and (e)): employers and "
                    "universities rely on it."
                ),
            )
        )
        register(
            Holding(
                "degree_documents",
                _("Degree documents"),
                services.export_documents,
                lambda person: 0,
                kept_because=_(
                    "An awarding institution must be able to confirm what it granted (GDPR, Article 17(3)(b) and (d): public "
                    "task, archiving in the public interest)."
                ),
            )
        )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "salerno.credentials"
    label = "credentials"

    def ready(self) -> None:
        """Listen for granted awards; register what the law makes us keep."""
        from salerno.awards.moments import on_award_granted
        from salerno.credentials import services
        from salerno.people.data_rights import Holding, register

        on_award_granted(services.issue_on_grant)
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

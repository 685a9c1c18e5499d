from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "salerno.people"
    label = "people"

    def ready(self) -> None:
        """Register what the floor of the house holds about a person."""
        from salerno.people import services
        from salerno.people.data_rights import Holding, register

        register(Holding("account", _("Account, roles, acceptances"), services.export_account, services.erase_account))
        register(Holding("notices", _("Notices by e-mail"), services.export_messages, services.erase_messages))
        register(
            Holding(
                "acts",
                _("Record of acts"),
                services.export_audit,
                lambda person: 0,
                kept_because=_(
                    "The record shows who opened or changed what (GDPR, Article 5(2), accountability). It names people by "
                    "number alone, and after erasure nothing ties the number to you."
                ),
            )
        )

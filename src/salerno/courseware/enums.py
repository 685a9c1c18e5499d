"""What can happen to a draft's file, and why an act on a draft is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What brought a file into its state."""

    STARTED = "started", _("Taken from the published version")
    CREATED = "created", _("Created")
    SAVED = "saved", _("Saved")
    UPLOADED = "uploaded", _("Uploaded")
    IMPORTED = "imported", _("Imported from an archive")
    RENAMED = "renamed", _("Created by renaming")
    DELETED = "deleted", _("Deleted")
    RESTORED = "restored", _("Restored")
    BROUGHT_BACK = "brought-back", _("An earlier state brought back")
    TAKEN_UP = "taken-up", _("Taken up from a newer version")


class Refusal(models.TextChoices):
    """Why an act on a draft is refused, and the way out."""

    PATH = "path", _("Names have only letters, digits, dots, hyphens and underscores.")
    PLACE = "place", _("A course has no file at this place. Use units, bank, images, media or data.")
    KIND = "kind", _("A file of this kind cannot stand in this folder.")
    TAKEN = "taken", _("A file with this name is there already. Choose another name.")
    LARGE = "large", _("The text is longer than a file may be. Split it.")
    NEEDED = "needed", _("A course cannot be without its course.toml.")
    LANGUAGE = "language", _("The languages in course.toml cannot be read. Mend that line first.")
    UNTRANSLATABLE = "untranslatable", _("Only activities and banks in the source language are translated.")
    UNREADABLE = "unreadable", _("course.toml cannot be read. Mend it first.")
    CHANGED = "changed", _("The draft was changed after you opened this page. Look at what would be published now.")
    OUTDATED = "outdated", _("A newer version was published in the meantime. Take it up into the draft first.")
    ERRORS = "errors", _("The checker finds mistakes that bar publication. Mend them first.")
    UNCHANGED = "unchanged", _("The draft is the same as the published version: there is nothing to publish.")
    SLUG = "slug", _("The slug in course.toml is not this course's. Put it back: addresses depend on it.")
    CODE = "code", _("The code in course.toml belongs to another course. Choose another one.")
    FOREIGN_UNIT = "foreign-unit", _("A unit is taken from a version that is not published or that you may not see.")
    NOT_YOURS = "not-yours", _("You may not decide for one of these offerings.")
    OWNERS = "owners", _("The institutions in course.toml are not those that own the course, and cannot be made so now.")
    NOT_LEADING = "not-leading", _("New courses are begun by the course leads and coordinators of an institution.")
    SLUG_TAKEN = "slug-taken", _("A course with this address is there already. Choose another one.")

"""Addresses of agreements, factsheets and offers of traineeships."""

from django.urls import path

from salerno.mobility.agreements.views import acts as agreement_acts
from salerno.mobility.agreements.views import agreements, factsheets, traineeships
from salerno.mobility.agreements.views import files as agreement_files

_AGREEMENTS = "desk/mobility/agreements/"
_AGREEMENT = _AGREEMENTS + "<uuid:agreement>/"
_FACTSHEETS = "desk/mobility/factsheets/"
_TRAINEESHIPS = "desk/mobility/traineeships/"
_TRAINEESHIP = _TRAINEESHIPS + "<uuid:offer>/"

AGREEMENTS = [
    path("mobility/factsheets/", factsheets.factsheets, name="factsheets"),
    path("mobility/factsheets/<slug:slug>/", factsheets.factsheet, name="factsheet"),
    path("mobility/traineeships/", traineeships.traineeships, name="traineeships"),
    path("mobility/traineeships/<uuid:offer>/", traineeships.traineeship, name="traineeship"),
    path(_AGREEMENTS, agreements.agreements, name="agreements"),
    path(_AGREEMENTS + "new/", agreements.new_agreement, name="new_agreement"),
    path(_AGREEMENTS + "file/", agreement_files.take_in_agreement, name="take_in_agreement"),
    path(_AGREEMENTS + "balance/", agreement_files.balance, name="balance"),
    path(_AGREEMENT, agreement_acts.agreement, name="agreement"),
    path(_AGREEMENT + "edit/", agreements.edit_agreement, name="edit_agreement"),
    path(_AGREEMENT + "iia.xml", agreement_files.agreement_xml, name="agreement_xml"),
    path(_AGREEMENT + "step/<slug:act>/", agreement_acts.act_on_agreement, name="act_on_agreement"),
    path(_FACTSHEETS, factsheets.desk_factsheets, name="desk_factsheets"),
    path(_FACTSHEETS + "<uuid:institution>/", factsheets.edit_factsheet, name="edit_factsheet"),
    path(_FACTSHEETS + "<uuid:institution>/factsheet.xml", factsheets.factsheet_xml, name="factsheet_xml"),
    path(_FACTSHEETS + "<uuid:institution>/institution.xml", factsheets.institution_xml, name="institution_xml"),
    path(_TRAINEESHIPS, traineeships.desk_traineeships, name="desk_traineeships"),
    path(_TRAINEESHIPS + "new/", traineeships.new_traineeship, name="new_traineeship"),
    path(_TRAINEESHIP, traineeships.desk_traineeship, name="desk_traineeship"),
    path(_TRAINEESHIP + "edit/", traineeships.edit_traineeship, name="edit_traineeship"),
    path(_TRAINEESHIP + "move/<slug:act>/", traineeships.move_traineeship, name="move_traineeship"),
]

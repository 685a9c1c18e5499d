"""The room of mobility: from an agreement between institutions to a result that counts at home.

A part has a folder, built as a room is: ``agreements`` (with factsheets and offers of traineeships), ``calls`` (places, wishes,
scores, scenarios, publication), ``nominations`` (that come in from elsewhere), ``stays`` (from the place accepted to the way back),
``traineeships`` (log, tutor, certificate), ``learning_agreements``, ``transcripts`` (which a host issues), ``recognition``,
``reports`` (what students say afterwards) and ``late`` (who is past a day). What the parts share stands beside them: ``models/``,
``enums.py``, ``querysets.py``. ``allocation/``, ``ewp/``, ``maps/`` and ``papers/`` are pure: plain values in, plain values out.
"""

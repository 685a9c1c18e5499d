"""Erasmus Without Paper (EWP): documents that institutions exchange about a mobility. Pure: no database, no network, no Django.

Nouns: a *document* (one XML file of EWP), its *kind*, a *problem* (a sentence and a line), an *envelope* (how things of one kind
travel). The classes and their fields have EWP's own names.

Entries: ``checking.check``; ``iia_hash.iia_hash``; the envelopes ``institutions.HEIS`` and ``OUNITS``, ``factsheets.FACTSHEETS``,
``agreements.AGREEMENTS``, ``learning_agreement_rules.LEARNING_AGREEMENTS`` and ``transcripts.TRANSCRIPTS``, each with
``exported`` and ``imported``; ``updates.export_update`` and ``import_update``; ``elmo.import_elmo`` and
``export_elmo``; ``face`` for the commands.

Not kept on import: comments, white space between elements, ``xsi:schemaLocation``, time zones of days, fractions of a second
beyond the millionth, codes of reasons that EWP added later (it wants them to be overlooked), and of an ELMO what ``elmo`` lists.
Whatever else would be lost makes the import refuse. Not here: the network protocol, and an agreement on a traineeship, for which
EWP has no form.
"""

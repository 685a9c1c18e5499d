"""Learning agreements: what they say (``body``, ``facts``), what a change changes (``changes``), and the document (``document``);
transcripts of records: what they say (``transcript_facts``) and the document (``transcript``).

Pure: no database, no clock. The tables are those of the learning agreement of the European Commission's Erasmus+ templates: A, at
the receiving institution; B, recognised at the sending one; C, virtual components; and the form for traineeships.
"""

"""Partners of the consortium and associated partners: who they are, what they give, how they grade.

Nouns: ``Institution``, ``GradingScale``. An institution's coordinators and administrators describe it, the coordinators of the
coordinating institution describe all and add associated partners (``portal.desk``); everyone reads them.
"""

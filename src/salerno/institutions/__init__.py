"""Partners of the consortium and associated partners: who they are, what they give, how they grade.

Nouns: ``Institution``, ``GradingScale``. Administrators of the coordinator change them; everyone reads them.
"""

"""The record of acts: who did what to which thing, and when.

Nouns: ``Entry``. Anyone's act may add an entry through ``record``; nobody changes or removes one: entries are chained by
hash, and ``salerno audit verify`` finds any that was changed, taken out or reordered.
"""

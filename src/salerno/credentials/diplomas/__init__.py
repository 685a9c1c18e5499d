"""The documents of a degree on paper: Diploma, Diploma Supplement, Transcript of Records, as PDF/UA-1 and as pictures of pages.

Pure: each is made of one ``DegreeFacts`` and says what that says; no database, no clock. Words stand in ``data/words``, one file
for each language; how an institution's diploma looks, in ``data/styles.toml``.
"""

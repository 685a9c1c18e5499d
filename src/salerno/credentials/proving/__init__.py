"""How an award is proven: documents that can be signed, carried, checked and shown without asking us.

Nouns: a *credential* (Open Badges 3.0 on the W3C data model 2.0), its *proof* (Data Integrity,
eddsa-rdfc-2022), the *status list* that can suspend or revoke it, its *verdict*, and its carriers (baked
image, document). Plain values in, plain values out: no Django, no clock, no network. Rows, files and HTTP
belong to the room around it.
"""

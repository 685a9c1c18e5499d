"""Notices by e-mail: templates, an outbox, delivery.

Nouns: ``Message``. A service of any room queues one in its own transaction; the worker sends it after the commit, and once:
a message whose sending was cut off is sent again under the same Message-ID, which mail servers and folders take for the same.
"""

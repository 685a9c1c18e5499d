"""Whether a student's results satisfy the rules of a degree. Pure: plain values in, plain values out; no database, no Django.

``audit.audit(rules, track, record, planned)`` → ``Audit``: one line for each rule, with what is needed, reached and missing,
now and with the planned courses passed.
"""

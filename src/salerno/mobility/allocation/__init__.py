"""Who gets which place, in two ways, with a sentence for every student that can be checked. Pure: no database, no Django.

=====================  ==========================================================================================
``problem``            what is given: students, places, the seed of the lottery; nothing impossible gets in
``needs``              period, language, accessibility: why a pair cannot be
``order``              who comes before whom: tier, score, lottery
``deferred``           student-proposing deferred acceptance
``best``               the best total: ``network``, ``flow``, ``ties``, ``shadow`` and ``search`` do its work
``reasons``            one reason for each student, as facts; ``wording`` says them in English
``outcome``            what comes out: assignment, reasons, figures, what was decided on the way
``comparing``          two allocations side by side
``checking``           judges an allocation and its reasons by other means than those that made them
``later``              after publication: withdrawals, fewer places
``face``               the same as JSON
=====================  ==========================================================================================

Why these two ways, and what was rejected: docs/decisions/0012.
"""

"""Places to study or train elsewhere: who gets which, by rules that can be explained to every student.

``allocation/`` is pure: plain values in, plain values out.
"""

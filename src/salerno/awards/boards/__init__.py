"""Examination boards: who sits on them, what they decide on, votes and minutes."""

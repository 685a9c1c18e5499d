"""Theses: proposed, agreed on by two supervisors, deposited, defended before a jury, graded."""

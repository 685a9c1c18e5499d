"""What changes in examination boards, by the verbs of those who act."""

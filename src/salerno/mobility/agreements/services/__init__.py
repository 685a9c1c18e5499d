"""What changes in agreements, factsheets and offers of traineeships, by the verbs of those who act."""

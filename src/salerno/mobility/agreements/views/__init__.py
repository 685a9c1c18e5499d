"""Pages of agreements, factsheets and offers of traineeships."""

"""What the pages of agreements, factsheets and offers of traineeships show."""

"""Agreements between institutions, factsheets and offers of traineeships."""

"""What changes in admissions: calls, applications, reviews, decisions, offers."""

"""The pages of staff: calls, applications, reviewers, the committee."""

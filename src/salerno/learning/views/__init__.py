"""The pages of studying."""

"""What several test packages build on: moments and a small published course."""

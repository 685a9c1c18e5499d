"""Transcripts of records that a receiving institution issues to its guests, and the sending institution takes results from."""

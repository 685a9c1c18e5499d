"""Backup of database and files on a running site, and its restoration."""

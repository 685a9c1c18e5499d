"""Traineeships under way: the weekly log, the tutor's evaluation by a link that works once, the certificate, its credits."""

"""What a course must fulfil to be published, by theme. Each module has one `check(reading, texts)` that notes
findings.

Each check is told of the whole `reader.Reading` and of every passage as parsed Markdown, so that no text is
parsed twice.
"""

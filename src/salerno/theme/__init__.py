"""The look of the campus: base templates, components, styles, scripts, fonts, icons. No models, no rules.

Every other room extends ``base.html`` (or one of ``layouts/``) and includes ``components/<name>.html``; the
style guide at ``/styleguide/`` shows them all. Vendored files come from ``scripts/vendor.py``, never edited.
"""

"""What every page for staff stands on, whichever room it belongs to: who may come in, the menu, tables that are also files.

No tables of its own. A room adds its part of the desk with ``sections.register`` and says what waits there with
``waiting.register``, from ``AppConfig.ready()``; its pages extend ``desk/base.html``.
"""

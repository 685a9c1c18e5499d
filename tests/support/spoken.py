"""What a page says: its texts, and those of its attributes that are read out, with the language of each part."""

from html.parser import HTMLParser

_SILENT = {"script", "style", "code", "pre", "svg", "textarea"}
_VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_READ_OUT = ("alt", "aria-label", "placeholder", "title", "data-confirm", "data-confirm-back")


class _Texts(HTMLParser):
    """Gathers what is said in the language of the page; parts with a ``lang`` of their own, scripts, code and
    what is typed are left out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.language = ""
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang") or ""
        is_foreign = tag in _SILENT or (tag != "html" and values.get("lang", self.language) != self.language)
        is_heard = not is_foreign and not any(foreign for _tag, foreign in self._open)
        if is_heard:
            self._add(*(values[name] for name in _READ_OUT if values.get(name)))
            if tag == "meta" and values.get("name") == "description":
                self._add(values.get("content"))
        if tag not in _VOID:
            self._open.append((tag, is_foreign))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        if not any(foreign for _tag, foreign in self._open):
            self._add(data)

    def _add(self, *texts: str | None) -> None:
        self.found.update(" ".join(text.split()) for text in texts if text and any(map(str.isalpha, text)))


def spoken(html: str) -> tuple[str, set[str]]:
    """The language of the page, and every text that it says in it."""
    texts = _Texts()
    texts.feed(html)
    return texts.language, texts.found

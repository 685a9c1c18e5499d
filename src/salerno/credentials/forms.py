"""What a visitor hands in to be verified; how staff order documents."""

import json
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from salerno.credentials.anchors import Certificates, read_certificates
from salerno.credentials.elmo.documents import MAX_BYTES as MOST_OF_ELMO

# The largest document of any kind. Each reader keeps its own, smaller limit.
MAX_BYTES = MOST_OF_ELMO
MAX_TEXT = 2**20


class VerifyForm(forms.Form):
    """A credential as text or file; for other issuers, the documents that their names lead to."""

    certificates: Certificates = ()

    text = forms.CharField(
        label=_("Paste the credential"),
        required=False,
        max_length=MAX_TEXT,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_(
            "JSON or a token (up to 1 MB); a badge (PNG or SVG), a certificate or a diploma (PDF), up to 5 MB; a sealed European "
            "Digital Credential, up to 10 MB; an ELMO, up to 20 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.jsonld,.jwt,.png,.svg,.pdf,.xml"}),
    )
    documents = forms.CharField(
        label=_("Documents of another issuer"),
        required=False,
        max_length=MAX_TEXT,
        help_text=_(
            "For an issuer that this campus does not know: its DID document or its key (JWK), and its status or revocation list if "
            "it has one, as JSON (one document, or a list). For a seal: the certificate that vouches for it, as PEM. This page "
            "fetches nothing by itself: make sure that they are genuine."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_file(self) -> UploadedFile | None:
        """A file of a size that we read."""
        file = self.cleaned_data.get("file")
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 20 MB. No document that is read here is."))
        return file

    def clean_documents(self) -> list[dict[str, Any]]:
        """The documents that were handed in, as a list; certificates are kept apart."""
        text = self.cleaned_data.get("documents", "").strip()
        if text.startswith("-----BEGIN"):
            self.certificates = read_certificates(text.encode())
            if not self.certificates:
                raise forms.ValidationError(_("This is no certificate in PEM that we can read."))
            return []
        if not text:
            return []
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("This is not JSON. Paste the document as it was published.")) from error
        documents = value if isinstance(value, list) else [value]
        if not all(isinstance(item, dict) for item in documents) or len(documents) > 20:
            raise forms.ValidationError(_("Expected a JSON document, or a list of them."))
        return documents

    def clean(self) -> dict[str, Any]:
        """Exactly one of text and file."""
        values = super().clean()
        if not self.errors and not values.get("text") and not values.get("file"):
            raise forms.ValidationError(_("Paste a credential or choose a file first."))
        return values

    def handed_in(self) -> dict[str, Any]:
        """What came with the document, as ``checking.check`` takes it."""
        documents = tuple(self.cleaned_data["documents"])
        return {"did_documents": documents, "status_lists": documents, "certificates": self.certificates}

    def document(self) -> bytes:
        """What is to be verified."""
        file = self.cleaned_data.get("file")
        return file.read() if file else self.cleaned_data["text"].encode()


class AnewForm(forms.Form):
    """An order for documents; with a reason, of all of them anew."""

    anew_because = forms.CharField(
        label=_("Why all documents are made anew"),
        required=False,
        max_length=300,
        help_text=_("Leave it empty to make only what is missing. Documents that are replaced are kept, and said to be replaced."),
    )

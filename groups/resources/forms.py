"""Pictures and files with a post: taken in when they come, listed until it is posted."""

from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups.resources.actions import Chosen, describe, take_in
from groups.resources.models import ALT_LENGTH, Attachment
from peersupport.core.exceptions import Refused
from peersupport.members.rules import file_limits_of

MOST_IDS = 40


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what each of them is, is looked at when it is taken in."""

    widget = FilesInput

    def clean(self, data, initial=None):
        return [file for file in data or [] if file]


class FilesMixin(forms.Form):
    """`attached` names what came before; each of those has fields `alt-ID` and `drop-ID`.

    A form with files is sent more than once: whatever else is wrong with it, what was uploaded is
    kept, and the page that comes back lists it.
    """

    asks_about = None  # the picture of which it is asked what it shows

    attached = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40 * MOST_IDS)
    upload = FilesField(label=gettext_lazy("Pictures and files"), required=False)

    def __init__(self, *args, owner=None, holder=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner, self.holder = owner, holder
        if owner is None or not owner.is_authenticated:
            return
        limits = file_limits_of(owner)
        self.fields["upload"].help_text = ngettext(
            "%(files)s file of up to %(mb)s MB: a picture, PDF, text or office document.",
            "Up to %(files)s, %(mb)s MB each: pictures, PDF, text, office documents.", limits.files,
        ) % {"files": limits.files, "mb": limits.file_mb}  # fmt: skip
        self.fields["upload"].widget.attrs["data-attach"] = ""

    @property
    def is_attaching(self) -> bool:
        """Only the files were sent for now; the words may still be missing."""
        return self.is_bound and self.data.get("attach") == "1"

    def full_clean(self):
        super().full_clean()
        if self.is_attaching:
            for name in self._errors.keys() - {"upload"}:
                del self._errors[name]

    def clean(self):
        data = super().clean() or self.cleaned_data
        data.pop("attached", None)
        for upload in data.pop("upload", None) or []:
            try:
                self.files_so_far.append(take_in(upload, owner=self.owner))
            except Refused as refusal:
                self.add_error("upload", refusal.shown)
        if self._are_lost:
            lost = _(
                "A file that you attached is no longer here. Attach it again, or post without."
            )
            self.add_error("upload", lost)
        self._ask_about_pictures()
        chosen = [Chosen(each.uuid, each.alt) for each in self.files_so_far]
        data["files"] = chosen if chosen or "attached" in self.data else None  # None: not asked
        return data

    @cached_property
    def files_so_far(self) -> list[Attachment]:
        """What is attached already, in its order, without what was ticked to be taken out."""
        ids = _ids(self["attached"].value() or "")
        if not ids or self.owner is None:
            return []
        found = {row.uuid: row for row in self._reachable().filter(uuid__in=ids)}
        kept = [found[uuid] for uuid in ids if uuid in found and f"drop-{uuid}" not in self.data]
        for row in kept:
            if (alt := self.data.get(f"alt-{row.uuid}")) is not None:
                row.alt = " ".join(alt.split())[:ALT_LENGTH]
                if row.target_id is None:
                    describe(row, alt=row.alt)
        return kept

    @property
    def _are_lost(self) -> bool:
        """Attached so long ago that it was swept. What was posted since is not: it was sent twice."""
        if self.owner is None or not (ids := set(_ids(self["attached"].value() or ""))):
            return False
        known = self._reachable() | Attachment.objects.filter(owner=self.owner)
        return known.filter(uuid__in=ids).count() < len(ids)

    def _reachable(self):
        """One's own that are not posted yet, and those of the post that is being edited."""
        mine = Attachment.objects.unposted_by(self.owner)
        return mine | Attachment.objects.posted_with(self.holder) if self.holder else mine

    def _ask_about_pictures(self):
        """Once: an empty answer is an answer. A page that comes back anyway shows where to give it."""
        asking = [row for row in self.files_so_far if row.is_image and not row.is_alt_asked]
        for row in asking:
            describe(row, alt=row.alt)
        comes_back = self.is_attaching or self.data.get("preview") == "1"
        unsaid = [row.uuid for row in asking if not row.alt]
        self.asks_about = unsaid[0] if unsaid and not comes_back else None

    def is_valid(self):
        """Not yet, while something is asked about a picture: it is no mistake, so no error."""
        return super().is_valid() and not self.asks_about

    @property
    def attached_ids(self) -> str:
        return " ".join(str(row.uuid) for row in self.files_so_far)


def _ids(text: str) -> list[UUID]:
    found = []
    for word in text.split()[:MOST_IDS]:
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return list(dict.fromkeys(found))

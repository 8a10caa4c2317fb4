from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from peersupport.core.access import Rule, access
from peersupport.core.middleware import leave_out_of_log

from .models import Attachment, store

# Opened by itself it is nobody's page: no script, no form, no frame, no origin.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@access(Rule.PUBLIC)
@require_safe
def file_detail(request, uuid, name):
    """A picture to look at, or a document to download, for those who may read what it belongs to."""
    attachment = get_object_or_404(
        Attachment.objects.visible_to(request.user), uuid=uuid, name=name
    )
    _keep_quiet(request, attachment)
    return _sent(attachment, attachment.file, attachment.media_type)


@access(Rule.PUBLIC)
@require_safe
def file_thumbnail(request, uuid):
    attachment = get_object_or_404(
        Attachment.objects.visible_to(request.user).exclude(thumbnail=""), uuid=uuid
    )
    _keep_quiet(request, attachment)
    return _sent(attachment, attachment.thumbnail, "image/webp")


@access(Rule.MEMBER)
@require_safe
def file_report(request, uuid):
    """The way from a file, which pages know by its name alone, to the form that reports it."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), uuid=uuid)
    return redirect("moderation:report_new", "resources.attachment", attachment.pk)


def _keep_quiet(request, attachment):
    """Who looks at what is not posted yet is its owner, and may be about to leave their name out."""
    if attachment.target_id is None or attachment.token:
        leave_out_of_log(request)


def _sent(attachment, stored, media_type):
    """Only pictures, which we wrote ourselves, are shown; everything else is saved to disk."""
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    try:
        file = store().open(stored)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file, as_attachment=not attachment.is_image, filename=attachment.name,
        content_type=media_type,
    )  # fmt: skip
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response

"""A text that is looked at before it is posted."""

from forums import actions

from .anonymous import as_others_see


def wants_preview(request):
    """The page comes back before anything is posted: to look at it, or with files attached."""
    return "1" in (request.POST.get("preview"), request.POST.get("attach"))


def preview_of(request, form):
    """What the text will look like, rendered exactly as a post is."""
    if not wants_preview(request):
        return ""
    form.full_clean()
    body = form.cleaned_data.get("body", "")
    author = None if form.cleaned_data.get("anonymous") else request.user
    return actions.render_post(body, author=author) if body else ""


def unnamed(form, preview, topic=None):
    """The previewed text as a post without a name, where that was ticked."""
    if not preview or not form.hiding or not form.cleaned_data.get("anonymous"):
        return []
    reply_to = form.cleaned_data.get("reply_to")
    return as_others_see(preview, form.hiding, topic, reply_to, form.files_so_far)


def status_of(request, form):
    if wants_preview(request) and not form.errors:
        return 200
    return 422 if request.method == "POST" else 200

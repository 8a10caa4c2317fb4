"""The staff's pages stand in the frame of the admin, with its lists beside them."""

from django.contrib import admin
from django.shortcuts import render


def staff_page(request, name, title, context, status=200):
    context = {**admin.site.each_context(request), "title": title, **context}
    return render(request, f"administration/{name}.html", context, status=status)

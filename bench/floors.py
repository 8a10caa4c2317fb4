"""The two floors of design/performance.md: the least that a page can cost in Django."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

BODY = b"<!doctype html><title>40 KB</title>" + b"x" * 40_000
PAGE = 20
TOPIC = """SELECT t.id, t.title, t.reply_count, t.last_number, c.name AS category
FROM forums_topic t JOIN forums_category c ON c.id = t.category_id WHERE t.id = %s"""
POSTS = """SELECT p.number, p.html, p.posted_at, m.handle, m.display_name
FROM forums_post p JOIN members_member m ON m.id = p.author_id
WHERE p.topic_id = %s AND p.number BETWEEN %s AND %s ORDER BY p.number"""
CATEGORIES = "SELECT slug, name, description, topic_count FROM forums_category ORDER BY position"


def auth40k(request):
    """Session and user from the database, and a constant body."""
    assert request.user.is_authenticated
    return HttpResponse(BODY)


def topic(request, pk):
    """One page of a topic by three raw statements and one plain template."""
    assert request.user.is_authenticated
    [found] = _rows(TOPIC, [pk])
    posts = _rows(POSTS, [pk, 1, PAGE])
    context = {"topic": found, "posts": posts, "categories": _rows(CATEGORIES, [])}
    return render(request, "floor_topic.html", context)


def _rows(statement, params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


urlpatterns = [path("auth40k", auth40k), path("topic/<int:pk>", topic)]

from django.urls import path

from . import views

app_name = "forums"
urlpatterns = [
    path("", views.home, name="home"),
    path("members/<slug:handle>/", views.member_detail, name="member_detail"),
    path("forums/", views.category_list, name="category_list"),
    path("forums/-/topics/", views.topic_list, name="topic_list"),
    path("forums/-/new/", views.topic_new_count, name="topic_new_count"),
    path("forums/-/read/", views.mark_all_read, name="mark_all_read"),
    path("forums/-/preview/", views.post_preview, name="post_preview"),
    path("feeds/forums/<slug:slug>.atom", views.category_feed, name="category_feed"),
    path("feeds/t/<int:pk>.atom", views.topic_feed, name="topic_feed"),
    path("feeds/my/<str:token>/<slug:name>.atom", views.member_feed, name="member_feed"),
    path("settings/feeds/", views.settings_feeds, name="settings_feeds"),
    path("groups/<slug:slug>/discussions/", views.group_discussions, name="group_discussions"),
    path("forums/<slug:slug>/", views.category_detail, name="category_detail"),
    path("forums/<slug:slug>/-/new/", views.topic_new, name="topic_new"),
    path("t/<int:pk>/", views.topic_redirect, name="topic_redirect"),
    path("t/<int:pk>/-/reply/", views.topic_reply, name="topic_reply"),
    path("t/<int:pk>/-/new/", views.topic_new_replies, name="topic_new_replies"),
    path("t/<int:pk>/-/watch/", views.topic_watch, name="topic_watch"),
    path("t/<int:pk>/-/answer/<int:number>/", views.topic_answer, name="topic_answer"),
    path("t/<int:pk>/-/lock/", views.topic_lock, name="topic_lock"),
    path("t/<int:pk>/-/pin/", views.topic_pin, name="topic_pin"),
    path("t/<int:pk>/-/move/", views.topic_move, name="topic_move"),
    path("t/<int:pk>/-/edit/<int:number>/", views.post_edit, name="post_edit"),
    path("t/<int:pk>/-/history/<int:number>/", views.post_history, name="post_history"),
    path("t/<int:pk>/-/delete/<int:number>/", views.post_delete, name="post_delete"),
    path("t/<int:pk>/-/react/<int:number>/", views.post_react, name="post_react"),
    path("t/<int:pk>/<slug:slug>/", views.topic_detail, name="topic_detail"),
    path("t/<int:pk>/<slug:slug>/<int:number>/", views.post_detail, name="post_detail"),
]

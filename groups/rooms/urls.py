from django.urls import path

from . import views

app_name = "rooms"
urlpatterns = [
    path("messages/", views.conversation_list, name="conversation_list"),
    path("messages/new/", views.conversation_new, name="conversation_new"),
    path("messages/<int:pk>/", views.conversation_detail, name="conversation_detail"),
    path("messages/<int:pk>/lines/", views.conversation_lines, name="conversation_lines"),
    path("messages/<int:pk>/-/say/", views.conversation_say, name="conversation_say"),
    path("messages/<int:pk>/-/answer/", views.conversation_answer, name="conversation_answer"),
    path("messages/<int:pk>/-/mute/", views.conversation_mute, name="conversation_mute"),
    path("messages/<int:pk>/-/archive/", views.conversation_archive, name="conversation_archive"),
    path("messages/<int:pk>/-/leave/", views.conversation_leave, name="conversation_leave"),
    path("messages/<int:pk>/-/search/", views.conversation_search, name="conversation_search"),
    path("messages/<int:pk>/-/add/", views.addition_new, name="addition_new"),
    path("messages/-/additions/<int:pk>/", views.addition_answer, name="addition_answer"),
    path("rooms/<int:pk>/<int:number>/-/edit/", views.line_edit, name="line_edit"),
    path("rooms/<int:pk>/<int:number>/-/delete/", views.line_delete, name="line_delete"),
    path("rooms/<int:pk>/<int:number>/-/report/", views.line_report, name="line_report"),
    path("groups/<slug:slug>/chat/", views.room_detail, name="room_detail"),
    path("groups/<slug:slug>/chat/-/new/", views.room_new, name="room_new"),
    path("groups/<slug:slug>/chat/<int:pk>/", views.room_detail, name="room_detail"),
    path("groups/<slug:slug>/chat/<int:pk>/lines/", views.room_lines, name="room_lines"),
    path("groups/<slug:slug>/chat/<int:pk>/-/say/", views.room_say, name="room_say"),
    path("groups/<slug:slug>/chat/<int:pk>/-/edit/", views.room_edit, name="room_edit"),
    path("groups/<slug:slug>/chat/<int:pk>/-/pace/", views.room_pace, name="room_pace"),
    path("groups/<slug:slug>/chat/<int:pk>/-/close/", views.room_close, name="room_close"),
    path("groups/<slug:slug>/chat/<int:pk>/-/pause/", views.seat_pause, name="seat_pause"),
    path("rooms/<int:pk>/<int:number>/-/hide/", views.line_hide, name="line_hide"),
    path("rooms/<int:pk>/<int:number>/-/react/", views.line_react, name="line_react"),
]  # fmt: skip

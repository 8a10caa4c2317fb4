from django.urls import path

from . import views

app_name = "rooms"
urlpatterns = [
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

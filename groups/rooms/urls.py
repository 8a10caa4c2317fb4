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
]

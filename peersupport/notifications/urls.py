from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.notice_list, name="notice_list"),
    path("notifications/<int:pk>/", views.notice_detail, name="notice_detail"),
    path("notifications/-/read/", views.notice_read_all, name="notice_read_all"),
    path("notifications/-/letters/", views.letter_choice, name="letter_choice"),
    path("letters/<str:token>/", views.letter_unsubscribe, name="letter_unsubscribe"),
    path("dev/mail/", views.dev_mail, name="dev_mail"),
]

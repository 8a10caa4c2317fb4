from django.urls import path

from . import views

app_name = "safety"
urlpatterns = [
    path("help-now/", views.help_now, name="help_now"),
    path("help-now/leaving/", views.leaving, name="leaving"),
    path("about/limits/", views.limits, name="limits"),
    path("moderation/rota/", views.shift_list, name="shift_list"),
    path("moderation/rota/on/", views.shift_start, name="shift_start"),
    path("moderation/rota/off/", views.shift_end, name="shift_end"),
    path("moderation/rota/<int:pk>/cancel/", views.shift_cancel, name="shift_cancel"),
]

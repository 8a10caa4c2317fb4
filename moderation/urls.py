from django.urls import path

from . import views

app_name = "moderation"
urlpatterns = [
    path("about/norms/", views.norms_detail, name="norms_detail"),
    path("about/norms/accept/", views.norms_accept, name="norms_accept"),
    path("reports/new/<str:model>/<int:pk>/", views.report_new, name="report_new"),
]

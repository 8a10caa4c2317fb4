from django.urls import path

from . import views

app_name = "moderation"
urlpatterns = [
    path("about/norms/", views.norms_detail, name="norms_detail"),
    path("about/moderators/", views.moderator_list, name="moderator_list"),
    path("about/norms/accept/", views.norms_accept, name="norms_accept"),
    path("about/transparency/", views.transparency, name="transparency"),
    path("about/transparency/<str:month>.csv", views.transparency_file, name="transparency_file"),
    path("reports/new/<str:model>/<int:pk>/", views.report_new, name="report_new"),
    path("reports/mine/", views.report_list, name="report_list"),
    path("reports/<int:pk>/", views.report_detail, name="report_detail"),
    path("moderation/trust/<str:handle>/", views.trust_hold, name="trust_hold"),
    path("moderation/authorship/", views.authorship_list, name="authorship_list"),
    path("moderation/authorship/ask/<int:pk>/", views.authorship_ask, name="authorship_ask"),
    path(
        "moderation/authorship/ask/<int:pk>/at-once/",
        views.authorship_emergency,
        name="authorship_emergency",
    ),
    path("moderation/authorship/<int:pk>/", views.authorship_detail, name="authorship_detail"),
    path(
        "moderation/authorship/<int:pk>/answer/", views.authorship_answer, name="authorship_answer"
    ),
    path("moderation/authorship/<int:pk>/open/", views.authorship_open, name="authorship_open"),
]

from django.urls import path

from . import views

app_name = "moderation"
urlpatterns = [
    path("about/norms/", views.norms_detail, name="norms_detail"),
    path("about/norms/accept/", views.norms_accept, name="norms_accept"),
    path("reports/new/<str:model>/<int:pk>/", views.report_new, name="report_new"),
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
    path("moderation/log/", views.audit_log, name="audit_log"),
    path("moderation/log/export/", views.audit_export, name="audit_export"),
    path("moderation/sample/", views.sample_list, name="sample_list"),
    path("moderation/sample/<int:pk>/", views.sample_review, name="sample_review"),
]

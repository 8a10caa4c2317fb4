from django.urls import path

from . import views

app_name = "moderation"
urlpatterns = [
    path("about/norms/", views.norms_detail, name="norms_detail"),
    path("about/moderators/", views.moderator_list, name="moderator_list"),
    path("about/norms/accept/", views.norms_accept, name="norms_accept"),
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
    path("moderation/log/", views.audit_log, name="audit_log"),
    path("moderation/log/export/", views.audit_export, name="audit_export"),
    path("moderation/sample/", views.sample_list, name="sample_list"),
    path("moderation/sample/<int:pk>/", views.sample_review, name="sample_review"),
    path("moderation/queue/", views.item_list, name="item_list"),
    path("moderation/queue/next/", views.item_next, name="item_next"),
    path("moderation/queue/clear/", views.items_clear, name="items_clear"),
    path("moderation/queue/care/", views.care, name="care"),
    path("moderation/queue/<int:pk>/", views.item_detail, name="item_detail"),
    path("moderation/queue/<int:pk>/claim/", views.item_claim, name="item_claim"),
    path("moderation/queue/<int:pk>/release/", views.item_release, name="item_release"),
    path("moderation/queue/<int:pk>/note/", views.item_note, name="item_note"),
    path("moderation/queue/<int:pk>/excerpt/", views.item_excerpt, name="item_excerpt"),
    path("moderation/queue/<int:pk>/decide/", views.item_decide, name="item_decide"),
    path("moderation/queue/<int:pk>/undo/", views.item_undo, name="item_undo"),
]

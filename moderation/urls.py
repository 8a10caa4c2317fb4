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
    path("moderation/queue/<int:pk>/clean-up/", views.item_clean_up, name="item_clean_up"),
    path("moderation/clean-ups/<int:pk>/", views.clean_up_detail, name="clean_up_detail"),
    path("moderation/clean-ups/<int:pk>/undo/", views.clean_up_undo, name="clean_up_undo"),
    path("decisions/", views.decision_list, name="decision_list"),
    path("decisions/<int:pk>/", views.decision_detail, name="decision_detail"),
    path("decisions/<int:pk>/appeal/", views.decision_appeal, name="decision_appeal"),
    path("moderation/appeals/", views.appeal_list, name="appeal_list"),
    path("moderation/appeals/<int:pk>/", views.appeal_detail, name="appeal_detail"),
    path("moderation/appeals/<int:pk>/take/", views.appeal_take, name="appeal_take"),
    path("moderation/appeals/<int:pk>/release/", views.appeal_release, name="appeal_release"),
    path("moderation/appeals/<int:pk>/say/", views.appeal_say, name="appeal_say"),
    path("moderation/appeals/<int:pk>/answer/", views.appeal_answer, name="appeal_answer"),
    path("moderation/appeals/<int:pk>/withdraw/", views.appeal_withdraw, name="appeal_withdraw"),
    path("decisions/<int:pk>/conversation/", views.restoration_ask, name="restoration_ask"),
    path("moderation/conversations/", views.restoration_list, name="restoration_list"),
    path("moderation/conversations/<int:pk>/", views.restoration_detail, name="restoration_detail"),
]

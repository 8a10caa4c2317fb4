from django.urls import path

from . import views

app_name = "groups"
urlpatterns = [
    path("", views.group_list, name="group_list"),
    path("-/new/", views.group_new, name="group_new"),
    path("-/invitation/<str:token>/", views.invitation_detail, name="invitation_detail"),
    path("-/request/<int:pk>/", views.request_detail, name="request_detail"),
    path("-/removal/<int:pk>/", views.removal_detail, name="removal_detail"),
    path("<slug:slug>/", views.group_detail, name="group_detail"),
    path("<slug:slug>/members/", views.member_list, name="member_list"),
    path("<slug:slug>/-/join/", views.group_join, name="group_join"),
    path("<slug:slug>/-/withdraw/", views.group_withdraw, name="group_withdraw"),
    path("<slug:slug>/-/waiting/", views.group_waiting, name="group_waiting"),
    path("<slug:slug>/-/pass/", views.group_pass, name="group_pass"),
    path("<slug:slug>/-/leave/", views.group_leave, name="group_leave"),
    path("<slug:slug>/-/norms/", views.group_norms, name="group_norms"),
    path("<slug:slug>/-/lead/", views.group_lead, name="group_lead"),
    path("<slug:slug>/-/accept/<int:pk>/", views.request_accept, name="request_accept"),
    path("<slug:slug>/-/decline/<int:pk>/", views.request_decline, name="request_decline"),
    path("<slug:slug>/-/remove/<slug:handle>/", views.membership_remove, name="membership_remove"),
    path("<slug:slug>/-/appoint/<slug:handle>/", views.membership_appoint, name="membership_appoint"),
    path("<slug:slug>/-/welcome/<slug:handle>/", views.membership_welcome, name="membership_welcome"),
    path("<slug:slug>/-/invitations/", views.invitation_list, name="invitation_list"),
    path("<slug:slug>/-/revoke/<int:pk>/", views.invitation_revoke, name="invitation_revoke"),
    path("<slug:slug>/-/edit/", views.group_edit, name="group_edit"),
    path("<slug:slug>/-/agreement/", views.agreement_edit, name="agreement_edit"),
    path("<slug:slug>/-/archive/", views.group_archive, name="group_archive"),
    path("<slug:slug>/-/hand-over/", views.group_hand_over, name="group_hand_over"),
    path("<slug:slug>/-/hand-over/answer/", views.hand_over_answer, name="hand_over_answer"),
]  # fmt: skip

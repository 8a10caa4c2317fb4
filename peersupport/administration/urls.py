from django.urls import path

from . import views

app_name = "administration"
urlpatterns = [
    path("review/", views.access_review, name="access_review"),
    path("members/<slug:handle>/role/", views.role_change, name="role_change"),
    path("members/<slug:handle>/close/", views.account_close, name="account_close"),
    path("members/<slug:handle>/reopen/", views.account_reopen, name="account_reopen"),
    path("audit/", views.audit_list, name="audit_list"),
    path("audit/materials/", views.audit_materials, name="audit_materials"),
    path("audit/<int:pk>/", views.audit_detail, name="audit_detail"),
    path("excerpts/", views.excerpt_list, name="excerpt_list"),
]

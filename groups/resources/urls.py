from django.urls import path

from . import views

app_name = "resources"
urlpatterns = [
    path("files/<uuid:uuid>/report/", views.file_report, name="file_report"),
    path("files/<uuid:uuid>/thumbnail/", views.file_thumbnail, name="file_thumbnail"),
    path("files/<uuid:uuid>/<str:name>", views.file_detail, name="file_detail"),
]

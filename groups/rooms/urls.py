from django.urls import path

from . import views

app_name = "rooms"
urlpatterns = [
    path("rooms/<int:pk>/<int:number>/-/report/", views.line_report, name="line_report"),
]

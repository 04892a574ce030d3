from django.urls import path

from hub.commons.people import views

app_name = "people"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/export/", views.export_account, name="export_account"),
    path("account/erase/", views.erase, name="erase"),
]

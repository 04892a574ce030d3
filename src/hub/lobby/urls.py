from django.urls import path

from hub.lobby import views

app_name = "lobby"
urlpatterns = [
    path("", views.home, name="home"),
    path("map/", views.map, name="map"),
    path("search/", views.search, name="search"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("borders/", views.borders, name="borders"),
    path("sources/", views.sources, name="sources"),
    path("gallery/", views.gallery, name="gallery"),
]

from django.urls import path

from hub.rooms.network import views

app_name = "network"
urlpatterns = [
    path("cities/", views.cities, name="cities"),
    path("cities/as-of/", views.as_of, name="as_of"),
    path("cities/download.csv", views.download_csv, name="download_csv"),
    path("cities/download.json", views.download_json, name="download_json"),
    path("cities/<slug:code>/", views.city, name="city"),
    path("cities/<slug:code>/correct/", views.correct_city, name="correct_city"),
    path("cities/<slug:code>/names/add/", views.add_name, name="add_name"),
    path("cities/<slug:code>/values/add/", views.add_value, name="add_value"),
    path("cities/<slug:code>/values/<int:pk>/strike/", views.strike_value, name="strike_value"),
    path("cities/<slug:code>/events/record/", views.record_event, name="record_event"),
    path("cities/<slug:code>/events/<int:pk>/strike/", views.strike_event, name="strike_event"),
    path("cities/<slug:code>/merge/", views.merge_duplicate, name="merge_duplicate"),
    path("cities/<slug:code>/history/", views.history, name="history"),
    path("cities/<slug:code>/roles/", views.roles, name="roles"),
    path("cities/<slug:code>/roles/invite/", views.invite_to_city, name="invite_to_city"),
    path("roles/", views.all_roles, name="all_roles"),
    path("roles/invite/", views.invite, name="invite"),
    path("roles/<int:pk>/hand-over/", views.hand_over_role, name="hand_over_role"),
    path("roles/<int:pk>/end/", views.end_role, name="end_role"),
    path("invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("invitations/<str:token>/", views.accept_invitation, name="accept_invitation"),
]

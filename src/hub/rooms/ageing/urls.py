from django.urls import path

from hub.rooms.ageing import views

app_name = "ageing"
urlpatterns = [
    path("", views.network, name="network"),
    path("<slug:code>/", views.place, name="place"),
    path("<slug:code>/start/", views.start, name="start"),
    path("<slug:code>/send/", views.send_tables, name="send_tables"),
    path("<slug:code>/received/", views.received, name="received"),
    path("<slug:code>/received/<int:number>/set-aside/", views.set_aside, name="set_aside"),
    path("<slug:code>/project/", views.make_outlook, name="make_outlook"),
    path("<slug:code>/publish/", views.publish_outlook, name="publish_outlook"),
    path("<slug:code>/scenarios/", views.scenarios, name="scenarios"),
    path("<slug:code>/demand/", views.demand, name="demand"),
    path("<slug:code>/readiness/", views.readiness, name="readiness"),
    path("<slug:code>/readiness/record/", views.record_readings, name="record_readings"),
    path("<slug:code>/sources/", views.sources, name="sources"),
    path("<slug:code>/brief.pdf", views.brief, name="brief"),
    path("<slug:code>/figures.xlsx", views.figures, name="figures"),
]

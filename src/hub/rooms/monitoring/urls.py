from django.urls import path

from hub.rooms.monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("", views.editions, name="editions"),
    path("editions/<slug:code>/", views.edition, name="edition"),
    path("editions/<slug:code>/publish/", views.publish_edition, name="publish_edition"),
    path("editions/<slug:code>/files/<path:name>", views.download, name="download"),
    path("editions/<slug:code>/places/", views.profiles, name="profiles"),
    path("editions/<slug:code>/explore/", views.explore, name="explore"),
    path("editions/<slug:code>/explore.json", views.explore_chart, name="explore_chart"),
    path("editions/<slug:code>/workbench/", views.workbench, name="workbench"),
    path("editions/<slug:code>/workbench.json", views.workbench_values, name="workbench_values"),
    path("editions/<slug:code>/whatifs/", views.begin_whatif, name="begin_whatif"),
    path("editions/<slug:code>/whatifs/<int:number>/", views.whatif, name="whatif"),
    path("editions/<slug:code>/whatifs/<int:number>.json", views.whatif_progress, name="whatif_progress"),
    path("editions/<slug:code>/whatifs/<int:number>.csv", views.whatif_table, name="whatif_table"),
    path("editions/<slug:code>/<str:section>/", views.section, name="section"),
    path("trace/", views.find_trace, name="find_trace"),
    path("trace/<str:key>/", views.trace, name="trace"),
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/<slug:code>/", views.round, name="round"),
    path("rounds/<slug:code>/form.csv", views.blank_form, name="blank_form"),
    path("rounds/<slug:code>/send/", views.send_observations, name="send_observations"),
    path("rounds/<slug:code>/build/", views.build_edition, name="build_edition"),
    path("received/<int:number>/", views.receipt, name="receipt"),
    path("received/<int:number>/questions/", views.answer_question, name="answer_question"),
]

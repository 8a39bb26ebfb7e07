"""The addresses of the desk. They hold ids only, never a word of the record."""

from django.urls import path

from khronika.web.views import (
    account,
    appearance,
    entry,
    incidents,
    links,
    log,
    members,
    pages,
    people,
    queue,
    report,
)

urlpatterns = [
    path("", entry.front, name="front"),
    path("sign-in", entry.sign_in, name="login"),
    path("sign-out", entry.sign_out, name="logout"),
    path("queue", queue.queue, name="queue"),
    path("queue/next", queue.next_report, name="next"),
    path("reports/<str:report_id>", report.report, name="report"),
    path("reports/<str:report_id>/pages/<int:number>", pages.page, name="page"),
    path("reports/<str:report_id>/pages/<int:number>.png", pages.picture, name="page-picture"),
    path("claims/<str:claim_id>", report.card, name="claim"),
    path("claims/<str:claim_id>/correct", report.correcting, name="correct"),
    path("claims/<str:claim_id>/judge", report.judging, name="judge"),
    path("incidents", incidents.incidents, name="incidents"),
    path("incidents/<str:incident_id>", incidents.incident, name="incident"),
    path("incidents/<str:incident_id>/merge", links.merging, name="merge"),
    path("incidents/<str:incident_id>/split", links.splitting, name="split"),
    path("links", links.links, name="links"),
    path("links/judge", links.judging, name="link-judge"),
    path("links/undo", links.undoing, name="link-undo"),
    path("people", people.people, name="people"),
    path("people/add", people.add, name="person-add"),
    path("people/<str:person_id>", people.person, name="person"),
    path("log/activity", log.activity, name="activity"),
    path("log/custody", log.custody, name="custody"),
    path("members", members.members, name="members"),
    path("members/add", members.add, name="member-add"),
    path("members/role", members.role, name="member-role"),
    path("members/active", members.active, name="member-active"),
    path("account", account.account, name="account"),
    path("log/coding", log.coding, name="coding"),
    path("appearance", appearance.appearance, name="appearance"),
    path("appearance/theme", appearance.theme, name="theme"),
    path("appearance/language", appearance.language, name="language"),
    path("appearance/keys", appearance.keys, name="keys"),
    path("help", appearance.help_page, name="help"),
]

handler400 = "khronika.web.views.errors.bad_request"
handler403 = "khronika.web.views.errors.forbidden"
handler404 = "khronika.web.views.errors.not_found"
handler500 = "khronika.web.views.errors.server_error"

"""What waits for the member who asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from khronika.casebook.reading_room import report_summaries
from khronika.casebook.reviewing import agreement_so_far, queue_for
from khronika.store.models import ClaimRow, ReportRow
from khronika.web.access import member_of, needs

PAGE = 50


@require_GET
@needs("reader")
def queue(request: HttpRequest) -> HttpResponse:
    """Show the reports with claims that wait, the most urgent first."""
    tasks = queue_for(member_of(request))
    reports = report_summaries(task.report for task in tasks[:PAGE])
    return render(
        request,
        "queue.html",
        {
            "page": "queue",
            "lines": [(task, reports[task.report]) for task in tasks[:PAGE]],
            "more": max(0, len(tasks) - PAGE),
            "waiting": sum(task.waiting for task in tasks),
            "unseen": sum(len(task.unseen) for task in tasks),
            "disputed": sum(len(task.disputed) for task in tasks),
            "second": sum(len(task.second) for task in tasks),
            "claims": ClaimRow.objects.count(),
            "reports": ReportRow.objects.count(),
            "agreement": agreement_so_far(),
        },
    )


@require_GET
@needs("coder")
def next_report(request: HttpRequest) -> HttpResponse:
    """Lead to the most urgent report, or back to the queue when nothing waits."""
    tasks = queue_for(member_of(request))
    after = request.GET.get("after", "")
    others = [task for task in tasks if task.report != after] or list(tasks)
    return redirect("report", others[0].report) if others else redirect("queue")

"""Which places have what they should have."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.kernel.edge import AskedRequest, asked
from huying.kernel.stepping import staff_only
from huying.organisations.queries.coverage import MEASURES, coverage, ending_soon
from huying.territory.public import home_path

MOST_TERMS = 200


@staff_only
@require_safe
def coverage_page(request: AskedRequest) -> HttpResponse:
    """All streets; with `?street=` and `?measure=` the places of one street that lack it."""
    today = request.at.date()
    streets = coverage(area_path=home_path(), on=today)
    wanted = asked(request, "street"), asked(request, "measure")
    chosen = next(
        (
            (one.street, figure)
            for one in streets
            for figure in one.figures
            if (one.street.code, figure.measure.code) == wanted
        ),
        None,
    )
    context = {"streets": streets, "measures": MEASURES, "chosen": chosen, "today": today}
    return render(
        request, "organisations/coverage.html", context | {"ending": ending_soon(request.actor, on=today)[:MOST_TERMS]}
    )

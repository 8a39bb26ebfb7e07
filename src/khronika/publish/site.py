"""One self-contained page that shows a release: no script, no network, no font of its own."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from khronika.record import Release


def release_page(release: Release, chart: str) -> str:
    """Return the page. `chart` is an SVG drawing of the same rows."""
    from jinja2 import Environment, PackageLoader
    from markupsafe import Markup

    style = files(__package__).joinpath("templates/release.css").read_text(encoding="utf-8")
    environment = Environment(loader=PackageLoader("khronika.publish"), autoescape=True, trim_blocks=False)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("release.html.j2").render(
        rows=release.rows,
        certain=sum(r.certain for r in release.rows),
        possible=sum(r.possible for r in release.rows),
        withheld=release.withheld,
        floor=release.crowd_floor,
        safety=release.safety,
        method=release.method,
        proof=release.proof,
        style=Markup(style),  # noqa: S704 (our own file)
        style_hash=digest,
        chart=Markup(chart),  # noqa: S704 (drawn by the program, labels escaped there)
    )

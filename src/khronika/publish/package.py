"""A release as open data: CSV with a Frictionless Data Package description, and a manifest of hashes."""

from __future__ import annotations

import csv
import hashlib
import io
import json

from khronika.record import Release

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("act", "string", "what was done"),
    ("country", "string", "where: country, ISO 3166 alpha-2"),
    ("admin1", "string", "where: province; 'not given' where a finer place would point at somebody"),
    ("quarter", "string", "when: quarter of a year, or undated"),
    ("sex", "string", "of the people; 'any' where it would point at somebody"),
    ("incidents_certain", "integer", "incidents that lie wholly in the quarter"),
    ("incidents_possible", "integer", "incidents that may lie in it"),
    ("victims_floor", "integer", "people at the least, in the certain incidents"),
    ("victims_ceiling", "integer", "people at the most, in the possible incidents; empty where nobody told"),
)


def table_csv(release: Release) -> str:
    """Return the rows as CSV (RFC 4180, UTF-8)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _, _ in FIELDS])
    for r in release.rows:
        ceiling = "" if r.victims.ceiling is None else r.victims.ceiling
        writer.writerow(
            [
                r.act,
                r.country,
                r.admin1,
                r.quarter,
                r.sex,
                r.certain,
                r.possible,
                r.victims.floor or 0,
                ceiling,
            ]
        )
    return out.getvalue()


def datapackage_json(release: Release, table: str, *, name: str, version: str) -> str:
    """Return datapackage.json (Frictionless Data Package 1.0) for the CSV."""
    raw = table.encode()
    package = {
        "name": name,
        "title": "Incidents by act, province and quarter",
        "profile": "tabular-data-package",
        "description": release.method,
        "version": version,
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "crowd_floor": release.crowd_floor,
        "rows_withheld": release.withheld,
        "proof": release.proof,
        "resources": [
            {
                "name": "incidents",
                "path": "incidents.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(raw),
                "hash": "sha256:" + hashlib.sha256(raw).hexdigest(),
                "schema": {
                    "fields": [{"name": n, "type": kind, "description": told} for n, kind, told in FIELDS],
                    "missingValues": [""],
                },
            }
        ],
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def manifest(files: dict[str, bytes]) -> str:
    """Return a manifest that `sha256sum --check` reads.

    >>> manifest({"a.txt": b"x"})
    '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  a.txt\\n'
    """
    return "".join(f"{hashlib.sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(files.items()))

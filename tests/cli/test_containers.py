"""The stateless commands on containers: a line for each report inside."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.cli.test_contract import khronika


def test_read_prints_a_line_for_each_report_in_an_archive(inbox: Path, tmp_path: Path) -> None:
    box = tmp_path / "box.zip"
    with zipfile.ZipFile(box, "w") as archive:
        for number, path in enumerate(sorted(inbox.iterdir())):
            archive.write(path, f"{number}/{path.name}")
        archive.write(inbox / "weather.txt", "again/ferry.txt")
        archive.writestr("WhatsApp Chat with Mina.txt", "12/01/24, 10:00 - Mina: they came")
    done = khronika("read", box, inbox / "copy.html")
    assert done.returncode == 3
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [
        "copy",
        "ferry",
        "weather",
        "ferry~2",
        "copy~2",
    ]
    lines = done.stderr.splitlines()
    assert "khronika: box.zip/WhatsApp Chat with Mina.txt: this looks like a message log" in done.stderr
    assert any("1 of 6 inputs failed" in line for line in lines)

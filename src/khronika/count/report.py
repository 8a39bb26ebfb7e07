"""One page to hand on with an estimate: the figure, the checks, the method, and what it does not say.

The words are in `notes/`, in English, Korean and Chinese.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from khronika.count.sentences import notes
from khronika.count.svg import Spread, spread_svg
from khronika.count.undercount.captures import CaptureTable
from khronika.count.undercount.estimate import Estimate


def one_page(table: CaptureTable, answers: Sequence[Estimate], language: str = "en") -> str:
    """Return the report as Markdown."""
    words = notes(language)
    parts = [
        f"# {words['title']}",
        words["of"].format(n=table.n, lists=table.t, names=", ".join(table.lists)),
    ]
    parts += [f"- **{_answer(answer, words, language)}**" for answer in answers]
    parts += _checks(answers, words)
    warned = list(dict.fromkeys(warning.said(language) for answer in answers for warning in answer.warnings))
    if warned:
        parts += [f"## {words['warnings']}", "\n".join(f"- {warning}" for warning in warned)]
    parts += [f"## {words['not_said']}", "\n".join(f"- {line.format(n=table.n)}" for line in words["limits"])]
    used = "\n".join(f"- {words['methods'][answer.method]}" for answer in answers)
    parts += [f"## {words['how']}", used]
    return "\n\n".join(parts) + "\n"


def estimates_svg(table: CaptureTable, answers: Sequence[Estimate], language: str = "en") -> str:
    """Draw the answers with their intervals; a refusal is written where its bar would be."""
    words = notes(language)
    spreads = [
        Spread(
            label=words["names"][answer.method],
            low=answer.interval[0] if answer.interval else None,
            high=(answer.interval[1] if answer.interval else None) or answer.estimate,
            point=answer.estimate,
            note="" if answer.refused is None else words["no_number"],
        )
        for answer in answers
    ]
    return spread_svg(spreads, title=words["plot"], unit=words["unit"], observed=table.n)


def _answer(answer: Estimate, words: Mapping[str, Any], language: str) -> str:
    name = words["names"][answer.method]
    if answer.refused is not None or answer.interval is None:
        why: str = words["refused"].format(
            method=name, why=answer.refused.said(language) if answer.refused else ""
        )
        modes = answer.diagnostics.get("modes", [])
        return why + (f" {_modes(modes, words)}" if len(modes) > 1 else "")
    low, high = answer.interval
    upper = words["no_upper"] if high is None else f"{high:,.0f}"
    said: str = words["answer"].format(method=name, estimate=answer.estimate, low=low, high=upper)
    return said


def _modes(modes: Iterable[Mapping[str, float]], words: Mapping[str, Any]) -> str:
    said = "; ".join(words["mode"].format(**mode) for mode in modes)
    line: str = words["modes"].format(modes=said)
    return line


def _checks(answers: Sequence[Estimate], words: Mapping[str, Any]) -> list[str]:
    found: dict[str, Any] = {}
    for answer in answers:
        found |= answer.diagnostics
    lines = []
    if "model_range" in found:
        spread = found["model_range"]
        lines.append(words["range"].format(low=spread["close_low"], high=spread["close_high"]))
    if "linkage_5_percent" in found:
        ends = sorted(found["linkage_5_percent"].values())
        lines.append(words["linkage"].format(low=ends[0], high=ends[1]))
    if "mean_by_delta" in found:
        means = found["mean_by_delta"].values()
        lines.append(words["prior"].format(low=min(means), high=max(means)))
    if "held_out" in found:
        lines.append(_held_out(found["held_out"], words))
    return ["\n".join(f"- {line}" for line in lines)] if lines else []


def _held_out(checks: Iterable[Mapping[str, Any]], words: Mapping[str, Any]) -> str:
    tested = [check for check in checks if check["covered"] is not None]
    if not tested:
        return str(words["not_tested"])
    right = sum(bool(check["covered"]) for check in tested)
    return str(words["held_out"].format(right=right, tested=len(tested)))

"""A reviewer's hour in a real browser: queue, report, keys, words, incident; nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.web.browser import browsing, chromium, served, sign_in
from tests.web.world import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="needs Debian's chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for the whole hour; Playwright's loop must not keep the tests from the casebook."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with browsing() as chromium_itself:
            yield chromium_itself


@pytest.fixture
def desk(browser: Any, world: Any) -> Iterator[Any]:
    """A signed-in page, what it asked for, and what its console said."""
    with served(world) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.address = address
        sign_in(page, address, "reviewer", PASSWORD)
        yield page
        context.close()


def open_report(page: Any) -> None:
    page.keyboard.press("n")
    page.wait_for_url("**/reports/r-0001")


def state(page: Any, number: int) -> str:
    return str(page.locator(f"#claim-{number}").get_attribute("data-state"))


def wait_for_state(page: Any, number: int, wanted: str) -> None:
    page.wait_for_selector(f'#claim-{number}[data-state="{wanted}"]')
    settled(page)


def wait_for_form(page: Any) -> None:
    page.wait_for_selector(".correction")
    settled(page)


def settled(page: Any) -> None:
    """Wait until a swapped card listens to keys and buttons."""
    page.wait_for_selector(".htmx-added, .htmx-settling, .htmx-request", state="detached")


def test_a_report_is_judged_with_the_keyboard(desk):
    page = desk
    open_report(page)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "claim-1"
    page.keyboard.press("a")
    wait_for_state(page, 1, "accepted")
    assert page.locator("#live").inner_text() == "Claim 1: Accepted."
    assert page.evaluate("document.activeElement.id") == "claim-1"
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("It does not say who came.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_state(page, 2, "rejected")
    page.keyboard.press("u")
    wait_for_state(page, 2, "unseen")
    page.keyboard.press("k")
    page.keyboard.press("u")
    wait_for_state(page, 1, "unseen")
    assert page.locator("#progress").inner_text().startswith("0 of 4 judged")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/incidents")
    assert_clean(page)


def test_a_value_is_corrected_by_selecting_its_words(desk, world):
    page = desk
    open_report(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    wait_for_form(page)
    page.locator("#value-ground").focus()
    select(page, "the farmer")
    assert page.locator("#value-ground").input_value() == "the farmer"
    assert page.locator("#words-ground").input_value() == "the farmer"
    page.get_by_role("button", name="Save the correction").click()
    wait_for_state(page, 2, "corrected")
    assert "the farmer" in page.locator("#claim-2 .values").inner_text()
    assert "2:ground" in (page.locator("mark", has_text="the farmer").get_attribute("data-ev") or "")
    page.keyboard.press("c")
    wait_for_form(page)
    page.keyboard.press("Escape")
    page.wait_for_selector(".correction", state="detached")
    wait_for_state(page, 2, "corrected")
    from khronika.casebook.reviewing import judgements_of

    (judgement,) = judgements_of(["c-raid"])
    assert [(c.value, c.quote.text) for c in judgement.corrections] == [("ground", "the farmer")]
    assert_clean(page)


def test_text_and_claims_light_each_other_up(desk):
    page = desk
    open_report(page)
    page.locator('#claim-1 .value[data-ev="1:date"]').hover()
    assert page.locator("mark.lit-strong").all_inner_texts() == ["at the end of January"]
    page.locator("mark", has_text="according to a former border official").hover()
    assert page.locator('#claim-4 .value[data-ev="4:source"]').get_attribute("class") == "value lit"
    page.locator('#claim-1 a.words[data-ev="1:ground"]').focus()
    assert page.locator("mark.lit-strong").all_inner_texts() == ["texting about going to the South"]
    page.locator("mark", has_text="sent back").first.click()
    assert page.evaluate("document.activeElement.id") == "claim-4"


def test_hostile_text_runs_nothing_and_is_selected_exactly(desk, world):
    page = desk
    page.on("dialog", lambda dialog: pytest.fail("a script of the report ran"))
    page.goto(page.address + "reports/r-0003")
    page.locator("#claim-1").focus()
    page.keyboard.press("c")
    wait_for_form(page)
    page.locator("#value-ground").focus()
    select(page, '</b> wrote & "quoted"')
    page.get_by_role("button", name="Save the correction").click()
    wait_for_state(page, 1, "corrected")
    from khronika.casebook.reviewing import judgements_of
    from tests.web.world import HOSTILE

    quote = judgements_of(["c-hostile"])[0].corrections[0].quote
    assert HOSTILE[quote.start : quote.end] == quote.text == '</b> wrote & "quoted"'
    assert_clean(page)


def test_a_judgement_made_meanwhile_is_shown_instead_of_overwritten(desk, member):
    from khronika.casebook.reviewing import judge

    page = desk
    open_report(page)
    judge(member("coder"), "c-arrest", "reject", reason="Another year.")
    page.keyboard.press("j")
    page.keyboard.press("a")
    wait_for_state(page, 1, "rejected")
    assert "Somebody judged this claim" in page.locator("#claim-1 [role=alert]").inner_text()
    assert "Another year." in page.locator("#claim-1").inner_text()


def test_an_incident_shows_where_its_claims_agree(desk):
    page = desk
    page.goto(page.address + "incidents")
    page.get_by_role("link", name="2024-01-21 – 2024-01-31").click()
    page.wait_for_url("**/incidents/i-hebei")
    assert page.locator(".agree-fits").count() == 2
    assert page.locator(".agree-same").count() >= 1
    assert "Both tell of an arrest." in page.locator("main").inner_text()
    assert_clean(page)


@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_has_its_landmarks(desk, width, scheme):
    page = desk
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for path in ("queue", "reports/r-0001", "reports/r-0003", "claims/c-arrest/correct", "incidents",
                 "incidents/i-hebei", "people", "appearance", "help", "nothing"):  # fmt: skip
        page.goto(page.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        for landmark in ("banner", "navigation", "main", "contentinfo"):
            found = page.get_by_role(landmark)
            hidden = landmark == "contentinfo" and width == 1600 and path.startswith(("reports", "claims"))
            assert found.count() >= 1 or hidden, (path, landmark)
        assert page.locator("h1").count() == 1, path
        assert page.evaluate(UNLABELLED) == [], path
        assert page.evaluate(DOUBLE_IDS) == [], path
    dark = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    assert (dark == "rgb(18, 23, 27)") == (scheme == "dark")


def test_focus_can_be_seen_and_the_skip_link_works(desk):
    page = desk
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(outline) != "none"


def test_the_look_is_switched_and_kept_by_the_server(desk):
    page = desk
    page.goto(page.address + "appearance")
    page.get_by_role("button", name="Dark").click()
    page.wait_for_selector('html[data-theme="dark"]')
    page.goto(page.address + "queue")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto(page.address + "appearance")
    page.get_by_role("main").get_by_role("button", name="한국어").click()
    page.wait_for_selector('html[lang="ko"]')
    assert_clean(page)


def test_single_keys_can_be_turned_off(desk):
    page = desk
    page.goto(page.address + "appearance")
    page.get_by_role("button", name="Off").click()
    page.wait_for_selector('body[data-keys="off"]')
    page.goto(page.address + "reports/r-0001")
    page.locator("#claim-1").focus()
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert state(page, 1) == "unseen"
    page.get_by_role("button", name="Accept").first.click()
    wait_for_state(page, 1, "accepted")


def test_a_desk_that_is_left_alone_puts_its_pages_away(desk):
    page = desk
    page.clock.install()
    page.goto(page.address + "reports/r-0001")
    page.clock.fast_forward("25:00")
    page.keyboard.press("j")
    page.clock.fast_forward("25:00")
    assert "Baoding" in page.content()
    page.clock.fast_forward("06:00")
    page.wait_for_url("**/away.html")
    assert "Baoding" not in page.content()
    page.get_by_role("link", name="Khronika").click()
    page.wait_for_url("**/queue")


def test_everything_works_without_scripts(browser, world):
    with served(world) as address:
        context = browser.new_context(java_script_enabled=False, locale="en")
        page = context.new_page()
        page.address = address
        sign_in(page, address, "reviewer", PASSWORD)
        page.get_by_role("link", name="Begin with the most urgent report").click()
        claim = page.locator("#claim-2")
        claim.get_by_role("button", name="Accept").click()
        assert state(page, 2) == "accepted"
        claim.get_by_role("button", name="Undo").click()
        assert state(page, 2) == "unseen"
        claim.get_by_text("Reject").first.click()
        claim.get_by_role("textbox").fill("It does not say who came.")
        claim.get_by_role("button", name="Reject the claim").click()
        assert state(page, 2) == "rejected"
        page.locator("#claim-1").get_by_role("button", name="Correct").click()
        page.locator("#value-victims-age").fill("thirties")
        page.locator("#words-victimsage").fill("thirties")
        page.get_by_role("button", name="Save the correction").click()
        assert state(page, 1) == "corrected"
        context.close()


def test_reduced_motion_moves_nothing(desk):
    page = desk
    page.emulate_media(reduced_motion="reduce")
    open_report(page)
    assert (
        page.evaluate("""[...document.querySelectorAll('*')]
        .filter(e => getComputedStyle(e).transitionDuration !== '0s').length""")
        == 0
    )


def test_after_signing_out_nothing_is_left(desk):
    page = desk
    open_report(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    page.go_back()
    page.wait_for_load_state()
    assert "Baoding" not in page.content()
    assert_clean(page)


UNLABELLED = """[...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a[href]')]
  .filter(e => !(e.labels && e.labels.length) && !e.getAttribute('aria-label') && !e.textContent.trim())
  .map(e => e.outerHTML)"""
DOUBLE_IDS = """(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at); })()"""


def assert_clean(page: Any) -> None:
    """The browser kept nothing, asked nobody else, and the policy was never broken."""
    assert kept_by(page) == []
    assert page.evaluate("document.cookie") == ""
    assert {urlsplit(url).hostname for url in page.asked} == {"127.0.0.1"}
    assert [line for line in page.said if "status of 4" not in line] == []


def kept_by(page: Any) -> list[Any]:
    """Ask the browser itself, for the page may not look."""
    devtools, origin = page.context.new_cdp_session(page), page.address.rstrip("/")
    kept: list[Any] = []
    for is_local in (True, False):
        store = {"securityOrigin": origin, "isLocalStorage": is_local}
        kept += devtools.send("DOMStorage.getDOMStorageItems", {"storageId": store})["entries"]
    kept += devtools.send("IndexedDB.requestDatabaseNames", {"securityOrigin": origin})["databaseNames"]
    kept += devtools.send("CacheStorage.requestCacheNames", {"securityOrigin": origin})["caches"]
    devtools.detach()
    return kept


def select(page: Any, words: str) -> None:
    """Drag the mouse over some words of the text."""
    box = page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
          let all = ''; const nodes = [];
          for (let n = walker.nextNode(); n; n = walker.nextNode()) {
            if (!n.parentElement.closest('[data-s]')) continue;
            nodes.push([n, all.length]); all += n.data;
          }
          const at = all.indexOf(words); const end = at + words.length;
          const range = document.createRange();
          for (const [n, from] of nodes) {
            if (from <= at && at < from + n.length) range.setStart(n, at - from);
            if (from < end && end <= from + n.length) range.setEnd(n, end - from);
          }
          range.startContainer.parentElement.scrollIntoView({block: 'center'});
          const r = range.getClientRects(); const first = r[0], last = r[r.length - 1];
          return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
        }""",
        words,
    )
    page.mouse.move(box[0] + 0.5, box[1])
    page.mouse.down()
    page.mouse.move(box[2] - 0.5, box[3], steps=8)
    page.mouse.up()
    page.wait_for_timeout(100)

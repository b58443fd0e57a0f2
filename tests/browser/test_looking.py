"""Looking: checks, the history of a number, lists with their pages, and threads."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_the_history_of_a_number_is_a_table_with_the_newest_event_on_top(visit: Visit) -> None:
    sipho = visit(person="U0SIPHO")
    sipho.says("/optout history 083 555 0199")

    rows = sipho.answers().get_by_role("row")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_contain_text("When")
    expect(rows.nth(1)).to_contain_text("Opted out")
    expect(rows.nth(1)).to_contain_text("Changed her mind")
    expect(rows.nth(2)).to_contain_text("Removed")
    expect(rows.nth(2)).to_contain_text("@Pieter van Wyk")
    expect(rows.nth(3)).to_contain_text("Asked by phone")


def test_a_list_is_turned_page_by_page_and_narrowed_down(visit: Visit) -> None:
    thandi = visit(person="U0THANDI")
    thandi.says("/optout list")
    answer = thandi.answers()
    expect(answer.get_by_role("row")).to_have_count(16)
    first = answer.get_by_role("cell").first.inner_text()

    answer.get_by_role("button", name="Next Page").click()
    expect(answer.get_by_role("cell").first).not_to_have_text(first)
    expect(answer.get_by_role("row")).to_have_count(16)

    answer.get_by_role("button", name="Filter…").click()
    form = thandi.modal("Filter opt-outs")
    thandi.field(form, "Sender").select_option(label="WhatsApp · Travel desk (+27 60 012 3457)")
    form.get_by_role("button", name="Show").click()

    narrowed = thandi.answers().last
    expect(narrowed).to_contain_text("Opt-outs: Travel desk")
    lists = narrowed.get_by_role("row").filter(has_text="Travel desk")
    expect(lists).to_have_count(narrowed.get_by_role("row").count() - 1)


def test_a_mention_in_a_thread_is_answered_in_the_thread(visit: Visit) -> None:
    naledi = visit("C0RETAIL", person="U0NALEDI")
    asked = naledi.message("Three customers phoned today")
    asked.hover()
    asked.get_by_role("button", name="Reply in thread").click()
    thread = naledi.page.get_by_role("complementary", name="Thread")
    reply = thread.get_by_label("Reply…")

    reply.fill("/optout check 082 555 0101")
    reply.press("Enter")
    expect(thread.get_by_role("alert")).to_contain_text("not supported in threads")

    reply.fill("@optout check 082 555 0101")
    reply.press("Enter")
    expect(thread.get_by_text("is not opted out")).to_be_visible()

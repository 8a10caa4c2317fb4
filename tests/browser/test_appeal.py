"""An insult is reported, hidden and answered for; somebody else looks again, and it is undone."""

from playwright.sync_api import expect

DECIDE = """
from forums.models import Post
from moderation.actions import decide, report
from moderation.models import Decision, NormRule, Step
from moderation.registry import Act
from peersupport.members.models import Member
from datetime import timedelta
post = Post.objects.get(topic=int({topic}), number=2)
people = Member.objects.in_bulk(["amara", "priya"], field_name="handle")
item = report(post, reporter=people["amara"], reason="unkind").item
made = decide(item, by=people["priya"], version=item.version, act=Act.HIDE, step=Step.PAUSE, days=3,
    norm=NormRule.objects.get(key="kindness"), facts="You called Amara useless.")
Decision.objects.filter(pk=made.pk).update(made_at=made.made_at - timedelta(minutes=2))
"""
INSULT = "You are useless at baking."


def test_a_sanction_is_appealed_and_somebody_else_overturns_it(site, visit):
    amara, kofi, tomas = visit("amara"), visit("kofi"), visit("tomas")
    amara.goto("/forums/study-skills/-/new/")
    amara.get_by_label("Title").fill("Scones before an exam")
    amara.get_by_label("Your post").fill("Do you bake?")
    amara.get_by_role("button", name="Post topic").click()
    amara.wait_for_url("**/t/**")
    topic = amara.url
    kofi.goto(topic)
    kofi.get_by_label("Your reply").fill(INSULT)
    kofi.get_by_role("button", name="Post reply").click()
    expect(kofi.locator("#post-2")).to_contain_text(INSULT)
    number = topic.partition("/t/")[2].partition("/")[0]
    site.manage("shell", "-v0", "-c", DECIDE.format(topic=number))
    amara.goto(topic)
    expect(amara.get_by_text(INSULT)).to_have_count(0)

    _appeals(kofi)
    _overturns(tomas)

    amara.goto(topic)
    expect(amara.locator("#post-2")).to_contain_text(INSULT)
    kofi.reload()
    main = kofi.get_by_role("main")
    expect(main).to_contain_text("This was overturned.")
    expect(main).to_contain_text("They laughed about it together.")
    expect(main).not_to_contain_text("Priya")
    expect(main).not_to_contain_text("Tom")
    kofi.goto(topic)
    kofi.get_by_label("Your reply").fill("Sorry about that.")
    kofi.get_by_role("button", name="Post reply").click()
    expect(kofi.locator("#post-3")).to_contain_text("Sorry about that.")
    assert amara.complaints == kofi.complaints == tomas.complaints == []


def _appeals(kofi):
    kofi.goto("/decisions/")
    kofi.get_by_role("link", name="Posting is paused").click()
    expect(kofi.get_by_role("main")).to_contain_text("You called Amara useless.")
    kofi.get_by_text("Show what I posted").click()
    expect(kofi.get_by_text(INSULT)).to_be_visible()
    kofi.get_by_label("What should we know?").fill("It was a joke between us.")
    kofi.get_by_label("Both").check()
    kofi.get_by_role("button", name="Send appeal").click()
    expect(kofi.get_by_role("heading", name="Your appeal")).to_be_visible()


def _overturns(tomas):
    tomas.goto("/moderation/appeals/")
    tomas.get_by_role("link", name="Kofi").click()
    tomas.get_by_role("button", name="Take this appeal").click()
    tomas.get_by_role("link", name="Read it in its context").click()
    expect(tomas.get_by_role("main")).to_contain_text(INSULT)
    tomas.get_by_label("Overturn it").check()
    tomas.get_by_label("Reasons").fill("They laughed about it together.")
    tomas.get_by_role("button", name="Send the answer").click()
    expect(tomas.get_by_role("heading", name="The decision is overturned")).to_be_visible()

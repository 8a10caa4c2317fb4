"""One reply sent twenty times at once stands there once."""

from concurrent.futures import ThreadPoolExecutor

from .conftest import Person

TIMES = 20


def test_one_token_posts_one_reply(site, person, question):
    amara = person("amara")
    form = amara.reply_form(question)
    body = "Sent by an impatient finger."
    hands = [same_browser(amara) for _ in range(TIMES)]

    with ThreadPoolExecutor(TIMES) as pool:
        answers = list(pool.map(lambda hand: hand.reply(question, body, form), hands))

    assert {answer.status for answer in answers} <= {200, 302}
    assert len({answer.location for answer in answers}) == 1
    token = form["submit_token"]
    sent = "SELECT count(*) FROM forums_post WHERE submit_token = %s"
    assert site.sql(sent, token) == [(1,)]
    said = "SELECT count(*) FROM activity_activity WHERE verb = 'forums.replied' AND target_id = %s"
    [(post,)] = site.sql("SELECT id FROM forums_post WHERE submit_token = %s", token)
    assert site.sql(said, post) == [(1,)]


def same_browser(person):
    """Another connection with the same cookies."""
    other = Person(person.site)
    for cookie in person.cookies:
        other.cookies.set_cookie(cookie)
    return other

from django.urls import reverse

STEPS = reverse("members:first_steps")
HOME = reverse("forums:home")


def test_skips_one_or_puts_the_list_away_until_it_is_asked_for(client, stranger):
    client.force_login(stranger)
    assert "0 of 5 done" in client.get(HOME).text

    for _twice in range(2):
        assert client.post(STEPS, {"skip": "limits"}).url == HOME
    assert "0 of 4 done" in client.get(HOME).text
    assert client.post(STEPS, {"skip": "everything"}).status_code == 404

    client.post(STEPS)
    assert "Getting settled" not in client.get(HOME).text
    stranger.refresh_from_db()
    assert (stranger.steps_skipped, stranger.first_steps) == (["limits"], False)
    client.post(reverse("members:settings_appearance"), {"first_steps": "on"})
    assert "0 of 4 done" in client.get(HOME).text

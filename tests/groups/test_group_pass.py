from django.urls import reverse

from groups.actions import found
from groups.models import PassedOver

LIST = reverse("groups:group_list")


def test_a_group_is_not_suggested_again(client, group, stranger):
    client.force_login(stranger)
    assert client.get(LIST).context["suggestion"].group == group

    response = client.post(group.place_url("group_pass"), follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "We will not suggest that group again." in response.text
    assert response.context["suggestion"] is None
    assert group in response.context["groups"]


def test_twice_is_once(client, group, stranger):
    client.force_login(stranger)
    for _time in range(2):
        client.post(group.place_url("group_pass"))

    assert PassedOver.objects.get().member == stranger


def test_it_is_ones_own_choice(client, group, stranger, asker):
    client.force_login(stranger)
    client.post(group.place_url("group_pass"))

    client.force_login(asker)

    assert client.get(LIST).context["suggestion"].group == group


def test_a_hidden_group_does_not_exist(client, hidden, outsider):
    client.force_login(outsider(hidden))

    assert client.post(hidden.place_url("group_pass")).status_code == 404
    assert not PassedOver.objects.exists()


def test_a_proposed_group_does_not_exist(client, make_member, stranger):
    group = found(founder=make_member(), name="Soon", purpose="To come.", norms="Be kind.")
    client.force_login(stranger)

    assert client.post(group.place_url("group_pass")).status_code == 404


def test_takes_a_deed_and_an_account(client, group, stranger):
    address = group.place_url("group_pass")
    assert client.post(address).url.startswith(reverse("account_login"))
    client.force_login(stranger)

    assert client.get(address).status_code == 405
    assert not PassedOver.objects.exists()

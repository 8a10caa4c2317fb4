from django.urls import reverse

from peersupport.members.actions import community_token, invite_to_community


def test_an_invitation_that_is_taken_back_says_so(client, administrator):
    invitation = invite_to_community(by=administrator)
    link = reverse("members:invitation_detail", args=[community_token(invitation)])
    assert client.get(link).status_code == 200
    client.force_login(administrator)

    client.post(reverse("members:invitation_revoke", args=[invitation.pk]))

    client.logout()
    response = client.get(link)
    assert response.status_code == 410
    assert "This invitation no longer works" in response.text
    client.force_login(administrator)
    assert "No invitation is open" in client.get(reverse("members:invitation_list")).text

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from moderation.models import WatchedTerm

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path):
    """Five comments and four messages, of which we know what is found."""
    (tmp_path / "toxicity-surge").mkdir()
    (tmp_path / "toxicity-surge" / "toxicity_en.csv").write_text(
        'text,is_toxic\n"You Gr0bian, go\nhome",Toxic\nNothing in it,Toxic\n'
        "A kind word,Not Toxic\nthis grobian of a day,Not Toxic\nMore grobian,Toxic\n"
    )
    (tmp_path / "sms-spam").mkdir()
    (tmp_path / "sms-spam" / "sms.tsv").write_text(
        "ham\tSee you\nspam\tBlunderpreis for you\nham\tgrobian\nspam\tCall now\n"
    )
    WatchedTerm.objects.all().delete()
    WatchedTerm.objects.create(words="grobian", reason="unkind")
    WatchedTerm.objects.create(words="blunderpreis", reason="spam")
    WatchedTerm.objects.create(words="nothing", reason="unkind", is_on=False)
    return tmp_path


def test_counts_what_is_right_wrong_and_missed(data):
    out = StringIO()
    call_command("check_terms", data=data, stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[1:3] == [
        "  3 of 5 texts are labelled so; right 2, wrong 1, missed 1",
        "  precision 0.667, recall 0.667, F1 0.667",
    ]
    assert lines[4:6] == [
        "  2 of 4 texts are labelled so; right 1, wrong 0, missed 1",
        "  precision 1.000, recall 0.500, F1 0.667",
    ]


def test_says_which_file_is_missing(tmp_path):
    with pytest.raises(CommandError, match=r"toxicity_en\.csv"):
        call_command("check_terms", data=tmp_path)

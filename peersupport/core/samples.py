"""What the component page shows: every component in its states, with no database behind it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

LONG_TITLE = (
    "I studied for three weeks, slept badly for two of them, and now the resit is on the same "
    "morning as the only seminar"
)
LONG_NAME = "Wilhelmina Featherstonehaugh-K"
RTL_NAME = "لیلا چراغ‌دان"


@dataclass(frozen=True)
class Person:
    """A member as components see one."""

    display_name: str
    initials: str
    hue: int
    handle: str = "sample"
    pronouns: str = ""
    role: str = ""
    role_label: str = ""
    is_stand_in: bool = False

    def get_absolute_url(self) -> str:
        """Lead nowhere else."""
        return f"#{self.handle}"


@dataclass(frozen=True)
class Place:
    """A category."""

    name: str
    hue: int
    icon: str
    description: str = ""
    topic_count: int = 0

    def get_absolute_url(self) -> str:
        """Lead nowhere else."""
        return "#category"


@dataclass(frozen=True)
class Row:
    """One topic of a list."""

    title: str
    author: Person | None
    category: Place
    excerpt: str = ""
    note_text: str = ""
    url: str = "#topic"
    new_count: int = 0
    is_answered: bool = False
    is_question: bool = False
    is_pinned: bool = False
    is_prompt: bool = False
    is_locked: bool = False
    is_read: bool = False
    reply_count: int = 0
    last_post_at: Any = None
    participants: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Reaction:
    """One kind of answer in a word, with how many gave it."""

    kind: str
    label: str
    icon: str
    count: int = 0
    mine: bool = False


@dataclass(frozen=True)
class Written:
    """One post of a topic."""

    pk: int
    number: int
    author: Person | None
    html: str
    posted_at: Any
    edited_at: Any = None
    reactions: list[Reaction] = field(default_factory=list)
    is_answer: bool = False
    is_starter: bool = False
    is_gone: bool = False
    reply_to_number: int | None = None
    reply_to_url: str = ""
    reply_to_name: str = ""
    is_new: bool = False
    begins_unread: bool = False
    gone_text: str = "The author took this post back."
    gone_url: str = ""
    pronouns: str = ""
    note: str = ""
    note_theme: str = ""
    note_text: str = ""
    folded: str = ""
    block_url: str = "#block"
    is_mine: bool = False
    authorship_url: str = ""
    bookmark_url: str = "#bookmark"
    lines: list = field(default_factory=list)
    files: list = field(default_factory=list)
    reply_is_elsewhere: bool = False
    react_url: str = "#react"
    edit_url: str = "#edit"
    delete_url: str = "#delete"
    history_url: str = "#history"
    answer_url: str = "#answer"
    report_url: str = "#report"
    can_edit: bool = False
    can_delete: bool = False
    can_mark_answer: bool = False

    has_menu = True

    @property
    def permalink(self) -> str:
        """The address of this post."""
        return f"#post-{self.number}"


@dataclass(frozen=True)
class News:
    """One notice."""

    title: str
    at: Any
    url: str = "#notice"
    snippet: str = ""
    note: str = ""
    is_new: bool = False
    actor: Person | None = None
    icon: str = ""
    hue: int = 6
    read_url: str = ""


class SampleForm(forms.Form):
    """A field of each kind."""

    title = forms.CharField(
        label="Title", help_text="One line that tells people what this is about."
    )
    about = forms.CharField(
        label="What will happen?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Two or three sentences. Say if cameras and microphones are optional.",
    )
    zone = forms.ChoiceField(
        label="Time zone",
        choices=[("london", "London (UK time)"), ("berlin", "Berlin"), ("nairobi", "Nairobi")],
    )
    kind = forms.ChoiceField(
        label="What would help you?",
        widget=forms.RadioSelect,
        choices=[("question", "Answers to a question"), ("discussion", "A conversation")],
    )
    topics = forms.MultipleChoiceField(
        label="What do you want to hear about?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("replies", "Replies to your posts"), ("mentions", "Mentions of you")],
    )
    link = forms.URLField(label="Video link", required=False, assume_scheme="https")
    agree = forms.BooleanField(label="I’ll treat people this way")


class SampleReply(forms.Form):
    """The one field of a reply."""

    body = forms.CharField(label="Your reply", widget=forms.Textarea(attrs={"rows": 5}))


def _people() -> dict[str, Person]:
    """The people of these samples."""
    return {
        "jonas": Person("Jonas Weber", "JW", 1, "jonas"),
        "lena": Person("Lena Costa", "LC", 2, "lena", "she/her", role_label="Peer supporter"),
        "mei": Person("Mei Lin", "ML", 3, "mei"),
        "priya": Person("Priya Nair", "PN", 4, "priya", role="moderator", role_label="Facilitator"),
        "sam": Person("Sam Idris", "SI", 5, "sam"),
        "long": Person(LONG_NAME, "WF", 6, "wilhelmina", "they/them", role_label="Peer supporter"),
        "rtl": Person(RTL_NAME, "لچ", 2, "leyla"),
    }


def _places() -> list[Place]:
    """Categories, the last with a name that is too long."""
    return [
        Place("Study skills", 3, "lightbulb", "Notes, planning, revision and focus.", 1204),
        Place("Study and stress", 4, "plant", "Pressure, setbacks and getting through it.", 862),
        Place("Belonging", 2, "hand-heart", "Finding your people and your footing.", 1),
        Place("Coming back to learning after a long while away", 5, "compass", "", 0),
        Place("Study circles", 1, "users-three", "Small groups that meet and work together.", 318),
    ]


def _topics(people: dict[str, Person], places: list[Place]) -> list[Row]:
    """Topics in every state."""
    now = timezone.now()
    three = [people["lena"], people["sam"], people["mei"]]
    return [
        Row(
            "Welcome to exam season: how we look after each other here",
            people["priya"],
            places[0],
            "What to expect from replies, when facilitators are around, and how to ask for a chat.",
            is_pinned=True,
            is_read=True,
            is_locked=True,
            reply_count=12,
            last_post_at=now - timedelta(hours=2),
            participants=three[:2],
        ),
        Row(
            "I failed my first midterm and can’t face the group chat",
            people["jonas"],
            places[1],
            "I studied for three weeks and still came out with 38%. Everyone else seems fine and I "
            "don’t know how to show up on Monday. " * 2,
            note_text="Content note: Exams and failing",
            new_count=3,
            reply_count=14,
            is_question=True,
            last_post_at=now - timedelta(minutes=12),
            participants=three,
        ),
        Row(
            LONG_TITLE,
            people["long"],
            places[3],
            "One" + "long" * 40 + "word.",
            new_count=1234,
            is_answered=True,
            is_pinned=True,
            reply_count=12345,
            last_post_at=now - timedelta(days=400),
            participants=three,
        ),
        Row(
            "چطور یادداشت برمی‌دارید وقتی استاد یک‌نفس حرف می‌زند؟",
            people["rtl"],
            places[2],
            "نصف حرف‌ها را از دست می‌دهم.",
            new_count=1,
            reply_count=1,
            last_post_at=now - timedelta(days=1),
        ),
        Row(
            "Statistics study circle, Thursdays at 18:00: two places left",
            people["jonas"],
            places[4],
            is_read=True,
            last_post_at=now - timedelta(days=5),
        ),
    ]


def _posts(people: dict[str, Person]) -> list[Written]:
    """Posts in every state."""
    now = timezone.now()
    with_you = Reaction("with_you", "With you", "hand-heart", 18, mine=True)
    none_yet = [
        Reaction("with_you", "With you", "hand-heart"),
        Reaction("same_here", "Same here", "users"),
        Reaction("helpful", "Helpful", "lightbulb"),
        Reaction("thanks", "Thank you", "heart"),
    ]
    first = Written(
        101,
        1,
        people["jonas"],
        "<p>I studied for three weeks and still came out with 38%. My flatmates are comparing answers "
        "in the group chat and I’ve muted all of it. I don’t know how to show up on Monday.</p>"
        "<p>I’m not in danger, I’m just embarrassed and tired. Has anyone come back from a first "
        "result like this?</p>",
        now - timedelta(days=1, hours=3),
        now - timedelta(hours=20),
        [with_you, Reaction("same_here", "Same here", "users", 6), *none_yet[2:]],
        is_starter=True,
        can_edit=True,
        can_delete=True,
    )
    return [
        first,
        Written(
            102,
            2,
            people["lena"],
            '<p>Thank you for writing this down, <a class="mention" href="#jonas">@jonas</a>. It sounds '
            "like the result hurt, and the silence around it is making it heavier. Is that close?</p>"
            "<p>I’m happy to listen for as long as you like before anyone gets to advice.</p>",
            now - timedelta(hours=20),
            reactions=none_yet,
            reply_to_number=1,
            can_mark_answer=True,
        ),
        Written(
            107,
            7,
            people["mei"],
            '<blockquote><cite><a href="#post-1">Jonas Weber, post 1</a></cite><p>Has anyone come back '
            "from a first result like this?</p></blockquote><p>I got 41% on my first one and finished "
            "the course with a 68. Three things that changed it for me:</p><ol><li>I booked the exam "
            "feedback slot and asked only “where did the marks go?”</li><li>I swapped re-reading for "
            "past papers, one a week.</li><li>I told one person. Just one.</li></ol>",
            now - timedelta(hours=18),
            reactions=[Reaction("helpful", "Helpful", "lightbulb", 12345), *none_yet[3:]],
            is_answer=True,
            can_mark_answer=True,
        ),
        Written(108, 8, people["jonas"], "", now - timedelta(hours=12), is_gone=True),
        Written(
            112,
            12,
            people["long"],
            "<h3>A heading of a member’s own</h3><p>" + "Unbrokenword" * 20 + "</p>"
            "<pre><code>for topic in topics: print(topic.title, topic.reply_count, topic.author, "
            "topic.category, topic.participants)</code></pre>",
            now - timedelta(minutes=9),
            reactions=[replace(with_you, mine=False, count=1)],
            react_url="",
        ),
        Written(
            113,
            13,
            people["rtl"],
            "<p>من هم همین حس را داشتم. تو تنها نیستی.</p>",
            now - timedelta(seconds=20),
            reactions=none_yet,
        ),
        replace(first, pk=114, number=14, author=people["priya"], is_starter=False),
        replace(
            first,
            pk=115,
            number=15,
            author=people["mei"],
            is_starter=False,
            note="exams",
            note_theme="Content note: Exams and failing",
            note_text="Content note: Exams and failing: my first result",
        ),
    ]


def component_samples() -> dict[str, Any]:
    """Return the context of templates/core/dev_components.html."""
    now = timezone.now()
    people = _people()
    places = _places()
    wrong = SampleForm(
        {"title": "", "about": "We sit together for an hour.", "zone": "mars", "link": "not a link"}
    )
    wrong.is_valid()
    return {
        "people": list(people.values()),
        "person": people["lena"],
        "categories": places,
        "topics": _topics(people, places),
        "posts": _posts(people),
        "tones": ["info", "care", "ok", "warn", "danger"],
        "chips": ["brand", "accent", "honey", "indigo", "plum", "ok", "danger"],
        "hues": [1, 2, 3, 4, 5, 6],
        "crumbs": [{"label": "Forums", "url": "#"}, {"label": places[3].name, "url": "#"}],
        "tabs": [
            {"label": "Latest", "url": "#", "current": True},
            {"label": "Unread", "url": "#", "count": 10},
            {"label": "Waiting for a reply", "url": "#", "count": 1234},
            {"label": "Following", "url": "#"},
        ],
        "notices": [
            News(
                "Kofi Thistledown and 2 others replied in “I keep waking at 4”",
                now - timedelta(minutes=12),
                snippet="“I keep a notebook by the bed and write the worry down, just the one line.”",
                note="3 replies",
                is_new=True,
                actor=people["jonas"],
                read_url="#read",
            ),
            News(
                f"\u2068{RTL_NAME}\u2069 mentioned you in “{LONG_TITLE}”",
                now - timedelta(hours=1),
                is_new=True,
                actor=people["rtl"],
                read_url="#read",
            ),
            News(
                "Ottoline Marshlight moved your topic to Belonging",
                now - timedelta(days=3),
                icon="shield-check",
                hue=3,
            ),
        ],
        "progress": [
            {"label": "First post", "url": "#post-1", "number": 1},
            {"label": "Answer", "url": "#post-7", "number": 7},
            {"label": "First unread", "url": "#new", "number": 12, "current": True},
            {"label": "Latest", "url": "#post-14", "number": 14},
        ],
        "steps": [
            {"label": "Read the community norms", "done": True},
            {"label": "Choose how you appear", "done": True},
            {"label": "Say hello in Introductions", "url": "#hello"},
        ],
        "form_empty": SampleForm(),
        "form_wrong": wrong,
        "reply": SampleReply(),
        "reply_wrong": SampleReply({"wrong-body": ""}, prefix="wrong"),
        "reply_new": SampleReply(prefix="new"),
        "table": {
            "caption": "Facilitator hours, UK time",
            "headings": ["Day", "People", "Hours"],
            "rows": [
                ["Monday", 3, "13.0"],
                ["Tuesday to Thursday", 12, "39.0"],
                ["Sunday", 0, "0.0"],
            ],
        },
        "losses": ["Your post goes at once.", "Replies to it stay, with a line where it was."],
    }

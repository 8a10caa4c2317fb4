"""Every page by name, who looks at it, and where it is: for shots, axe and width checks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """`path` may hold a topic's key: {long} or {question}; `post` fills and sends the main form."""

    name: str
    path: str
    who: str = ""
    status: int = 200


PAGES = [
    Page("landing", "/"),
    Page("signup", "/accounts/signup/"),
    Page("login", "/accounts/login/"),
    Page("password-reset", "/accounts/password/reset/"),
    Page("verification-sent", "/accounts/confirm-email/"),
    Page("forums", "/forums/"),
    Page("help-now", "/help-now/"),
    Page("leaving", "/help-now/leaving/"),
    Page("limits", "/about/limits/"),
    Page("norms", "/about/norms/"),
    Page("privacy", "/about/privacy/"),
    Page("accessibility", "/about/accessibility/"),
    Page("404", "/no-such-page/", status=404),
    Page("components", "/dev/components/"),
    Page("mail", "/dev/mail/"),
    Page("home", "/", "amara"),
    Page("home-newcomer", "/", "noor"),
    Page("topics-unread", "/forums/-/topics/?show=unread", "amara"),
    Page("topics-waiting", "/forums/-/topics/?show=waiting", "amara"),
    Page("topics-following-empty", "/forums/-/topics/?show=following", "iris"),
    Page("category", "/forums/study-skills/", "amara"),
    Page("category-sensitive", "/forums/study-and-stress/", "amara"),
    Page("topic", "{question}", "amara"),
    Page("topic-visitor", "{question}"),
    Page("topic-long", "{long}?page=20", "amara"),
    Page("topic-moderator", "{question}", "priya"),
    Page("compose", "/forums/study-skills/-/new/", "amara"),
    Page("profile", "/members/lena/", "amara"),
    Page("profile-own", "/members/amara/", "amara"),
    Page("notices", "/notifications/", "amara"),
    Page("notices-empty", "/notifications/", "iris"),
    Page("settings-profile", "/settings/profile/", "amara"),
    Page("settings-email", "/accounts/email/", "amara"),
    Page("settings-password", "/accounts/password/change/", "amara"),
    Page("history", "{edited}", "amara"),
    Page("report", "{report}", "amara"),
    Page("norms-accept", "/about/norms/accept/", "amara"),
    Page("logout", "/accounts/logout/", "amara"),
    Page("admin", "/admin/", "iris"),
    Page("admin-categories", "/admin/forums/category/", "iris"),
    Page("admin-category", "/admin/forums/category/add/", "iris"),
    Page("admin-reports", "/admin/moderation/report/", "iris"),
]

"""What each staff role may do in the admin. Administrators may do everything."""

ROLES = {
    "moderator": [
        "moderation.view_report", "moderation.change_report", "members.view_member",
        "forums.view_category",
    ],
    "organiser": [
        "forums.view_category", "forums.add_category", "forums.change_category",
        "moderation.view_norm", "moderation.add_norm", "moderation.change_norm",
        "moderation.view_normrule", "moderation.add_normrule", "moderation.change_normrule",
        "members.view_member", "members.view_policydocument", "members.add_policydocument",
    ],
}  # fmt: skip

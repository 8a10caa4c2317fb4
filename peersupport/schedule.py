"""Everything that happens by the clock, in one table. Every task here may run twice, or late."""

from datetime import timedelta

from celery.schedules import crontab

SCHEDULE = {
    "every 5 seconds: react to what happened": {
        "task": "peersupport.reactions.settle",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 30},
    },
    "every 10 seconds: send the letters that wait": {
        "task": "peersupport.notifications.tasks.deliver_waiting",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 60},
    },
    "every 10 minutes: carry out resets of two-step sign-in that nobody stopped": {
        "task": "peersupport.members.tasks.settle_factor_resets",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 300},
    },
    "every 15 minutes: notice emergencies that nobody has reviewed within a day": {
        "task": "moderation.tasks.flag_missing_reviews",
        "schedule": timedelta(minutes=15),
        "options": {"expires": 600},
    },
    "every minute: alert people of what cannot wait and nobody has looked at": {
        "task": "moderation.safety.tasks.raise_alerts",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "every minute: say on pages who is on duty": {
        "task": "moderation.safety.tasks.write_duty",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "every 10 seconds: send statements of decisions that can no longer be taken back at once": {
        "task": "moderation.tasks.tell_decided",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 60},
    },
    "every minute: put on record which limits, pauses and suspensions are over": {
        "task": "moderation.tasks.end_sanctions",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "every 10 minutes: say which appeals have waited half their time, or all of it": {
        "task": "moderation.tasks.note_waiting_appeals",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
    "at 06:00 UTC: remind of agreements that are to be looked at again": {
        "task": "moderation.tasks.remind_of_restorations",
        "schedule": crontab(hour=6, minute=0),
    },
    "every minute: remind people of posts they kept": {
        "task": "forums.tasks.remind",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "every hour: end roles whose last day is over": {
        "task": "peersupport.administration.tasks.end_expired_roles",
        "schedule": crontab(minute=7),
    },
    "at 02:40 UTC: publish what moderation did in a month that ended a week ago": {
        "task": "moderation.tasks.publish_months",
        "schedule": crontab(hour=2, minute=40),
    },
    "at 03:00 UTC: notice groups that nobody has looked after for two weeks": {
        "task": "groups.tasks.flag_unled",
        "schedule": crontab(hour=3, minute=0),
    },
    "at 03:10 UTC: count what members did, and raise or lower trust levels": {
        "task": "forums.tasks.settle_trust",
        "schedule": crontab(hour=3, minute=10),
    },
    "every minute: open, unpin and close discussion prompts that are due": {
        "task": "forums.tasks.run_prompts",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "every minute: make the copies that members asked for": {
        "task": "peersupport.privacy.build_exports",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "every 10 minutes: erase who asked a week ago and did not stop it": {
        "task": "peersupport.privacy.carry_out_erasures",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
    "at 03:20 UTC: remove what is older than its rule says": {
        "task": "peersupport.privacy.apply_retention",
        "schedule": crontab(hour=3, minute=20),
    },
    "at 03:30 UTC: draw decisions of last week for a second person, once a week": {
        "task": "moderation.tasks.draw_sample",
        "schedule": crontab(hour=3, minute=30),
    },
    "at 03:40 UTC: check that counters equal counts": {
        "task": "peersupport.reactions.check_invariants",
        "schedule": crontab(hour=3, minute=40),
    },
}

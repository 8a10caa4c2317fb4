from django.core.management.base import BaseCommand

from peersupport import privacy
from peersupport.members.models import RetentionRun


class Command(BaseCommand):
    help = "Remove what is older than its rule says, as happens every night; or only count it."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, and remove nothing")

    def handle(self, *args, dry_run, **options):
        rules = privacy.rules()
        if dry_run:
            counts = {rule.name: rule.rows().count() for rule in rules}
        else:
            privacy.apply_retention()
            counts = RetentionRun.objects.latest("pk").removed
        self.stdout.write(f"{'rule':22}{'days':>6}{'would go' if dry_run else 'removed':>10}  what")
        for rule in rules:
            count = counts.get(rule.name, 0)
            self.stdout.write(f"{rule.name:22}{rule.period:>6}{count:>10}  {rule.why}")

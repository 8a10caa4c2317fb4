from django.core.management.base import BaseCommand, CommandError

from peersupport.invariants import broken_invariants, repair


class Command(BaseCommand):
    help = "Check that counters equal counts and nothing is orphaned; --repair mends what it can."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true")

    def handle(self, *args, **options):
        broken = list(broken_invariants())
        for name, offenders in broken:
            self.stdout.write(f"BROKEN  {name}: {offenders}")
            if options["repair"]:
                self._repair(name)
        left = list(broken_invariants()) if options["repair"] else broken
        if left:
            raise CommandError(f"{len(left)} of the invariants do not hold")
        self.stdout.write("Everything adds up.")

    def _repair(self, name):
        changed = repair(name)
        self.stdout.write(f"        {'needs a person' if changed is None else f'mended {changed}'}")

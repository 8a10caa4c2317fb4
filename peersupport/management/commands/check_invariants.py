from django.core.management.base import BaseCommand, CommandError

from peersupport.invariants import KEYS_ARE_THERE, broken_invariants, repair


class Command(BaseCommand):
    help = "Check that counters equal counts and nothing is orphaned; --repair mends what it can."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true")
        parser.add_argument(
            "--restored", action="store_true",
            help="rooms may be without their key, as after the restore of an older backup",
        )  # fmt: skip

    def handle(self, *args, **options):
        broken = self._broken(options)
        for name, offenders in broken:
            self.stdout.write(f"BROKEN  {name}: {offenders}")
            if options["repair"]:
                self._repair(name)
        left = self._broken(options) if options["repair"] else broken
        if left:
            raise CommandError(f"{len(left)} of the invariants do not hold")
        self.stdout.write("Everything adds up.")

    def _broken(self, options):
        found = list(broken_invariants())
        return [each for each in found if not (options["restored"] and each[0] == KEYS_ARE_THERE)]

    def _repair(self, name):
        changed = repair(name)
        self.stdout.write(f"        {'needs a person' if changed is None else f'mended {changed}'}")

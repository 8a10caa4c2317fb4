"""A signal that asks for an end is obeyed wherever it comes, and only once."""

import signal
import subprocess
import sys

from peersupport.core import places

START = """
import os, signal, time, weakref
from peersupport.core.processes import Interrupts

class Thing:
    pass

def hurt(*args):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)

with Interrupts() as interrupts:
    print("started", flush=True)
    {body}
print("left", interrupts.is_asked)
{after}
print("stopped")
"""

STOPPED = ["left", "True", "stopped"]
LOST = "thing = Thing(); reference = weakref.ref(thing, hurt); del thing; time.sleep(30)"
SLOW_WAY_OUT = """
    try:
        hurt()
    finally:
        time.sleep(1.2); print("tidied")
"""
REPLACED = """
    try:
        hurt()
    finally:
        os.close(12345)
"""


def run(body, after="", seconds=10):
    return subprocess.run(
        [sys.executable, "-c", START.format(body=body.strip("\n"), after=after)],
        cwd=places.BASE_DIR, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip


def test_what_a_weak_reference_swallowed_is_raised_again():
    done = run(LOST)

    assert done.stdout.split() == ["started", *STOPPED]
    assert done.stderr == ""


def test_tidying_up_is_not_interrupted():
    assert run(SLOW_WAY_OUT.strip()).stdout.split() == ["started", "tidied", *STOPPED]


def test_an_error_on_the_way_out_is_part_of_stopping():
    done = run(REPLACED.strip())

    assert done.stdout.split() == ["started", *STOPPED]
    assert done.stderr == ""


def test_impatience_does_not_disturb_the_stop():
    done = run("hurt()", after="hurt(); os.kill(os.getpid(), signal.SIGTERM); time.sleep(1)")

    assert done.stdout.split()[-1] == "stopped"
    assert done.returncode == 0


def test_another_error_is_not_hidden():
    done = run('raise ValueError("no disk")')

    assert "no disk" in done.stderr
    assert done.returncode == 1


def test_the_one_signal_is_enough_from_outside():
    process = subprocess.Popen(
        [sys.executable, "-c", START.format(body="time.sleep(30)", after="")],
        cwd=places.BASE_DIR, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "started\n"

    process.send_signal(signal.SIGTERM)

    assert process.communicate(timeout=10)[0].split() == STOPPED

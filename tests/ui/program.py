# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs under test, inside tests/session/with-session.sh, and what they run beside."""
import os
import shutil
import signal
import subprocess

import gi
gi.require_version('Gio', '2.0')
from gi.repository import Gio

from tray import Tray, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))
SESSION = os.path.join(os.path.dirname(HERE), 'session')
BUILD = os.environ['SIGNPOST_TEST_BUILD']
ICONS = os.path.join(BUILD, 'data', 'icons')


def prepare():
    """The schema and the icons of the build, where an installed program would have them."""
    share = os.path.join(os.environ['WS_DIR'], 'share')
    for style, folder in (('symbolic', 'symbolic'), ('', 'scalable')):
        target = os.path.join(share, 'icons', 'hicolor', folder, 'apps')
        os.makedirs(target, exist_ok=True)
        for name in os.listdir(ICONS):
            if name.endswith('.svg') and name.endswith('-symbolic.svg') == bool(style):
                shutil.copy(os.path.join(ICONS, name), target)
    os.environ['XDG_DATA_DIRS'] = share + ':/usr/local/share:/usr/share'
    os.environ['GSETTINGS_SCHEMA_DIR'] = os.path.join(BUILD, 'data')
    os.environ['ASAN_OPTIONS'] = 'detect_leaks=0'


def start_keyring():
    subprocess.run(['gnome-keyring-daemon', '--unlock', '--components=secrets'], input='test', text=True, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start_panel():
    """The process id of a real panel that is ready to show icons."""
    out = subprocess.run([os.path.join(SESSION, 'panel-xfce.sh')], stdout=subprocess.PIPE, text=True, check=True).stdout
    return int(out.split('PANEL_PID=')[1])


def stop_panel(pid):
    os.kill(pid, signal.SIGKILL)
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    wait_for('the end of the panel', lambda: not Tray.registered(bus))


def ctl(*arguments, **options):
    """Runs signpostctl and returns what it wrote."""
    result = subprocess.run([os.path.join(BUILD, 'src', 'cli', 'signpostctl'), *arguments], stdout=subprocess.PIPE,
                            text=True, **options)
    return result.stdout


def count_secrets():
    """How many secrets of Signpost the keyring holds."""
    found = subprocess.run(['secret-tool', 'search', '--all', 'application', 'io.github.signpostdns.Signpost'],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return found.stdout.count('label = ')


def can_sandbox():
    """Whether in-sandbox.sh works on this machine."""
    return subprocess.run([os.path.join(SESSION, 'in-sandbox.sh'), 'true'], stderr=subprocess.DEVNULL).returncode == 0


class Signpost:
    """The program, running; whatever it writes to its error output but chatter fails the test."""

    def __init__(self, *options, sandbox=False, around=(), **environment):
        around = [os.path.join(SESSION, 'in-sandbox.sh')] if sandbox else around
        env = dict(os.environ, G_DEBUG='fatal-criticals', **environment)
        self.log = os.path.join(os.environ['WS_DIR'], 'signpost.log')
        self.process = subprocess.Popen([*around, os.path.join(BUILD, 'src', 'ui', 'signpost'), *options],
                                        stdout=subprocess.DEVNULL, stderr=open(self.log, 'a'), env=env)
        self.pid = self.process.pid
        Signpost.last = self

    def wait(self, seconds=15):
        return self.process.wait(seconds)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)

    def tell(self):
        """What it wrote, as comments, for a test that failed."""
        print(f'# signpost ended with {self.process.poll()} and wrote:', flush=True)
        for line in open(self.log):
            print('# ' + line.rstrip(), flush=True)

    def complaints(self):
        """Lines with which GLib, GTK or a sanitizer found fault."""
        marks = ('CRITICAL', 'WARNING', 'ERROR', 'runtime error')
        return [line for line in open(self.log) if any(mark in line for mark in marks)]

# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as Flatpak runs it: installed, started, asked and taken away again."""
import os
import subprocess

import scene
from screen import Screen, children
from tray import Tray, wait_for

from gi.repository import Atspi, GLib

ID = 'io.github.signpostdns.Signpost'
DATA = os.path.join(os.environ['HOME'], '.var', 'app', ID)
EXPORTS = os.path.join(os.environ['FLATPAK_USER_DIR'], 'exports', 'share')


def flatpak(*words, **options):
    """Runs flatpak to its end; what it wrote."""
    result = subprocess.run(['flatpak', *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            timeout=60, **options)
    assert result.returncode == 0, f"flatpak {' '.join(words)}: {result.stdout}"
    return result.stdout


def install():
    # where not root, flatpak asks a system bus for the rules of parents; any bus will do
    repository = os.path.join(os.environ['SIGNPOST_FLATPAK'], 'repo')
    flatpak('--user', 'install', '-y', '--noninteractive', repository, ID,
            env=dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=os.environ['DBUS_SESSION_BUS_ADDRESS']))


def ctl(*words, **options):
    """signpostctl in the sandbox; what it wrote."""
    return flatpak('run', '--command=signpostctl', ID, *words, **options)


def status():
    """What signpostctl says of all names, whatever its exit code says of them."""
    return subprocess.run(['flatpak', 'run', '--command=signpostctl', ID, 'status'], stdout=subprocess.PIPE, text=True,
                          timeout=60).stdout


class Window(Screen):
    """The windows of the program, found by its name: a process in a sandbox has another number outside."""

    @staticmethod
    def look_up(name):
        for application in children(Atspi.get_desktop(0)):
            try:
                if application.get_name() == name and application.get_child_count() > 0:
                    return application
            except GLib.Error:
                pass
        return None

    def __init__(self):
        super().__init__(ID)


class Sandboxed:
    """The program, running in its sandbox."""

    def __init__(self, *options):
        self.log = os.path.join(os.environ['WS_DIR'], 'signpost.log')
        with open(self.log, 'a', encoding='utf-8') as log:
            self.process = subprocess.Popen(['flatpak', 'run', ID, *options], stdout=log, stderr=log)

    def quit(self, bus):
        Tray.find(bus, scene.WORD).press('Quit')
        assert self.process.wait(20) == 0
        wait_for('the icon to go', lambda: not any(scene.WORD in item.path for item in Tray.registered(bus)))

    def complaints(self):
        """Lines with which GLib or GTK found fault."""
        with open(self.log, encoding='utf-8') as log:
            return [line for line in log if 'CRITICAL' in line or 'WARNING' in line]


def running():
    """The processes of the program and of what surrounds a sandbox; the session has a table of its own."""
    names = subprocess.run(['ps', '-e', '-o', 'comm='], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    return [name for name in names if name in ('signpost', 'bwrap', 'xdg-dbus-proxy')]


def windows():
    """How many windows of the program are seen."""
    return len(subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Signpost$'], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True).stdout.split())


def press_close():
    """As the keys of the window do; a window that is just there does not hear them yet, so it is to be asked again."""
    window = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Signpost$'], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True).stdout.split()
    if window:
        subprocess.run(['xdotool', 'windowfocus', window[-1], 'key', '--clearmodifiers', 'ctrl+w'],
                       stderr=subprocess.DEVNULL)


def close_window():
    wait_for('the window to close', lambda: press_close() or windows() == 0)


def wait_for_answer(practice, address):
    """Until the name server has the address; else with what the program says of it."""
    try:
        wait_for('the answer ' + address, lambda: practice.answer(scene.HOST) == address, scene.LONG)
    except AssertionError as error:
        raise AssertionError(f"{error}\n{status()}\n{ctl('log')}") from None

# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows as a screen reader sees them: widgets found by role and name, pressed and read through AT-SPI."""
import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib

from tray import wait_for


def children(node):
    try:
        count = node.get_child_count()
    except GLib.Error:
        return
    for i in range(count):
        try:
            child = node.get_child_at_index(i)
        except GLib.Error:
            continue
        if child is not None:
            yield child


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def is_shown(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def is_scrolled_away(node):
    """Whether it only is not shown because it lies outside of what a scrolled window shows of it."""
    if not node.get_state_set().contains(Atspi.StateType.VISIBLE):
        return False
    parent = node.get_parent()
    while parent is not None and parent.get_role_name() != 'viewport':
        parent = parent.get_parent()
    return parent is not None and is_shown(parent)


def is_whole(node):
    """Whether all of it lies within what the scrolled window around it shows."""
    view = node.get_parent()
    while view.get_role_name() != 'viewport':
        view = view.get_parent()
    inner, outer = (each.get_extents(Atspi.CoordType.SCREEN) for each in (node, view))
    return outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height


def label_of(node):
    """The words of the label beside it, which a screen reader reads for it."""
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY and relation.get_n_targets() > 0:
            return relation.get_target(0).get_name()
    return ''


def is_called(node, name):
    return node.get_name() == name or label_of(node) == name


class Screen:
    def __init__(self, pid):
        self.application = wait_for('the program on the accessibility bus', lambda: self.look_up(pid))

    @staticmethod
    def look_up(pid):
        for application in children(Atspi.get_desktop(0)):
            try:
                if application.get_process_id() == pid and application.get_child_count() > 0:
                    return application
            except GLib.Error:
                pass
        return None

    def all(self, role=None, name=None):
        """What is seen, then what would be after scrolling."""
        seen, hidden = [], []
        for node in walk(self.application):
            try:
                if (role is None or node.get_role_name() == role) and (name is None or is_called(node, name)):
                    if is_shown(node):
                        seen.append(node)
                    elif is_scrolled_away(node):
                        hidden.append(node)
            except GLib.Error:
                pass
        return seen + hidden

    def find(self, role, name, seconds=10):
        return wait_for(f'a {role} “{name}”', lambda: next(iter(self.all(role, name)), None), seconds)

    def press(self, role, name):
        assert self.find(role, name).do_action(0), f'{name} does nothing'

    def type(self, role, name, text):
        assert self.find(role, name).set_text_contents(text), f'{name} takes no text'

    def choose(self, name, position):
        assert self.find('combo box', name).select_child(position), f'{name} has no row {position}'

    def set_value(self, name, value):
        assert self.find('spin button', name).set_current_value(value), f'{name} takes no number'

    def texts(self):
        texts = []
        for node in self.all('label'):
            try:
                texts.append(node.get_name())
            except GLib.Error:
                pass
        return texts

    def wait_for_text(self, part, seconds=10):
        try:
            return wait_for(f'a label with “{part}”',
                            lambda: next((text for text in self.texts() if part in text), None), seconds)
        except AssertionError as error:
            raise AssertionError(f'{error}; there are {self.texts()}') from None

    def dump(self):
        """Everything that is shown, for the log of a test that failed."""
        lines = []

        def write(node, depth):
            try:
                if depth and not is_shown(node):
                    return
                lines.append('# ' + '  ' * depth + f'{node.get_role_name()} “{node.get_name()}”')
            except GLib.Error:
                return
            for child in children(node):
                write(child, depth + 1)

        write(self.application, 0)
        return '\n'.join(lines)

    def unnamed(self):
        """Widgets that can be used and that no screen reader could name."""
        roles = ('push button', 'toggle button', 'text', 'password text', 'combo box', 'check box', 'table', 'list box',
                 'radio button', 'spin button')
        return [node.get_role_name() for node in walk(self.application)
                if node.get_role_name() in roles and is_shown(node) and not node.get_name() and not label_of(node)]

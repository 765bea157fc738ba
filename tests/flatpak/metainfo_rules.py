# SPDX-License-Identifier: GPL-3.0-or-later
"""What Flathub asks of metainfo and desktop file, after docs.flathub.org (metainfo and quality guidelines), 2026-08.

Each rule yields complaints; those of `advise` keep nobody out, but Flathub shows the program less.
"""
import configparser
import datetime
import os
import re
import struct
import subprocess
import xml.etree.ElementTree

LANGUAGE = '{http://www.w3.org/XML/1998/namespace}lang'
# what Flathub's own copy of appstreamcli takes for errors
RAISED = ['all-categories-ignored', 'category-invalid', 'cid-desktopapp-is-not-rdns', 'cid-has-number-prefix',
          'content-rating-missing', 'desktop-app-launchable-omitted', 'invalid-child-tag-name',
          'metainfo-filename-cid-mismatch', 'name-has-dot-suffix', 'releases-info-missing']
EMPTY_CATEGORIES = {'GTK', 'Qt', 'KDE', 'GNOME', 'Application', 'XFCE', 'GUI'}


def read(path):
    return xml.etree.ElementTree.parse(path).getroot()


def plain(component, path):
    """The elements of a path that are not translations."""
    return [element for element in component.findall(path) if LANGUAGE not in element.attrib]


def text(component, path):
    return next((element.text.strip() for element in plain(component, path)), '')


def check_names(component, name):
    if text(component, 'id') != name:
        yield f"the id is {text(component, 'id')}"
    if text(component, 'launchable') != name + '.desktop':
        yield f"what is launched is {text(component, 'launchable')}"
    if not 0 < len(text(component, 'name')) <= 20:
        yield 'no name, or one longer than 20 letters'
    developer = component.find('developer')
    if developer is None or not developer.get('id') or not text(developer, 'name'):
        yield 'nobody developed it'
    for licence, wanted in (('metadata_license', 'CC0-1.0'), ('project_license', 'GPL-3.0-or-later')):
        if text(component, licence) != wanted:
            yield f'{licence} is not {wanted}'


def check_words(component):
    summary = text(component, 'summary')
    if not summary or summary.endswith('.') or re.match('(A|An|The) ', summary):
        yield 'the summary is empty, has a full stop or begins with an article'
    paragraphs = plain(component, 'description/p')
    if sum(len(' '.join(''.join(each.itertext()).split())) for each in paragraphs) < 150:
        yield 'the description says little'
    if len(plain(component, 'description/ul/li')) > 10:
        yield 'the list is too long'
    kinds = {url.get('type') for url in component.findall('url') if (url.text or '').startswith('https://')}
    for kind in {'homepage', 'bugtracker', 'vcs-browser'} - kinds:
        yield f'no {kind}'


def check_looks(component):
    colours = {colour.get('scheme_preference'): (colour.text or '').lower()
               for colour in component.findall("branding/color[@type='primary']")}
    if set(colours) != {'light', 'dark'} or len(set(colours.values()) - {'#ffffff', '#000000'}) != 2:
        yield f'two different brand colours are wanted, not {colours}'
    rating = component.find('content_rating')
    if rating is None or rating.get('type') != 'oars-1.1':
        yield 'no rating after OARS 1.1'


def check_screenshots(component, folder, version):
    screenshots = component.findall('screenshots/screenshot')
    if sum(each.get('type') == 'default' for each in screenshots) != 1:
        yield 'not exactly one screenshot is the default one'
    for screenshot in screenshots:
        address, caption = text(screenshot, 'image'), text(screenshot, 'caption')
        if not address.startswith('https://') or f'/v{version}/' not in address:
            yield f'{address} is not that of version {version}'
        if not caption or caption.endswith('.'):
            yield f'{address} has no caption, or one with a full stop'
        path = os.path.join(folder, os.path.basename(address))
        if not os.path.exists(path) or not is_fit(path):
            yield f'{path} is not there, or not a picture of at most 1000 by 700'


def is_fit(path):
    with open(path, 'rb') as file:
        head = file.read(24)
    return head[1:4] == b'PNG' and struct.unpack('>II', head[16:]) <= (1000, 700)


def check_releases(component, version):
    releases = component.findall('releases/release')
    if not releases or releases[0].get('version') != version:
        yield f'the newest release is not {version}'
    dates = [release.get('date', '') for release in releases]
    if dates != sorted(dates, reverse=True) or not all(dates) or max(dates) > datetime.date.today().isoformat():
        yield f'releases without a date, in no order, or still to come: {dates}'
    for release in releases:
        if not plain(release, 'description/p') and not plain(release, 'description/ul/li'):
            yield f"no notes for {release.get('version')}"
        if re.search('alpha|beta|rc|dev', release.get('version', '')):
            yield f"{release.get('version')} is no release"


def check_with_appstreamcli(path):
    overrides = ','.join(tag + '=error' for tag in RAISED)
    result = subprocess.run(['appstreamcli', 'validate', '--no-net', '--no-color', '--override=' + overrides, path],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield from (line for line in result.stdout.splitlines() if line.startswith(('E:', 'W:')))


def advise(component):
    length = len(text(component, 'summary'))
    if not 10 <= length <= 35:
        yield f'the summary has {length} letters; 10 to 35 are shown whole everywhere'
    count = len(component.findall('screenshots/screenshot'))
    if not 3 <= count <= 6:
        yield f'{count} screenshots; 3 to 6 are wanted'


def check_desktop_file(path, name):
    result = subprocess.run(['desktop-file-validate', '--no-hints', '--no-warn-deprecated', path],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield from result.stdout.splitlines()
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    entry = parser['Desktop Entry']
    if entry.get('Icon') != name:
        yield f"the icon is {entry.get('Icon')}"
    if not entry.get('Exec') or entry.get('Hidden') == 'true' or entry.get('NoDisplay') == 'true':
        yield 'it is not shown, or starts nothing'
    if not set(filter(None, entry.get('Categories', '').split(';'))) - EMPTY_CATEGORIES:
        yield 'it belongs to no category'

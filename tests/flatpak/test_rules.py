#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flathub's rules on both manifests, on what was built of the released one, and on what the devel one would install."""
import copy
import glob
import json
import os
import re
import shutil
import subprocess

import manifest_rules
import metainfo_rules
import scene
import tree_rules
import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RELEASED = 'io.github.signpostdns.Signpost'
DEVEL = RELEASED + '.Devel'
BUILT = os.path.join(os.environ['SIGNPOST_FLATPAK'], 'built')
SHARE = os.path.join(BUILT, 'files', 'share')


def version():
    with open(os.path.join(ROOT, 'meson.build'), encoding='utf-8') as file:
        return re.search(r"version: '([\d.]+)'", file.read()).group(1)


def manifest_of(name):
    path = os.path.join(ROOT, 'flatpak', name + '.yml')
    with open(path, encoding='utf-8') as file:
        text = file.read()
    return path, text, yaml.safe_load(text)


def judge_manifest(manifest, name):
    """All that holds for both."""
    yield from manifest_rules.check_id(manifest['id'], name + '.yml')
    yield from manifest_rules.check_top(manifest)
    yield from manifest_rules.check_permissions(manifest)
    yield from manifest_rules.check_modules(manifest)


def judge_metainfo(component, name):
    yield from metainfo_rules.check_names(component, name)
    yield from metainfo_rules.check_words(component)
    yield from metainfo_rules.check_looks(component)
    yield from metainfo_rules.check_screenshots(component, os.path.join(ROOT, 'data', 'screenshots'), version())
    yield from metainfo_rules.check_releases(component, version())


def expect_none(complaints):
    complaints = list(complaints)
    assert not complaints, '\n'.join(complaints)


def expect_one(complaints, part):
    complaints = list(complaints)
    assert any(part in complaint for complaint in complaints), f'nobody complained of “{part}”: {complaints}'


def test_manifests():
    """Both manifests keep the rules, and are the same but for name and source."""
    manifests = []
    for name in (RELEASED, DEVEL):
        path, text, manifest = manifest_of(name)
        expect_none(manifest_rules.check_text(path, text))
        expect_none(judge_manifest(manifest, name))
        manifests.append(manifest)
    expect_none(manifest_rules.check_sources(manifests[0], version()))
    for manifest in manifests:
        manifest['modules'][-1] = None
        del manifest['id']
    assert manifests[0] == manifests[1], manifests


def test_bad_manifests():
    """A manifest that breaks a rule is found out."""
    good = manifest_of(RELEASED)[2]
    for part, change in (
            ('another name', lambda bad: bad.update(id=RELEASED + '2')),
            ('no id of a project', lambda bad: bad.update(id='org.signpost.Signpost')),
            ('has capitals', lambda bad: bad.update(id='io.github.SignpostDns.Signpost')),
            ('keys are not', lambda bad: bad.update(branch='stable')),
            ('is not quoted', lambda bad: bad.update({'runtime-version': 51})),
            ('is a path', lambda bad: bad.update(command='/app/bin/signpost')),
            ('not these five', lambda bad: bad['finish-args'].append('--talk-name=org.freedesktop.secrets')),
            ('not these five', lambda bad: bad['finish-args'].pop()),
            ('thrown away', lambda bad: bad['cleanup'].append('/lib/debug')),
            ('with a network', lambda bad: bad['modules'][-1].update(
                {'build-options': {'build-args': ['--share=network']}})),
            ('a source of type dir', lambda bad: bad['modules'][-1]['sources'][0].update(type='dir')),
            ('over https', lambda bad: bad['modules'][-1]['sources'][0].update(url='http://example.org/signpost.git')),
            ('the tag is', lambda bad: bad['modules'][-1]['sources'][0].update(tag='v9.9.9'))):
        bad = copy.deepcopy(good)
        change(bad)
        expect_one([*judge_manifest(bad, RELEASED), *manifest_rules.check_sources(bad, version())], part)


def test_metainfo():
    """The metainfo has all that Flathub shows of a program."""
    path = find_metainfo(SHARE)
    component = metainfo_rules.read(path)
    expect_none(judge_metainfo(component, RELEASED))
    for advice in metainfo_rules.advise(component):
        print('# advice: ' + advice)


def find_metainfo(share):
    """flatpak-builder before 1.4 gives it its old name."""
    found = glob.glob(os.path.join(share, 'metainfo', '*.xml')) + glob.glob(os.path.join(share, 'appdata', '*.xml'))
    assert len(found) == 1, found
    return found[0]


def test_bad_metainfo():
    """Metainfo that breaks a rule is found out."""
    path = find_metainfo(SHARE)
    with open(path, encoding='utf-8') as file:
        good = file.read()
    for part, old, new in (
            ('the id is', f'<id>{RELEASED}<', '<id>other<'),
            ('what is launched', f'{RELEASED}.desktop<', 'other.desktop<'),
            ('nobody developed it', '<developer id="io.github.signpostdns">', '<developer>'),
            ('project_license is not', 'GPL-3.0-or-later</project', 'MIT</project'),
            ('a full stop', 'address that changes</summary>', 'address that changes.</summary>'),
            ('no bugtracker', 'type="bugtracker"', 'type="contact"'),
            ('brand colours', 'scheme_preference="dark"', 'scheme_preference="light"'),
            ('OARS', 'oars-1.1', 'oars-1.0'),
            ('the default one', 'type="default"', ''),
            ('not that of version', f'/v{version()}/', '/main/'),
            ('not there', 'profiles.png', 'absent.png'),
            ('with a full stop', 'what happens next</caption>', 'what happens next.</caption>'),
            ('newest release', f'release version="{version()}"', 'release version="9.9"'),
            ('still to come', 'date="2', 'date="3')):
        assert old in good, old
        component = metainfo_rules.xml.etree.ElementTree.fromstring(good.replace(old, new))
        expect_one(judge_metainfo(component, RELEASED), part)


def test_tree():
    """What was built has its icons, service and catalogue entry, and nothing of the build."""
    expect_none(tree_rules.check_icons(SHARE, RELEASED))
    expect_none(tree_rules.check_service(SHARE, RELEASED))
    expect_none(tree_rules.check_catalogue(SHARE, RELEASED))
    expect_none(tree_rules.check_left_over(os.path.join(BUILT, 'files')))
    expect_none(tree_rules.check_exported(os.path.join(SHARE, 'applications', '*'), RELEASED))
    expect_none(metainfo_rules.check_desktop_file(os.path.join(SHARE, 'applications', RELEASED + '.desktop'),
                                                  RELEASED))
    with open(os.path.join(BUILT, 'metadata'), encoding='utf-8') as file:
        text = file.read()
    assert re.search(r'\[Session Bus Policy\]\norg.kde.StatusNotifierWatcher=talk\n+(\[|$)', text), text
    assert 'filesystems' not in text and 'devices' not in text and 'System Bus' not in text, text


def test_devel():
    """-Ddevelopment=true gives everything the other id, and an icon of its own."""
    folder = os.path.join(os.environ['WS_DIR'], 'devel')
    build, share = os.path.join(folder, 'build'), os.path.join(folder, 'out', 'share')
    run('meson', 'setup', '--prefix=/', '-Dui=disabled', '-Dtests=false', '-Ddevelopment=true', build, ROOT)
    run('ninja', '-C', build, f'data/{DEVEL}.desktop', f'data/{DEVEL}.metainfo.xml')
    for built, installed in json.loads(run('meson', 'introspect', '--installed', build)).items():
        if os.path.isfile(built):
            path = os.path.join(folder, 'out', installed.lstrip('/'))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            shutil.copy(built, path)
    expect_none(tree_rules.check_icons(share, DEVEL))
    expect_none(tree_rules.check_service(share, DEVEL))
    expect_none(metainfo_rules.check_desktop_file(os.path.join(share, 'applications', DEVEL + '.desktop'), DEVEL))
    metainfo = find_metainfo(share)
    expect_none(judge_metainfo(metainfo_rules.read(metainfo), DEVEL))
    expect_none(metainfo_rules.check_with_appstreamcli(metainfo))
    icon = os.path.join('icons', 'hicolor', 'scalable', 'apps')
    with open(os.path.join(share, icon, DEVEL + '.svg'), 'rb') as mine, \
            open(os.path.join(SHARE, icon, RELEASED + '.svg'), 'rb') as released:
        assert mine.read() != released.read(), 'the devel build looks like the released one'


def test_no_flathub():
    """Where Flathub is out of reach, install.sh says so and changes nothing."""
    nowhere = 'http://127.0.0.1:9'
    folder = os.path.join(os.environ['WS_DIR'], 'install')
    result = subprocess.run(['sh', os.path.join(ROOT, 'flatpak', 'install.sh')], stderr=subprocess.PIPE, text=True,
                            env=dict(os.environ, http_proxy=nowhere, https_proxy=nowhere, all_proxy=nowhere,
                                     SIGNPOST_BUILD_DIR=folder))
    assert result.returncode == 1 and 'cannot be reached from here' in result.stderr, result
    assert not os.path.exists(folder)


def run(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert result.returncode == 0, result.stdout
    return result.stdout


scene.run(test_manifests, test_bad_manifests, test_metainfo, test_bad_metainfo, test_tree, test_devel,
          test_no_flathub)

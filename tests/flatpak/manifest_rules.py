# SPDX-License-Identifier: GPL-3.0-or-later
"""What Flathub asks of a manifest, after docs.flathub.org (requirements, linter), 2026-08. A rule yields complaints."""
import os
import re

PERMISSIONS = ['--share=ipc', '--socket=wayland', '--socket=fallback-x11', '--share=network',
               '--talk-name=org.kde.StatusNotifierWatcher']
ORDER = ['id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'cleanup', 'modules']


def check_text(path, text):
    if not text.endswith('\n') or '\r' in text or '\t' in text:
        yield 'a manifest has spaces, plain ends of line, and one at its end'
    if os.path.islink(path):
        yield 'the manifest is a link'


def check_id(name, path):
    if os.path.basename(path) != name + '.yml':
        yield f'the file of {name} has another name'
    parts = name.split('.')
    if not 4 <= len(parts) <= 5 or not name.startswith('io.github.'):
        yield f'{name} is no id of a project at GitHub'
    if any(not re.fullmatch(r'[A-Za-z_]\w*', part) for part in parts):
        yield f'{name} has a part that is no word'
    if any(part != part.lower() for part in parts[:3]):
        yield f'the domain of {name} has capitals'
    if parts[-1].lower() in ('desktop', 'app', 'linux'):
        yield f'{name} ends in a word that says nothing'


def check_top(manifest):
    if list(manifest) != ORDER:
        yield f'keys are not these in this order: {ORDER}'
    if manifest.get('runtime') != 'org.gnome.Platform' or manifest.get('sdk') != 'org.gnome.Sdk':
        yield 'the runtime is not GNOME’s'
    if not isinstance(manifest.get('runtime-version'), str):
        yield 'the version of the runtime is not quoted'
    if '/' in manifest.get('command', '/'):
        yield 'the command is a path'


def check_permissions(manifest):
    if manifest.get('finish-args') != PERMISSIONS:
        yield f'the permissions are not these five: {PERMISSIONS}'


def check_modules(manifest):
    for module in manifest.get('modules', []):
        if isinstance(module, str):
            if not module.startswith('shared-modules/'):
                yield f'{module} comes from a file of our own'
            continue
        options = module.get('build-options', {})
        if '--share=network' in options.get('build-args', []):
            yield f"{module['name']} is built with a network"
    for place in [manifest, *filter(lambda module: isinstance(module, dict), manifest.get('modules', []))]:
        if any(entry.startswith('/lib/debug') for entry in place.get('cleanup', [])):
            yield 'what a debugger needs is thrown away'


def check_sources(manifest, version):
    """Only for what is submitted: public, over https, and what they are is certain."""
    for module in manifest.get('modules', []):
        for source in module.get('sources', []) if isinstance(module, dict) else []:
            kind = source.get('type')
            if kind not in ('git', 'archive', 'file', 'patch'):
                yield f'a source of type {kind}'
            if kind != 'patch' and not source.get('url', '').startswith('https://'):
                yield f"a source that is not fetched over https: {source.get('url')}"
            if kind in ('archive', 'file') and not source.get('sha256'):
                yield f"no sha256 for {source.get('url')}"
            if kind == 'git' and source.get('tag') != 'v' + version:
                yield f"the tag is {source.get('tag')}, the version {version}"

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest with other sources, and nothing else changed: what is tried is what is shipped.

  local-manifest.py MANIFEST OUT.json [--source FOLDER] [--tray MODULE.json]

--source   build signpost from this folder
--tray     take this module in place of the one that shared-modules has for the tray
"""
import argparse
import json
import os

import yaml

SKIP = ['.git', '_build', 'flatpak']


def read(path):
    """A manifest or module, and its sources as seen from everywhere; JSON is YAML too."""
    with open(path, encoding='utf-8') as file:
        value = yaml.safe_load(file)
    folder = os.path.dirname(os.path.abspath(path))
    for module in [value, *value.get('modules', [])]:
        for source in module.get('sources', []) if isinstance(module, dict) else []:
            if 'path' in source:
                source['path'] = os.path.join(folder, source['path'])
    return value


def exchange(module, folder, options):
    """One entry of the list of modules, with the sources asked for."""
    if isinstance(module, str):
        return read(options.tray) if options.tray else os.path.join(folder, module)
    if module['name'] == 'signpost' and options.source:
        module['sources'] = [{'type': 'dir', 'path': os.path.abspath(options.source), 'skip': SKIP}]
    return module


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('manifest')
    parser.add_argument('out')
    parser.add_argument('--source')
    parser.add_argument('--tray')
    options = parser.parse_args()
    manifest = read(options.manifest)
    folder = os.path.dirname(os.path.abspath(options.manifest))
    manifest['modules'] = [exchange(module, folder, options) for module in manifest['modules']]
    with open(options.out, 'w', encoding='utf-8') as file:
        json.dump(manifest, file, indent=2)


if __name__ == '__main__':
    main()

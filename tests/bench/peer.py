#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A dyndns2 server with an echo service and a given latency: the same peer for every program measured.

    peer.py [--delay SECONDS] [--moving] [--tls CERTIFICATE KEY]

Prints its port, then serves until its standard input closes.
"""
import argparse
import asyncio
import itertools
import ssl
import sys
from urllib.parse import parse_qs, urlsplit

moves = itertools.cycle(range(1, 255))


def answer(target, moving):
    """Every question finds another address when the peer is a moving one."""
    url = urlsplit(target)
    query = parse_qs(url.query)
    if url.path == '/ip':
        return f'203.0.113.{next(moves) if moving else 7}'
    hosts = query.get('hostname', [''])[0].split(',')
    return '\n'.join(f"good {query.get('myip', [''])[0]}" for _ in hosts)


async def serve_one(reader, writer, delay, moving):
    try:
        target = (await reader.readline()).split()[1].decode()
        while (await reader.readline()).strip():
            pass
        await asyncio.sleep(delay)
        body = answer(target, moving).encode()
        # inadyn reads until the connection ends
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n'
                     b'Content-Length: %d\r\n\r\n' % len(body) + body)
        await writer.drain()
    except (ConnectionError, IndexError):
        pass
    finally:
        writer.close()


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--delay', type=float, default=0)
    parser.add_argument('--moving', action='store_true')
    parser.add_argument('--tls', nargs=2)
    options = parser.parse_args()
    context = None
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*options.tls)
    server = await asyncio.start_server(
        lambda reader, writer: serve_one(reader, writer, options.delay, options.moving), '127.0.0.1', 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())

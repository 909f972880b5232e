"""A real SMTP server (Debian's python3-aiosmtpd) for tests.  Prints "port N", then each mail that it took as a line
of JSON: the envelope and what Python's own mail parser understood of it, and "refused ADDRESS" for what it did not take.

smtpd.py [--port N] [--tls KEY CERT] [--user NAME PASSWORD] [--utf8]

Addresses beginning with "unknown" are refused for ever (550), with "busy" twice for a while (451).
"""
import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

options = argparse.ArgumentParser()
options.add_argument('--port', type=int, default=0)
options.add_argument('--tls', nargs=2)
options.add_argument('--user', nargs=2)
options.add_argument('--utf8', action='store_true')
options = options.parse_args()
tries = {}


def say(text):
    print(text, flush=True)


def body(part):
    return {'type': part.get_content_type(), 'charset': part.get_content_charset(), 'text': part.get_content()}


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        tries[address] = tries.get(address, 0) + 1
        if address.startswith('unknown'):
            say('refused ' + address)
            return '550 5.1.1 no such mailbox: ' + address
        if address.startswith('busy') and tries[address] <= 2:
            say('refused ' + address)
            return '451 4.3.0 try again later'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        raw = envelope.content
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        defects = [str(d) for part in mail.walk() for d in part.defects]
        for value in mail.values():
            defects += [str(d) for d in getattr(value, 'defects', ())]
        say(json.dumps({
            'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'tls': session.ssl is not None,
            'user': session.auth_data and session.auth_data.login.decode(),
            'head': {k.lower(): str(v) for k, v in mail.items()}, 'names': [k.lower() for k in mail.keys()],
            'date': mail['date'].datetime.isoformat(), 'types': [p.get_content_type() for p in mail.walk()],
            'parts': [body(p) for p in mail.walk() if not p.is_multipart()], 'defects': defects,
            'longest': max(len(line) for line in raw.split(b'\r\n')), 'bare': b'\n' in raw.replace(b'\r\n', b''),
            'ascii': all(c < 128 for c in raw),
        }))
        return '250 OK'


def login(server, session, envelope, mechanism, data):
    known = options.user and data.login.decode() == options.user[0] and data.password.decode() == options.user[1]
    return AuthResult(success=bool(known), auth_data=data)


context = None
if options.tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.tls[1], options.tls[0])


def session():
    return SMTP(Handler(), hostname='localhost', enable_SMTPUTF8=options.utf8, tls_context=context, require_starttls=context is not None,
                authenticator=login, auth_required=options.user is not None,
                auth_require_tls=context is not None)


async def main():
    server = await asyncio.get_running_loop().create_server(session, '127.0.0.1', options.port)
    say('port %d' % server.sockets[0].getsockname()[1])
    # Its caller's end of the pipe: the server does not outlive it.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())

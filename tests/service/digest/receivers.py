"""A chat's webhook and a mail server on loopback that really receive, and can be told to fail."""

import json
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class ChatRoom:
    """What was posted. ``answers`` are the next statuses, 200 after them; 0 hangs up after reading."""

    webhook: str = ""
    posts: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    asked: int = 0

    @property
    def texts(self):
        return [post["text"] for post in self.posts]

    def answer(self, handler):
        self.asked += 1
        body = handler.rfile.read(int(handler.headers["content-length"]))
        status = self.answers.pop(0) if self.answers else 200
        if status in (0, 200):
            self.posts.append(json.loads(body))
        if status == 0:
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        handler.send_response(status)
        handler.send_header("Retry-After", "7")
        handler.send_header("Location", "/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()


@contextmanager
def chat_room():
    room = ChatRoom()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            room.answer(self)

        def log_message(self, *_):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    room.webhook = f"http://127.0.0.1:{server.server_address[1]}/hooks/s3cret-hook"
    try:
        yield room
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class MailBox:
    """What was received. ``replies`` are the next answers to a whole mail; '' hangs up after taking it."""

    port: int = 0
    mails: list = field(default_factory=list)
    replies: list = field(default_factory=list)
    unknown: set = field(default_factory=set)
    logins: list = field(default_factory=list)
    encrypted: list = field(default_factory=list)

    @property
    def letters(self):
        """The mails as a mailbox shows them: one that it has already is not shown again."""
        return list({mail["Message-ID"]: mail for mail in self.mails}.values())

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  # as aiosmtpd calls it
        if address in self.unknown:
            return "550 no such address"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the same
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if not reply or reply.startswith("2"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.encrypted.append(session.ssl is not None)
        if not reply:
            server.transport.abort()
        return reply or "250 OK"

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"s3cret-mail", handled=False)


class _Controller(Controller):
    def __init__(self, box, implicit_tls=None, **options):
        super().__init__(box, hostname="127.0.0.1", port=0, ready_timeout=10, ssl_context=implicit_tls)
        self.box, self.options = box, options

    def factory(self):
        return SMTP(self.handler, authenticator=self.box.authenticate, hostname="loopback", **self.options)

    def _trigger_server(self):
        """The port is known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_box(**options):
    box = MailBox()
    controller = _Controller(box, **options)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def certificate(folder):
    """A certificate of 127.0.0.1 that nobody else signed, with its key: the file, and a server's TLS context."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "loopback.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return file, context

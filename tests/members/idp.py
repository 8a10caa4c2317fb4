"""An institution on loopback: it signs tokens with a key of its own, as tests tell it to."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KID, CLIENT, SECRET = "today", "commonroom", "a secret of the institution and us alone"
NAME = "Margaret Realname"  # which nobody here may see


class Institution:
    """People sign in here by `sign_in`; the rest is what a server of OpenID Connect answers."""

    def __init__(self):
        self.key = rsa.generate_private_key(65537, 2048)
        self.other_key = rsa.generate_private_key(65537, 2048)
        self.codes = {}
        self.userinfo = {}  # said when it is asked for an address that was not in a token
        institution = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                institution.answer(self, {})

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                institution.answer(self, dict(parse_qsl(body)))

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=[0.05], daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, data):
        pages = {
            "/.well-known/openid-configuration": self.configuration,
            "/keys": lambda: {"keys": [self.public_key()]},
            "/token": lambda: self.tokens(data),
            "/userinfo": lambda: self.userinfo,
        }
        found = pages[urlsplit(handler.path).path]()
        body = json.dumps(found or {"error": "invalid_grant"}).encode()
        handler.send_response(200 if found else 400)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def configuration(self):
        pages = {
            "authorization_endpoint": "sign-in", "token_endpoint": "token", "jwks_uri": "keys",
            "userinfo_endpoint": "userinfo",
        }  # fmt: skip
        return {"issuer": self.url} | {name: f"{self.url}/{at}" for name, at in pages.items()}

    def public_key(self):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return key | {"kid": KID, "use": "sig", "alg": "RS256"}

    def tokens(self, data):
        """A code counts once, for who holds our secret and knows what its challenge was made of."""
        asked, token = self.codes.pop(data.get("code"), ({}, None))
        proof = hashlib.sha256(data.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if data.get("client_secret") != SECRET or proof != asked.get("code_challenge"):
            return None
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": token}

    def sign_in(self, address, make=None, **facts):
        """What the browser is sent back to, after somebody signed in at `address`."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT, "sub": "m-4711", "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "email": "margaret@uni.example", "email_verified": True,
            "name": NAME, "given_name": NAME, "preferred_username": NAME,
        } | facts  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        code = secrets.token_urlsafe(12)
        self.codes[code] = (asked, (make or self.sign)(claims))
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def sign(self, claims, key=None, algorithm="RS256", kid=KID):
        return jwt.encode(claims, key or self.key, algorithm, headers={"kid": kid})

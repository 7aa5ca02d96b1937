#!/usr/bin/env python3
"""S3 for tests: moto's server behind a check of every signature by botocore's signer, because moto checks none.

  server.py ACCESS_KEY SECRET_KEY

Listens at a free port of 127.0.0.1, prints the port, and ends when its standard input ends.
"""

import hashlib
import os
import sys
import threading

import logging

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


def refusal(code, message):
    body = f'<?xml version="1.0"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Response(body, status=403, content_type="application/xml")


class SignatureCheck:
    """Passes requests on whose signature is that of botocore."""

    def __init__(self, application, access_key, secret_key):
        self.application = application
        self.access_key = access_key
        self.secret_key = secret_key

    def __call__(self, environ, start_response):
        request = Request(environ)
        # The requests by which a test makes buckets and reads what moto has.
        if request.headers.get("x-test") or request.path.startswith("/moto-api"):
            return self.application(environ, start_response)
        fault = self.fault(request)
        answer = fault if fault else self.application
        return answer(environ, start_response)

    def fault(self, request):
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        if scheme != "AWS4-HMAC-SHA256":
            return refusal("AccessDenied", "there is no signature")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        key, _, region, service, _ = parts["Credential"].split("/")
        if key != self.access_key:
            return refusal("InvalidAccessKeyId", "there is no such key")
        names = parts["SignedHeaders"].split(";")
        needed = {"host"} | {name.lower() for name in request.headers.keys() if name.lower().startswith("x-amz-")}
        if not needed <= set(names):
            return refusal("AccessDenied", f"not signed: {sorted(needed - set(names))}")
        # werkzeug reads the body of a request once.
        body = request.get_data(cache=True)
        if request.headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
            return refusal("XAmzContentSHA256Mismatch", "the digest is not that of the body")
        request.environ["wsgi.input"] = __import__("io").BytesIO(body)
        signed = AWSRequest(
            method=request.method, url="http://" + request.headers["host"] + request.environ["RAW_URI"], data=body,
            headers={name: request.headers.get(name, "") for name in names})
        signed.context["timestamp"] = request.headers["x-amz-date"]
        signer = S3SigV4Auth(Credentials(self.access_key, self.secret_key), service, region)
        canonical = signer.canonical_request(signed)
        if signer.signature(signer.string_to_sign(signed, canonical), signed) != parts["Signature"]:
            print("another signature of:\n" + canonical, file=sys.stderr, flush=True)
            return refusal("SignatureDoesNotMatch", "the signature is not that of botocore")
        return None


class QuietHandler(WSGIRequestHandler):
    # One connection for many requests.
    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        pass


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = SignatureCheck(DomainDispatcherApplication(create_backend_app), *sys.argv[1:3])
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=QuietHandler)
    print(server.port, flush=True)

    def wait():
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
    server.serve_forever()


main()

"""Asked by adapters/pyca.mjs: one question a line, one answer a line."""
import base64
import datetime
import ipaddress
import json
import sys

from cryptography import x509
from cryptography.x509 import verification


def load(text):
    return x509.load_der_x509_certificate(base64.b64decode(text))


def judge(question):
    builder = verification.PolicyBuilder().store(verification.Store([load(text) for text in question["anchors"]]))
    builder = builder.time(datetime.datetime.fromtimestamp(question["at"], datetime.timezone.utc).replace(tzinfo=None))
    if question["maxDepth"] is not None:
        builder = builder.max_chain_depth(question["maxDepth"])
    peer = question["peer"]
    if peer is None:
        verifier = builder.build_client_verifier()
    elif peer["kind"] == "dns":
        verifier = builder.build_server_verifier(x509.DNSName(peer["value"]))
    else:
        verifier = builder.build_server_verifier(x509.IPAddress(ipaddress.ip_address(peer["value"])))
    pool = []
    for text in question["intermediates"]:
        pool.append(load(text))
    try:
        verifier.verify(load(question["leaf"]), pool)
        return True
    except verification.VerificationError:
        return False


for line in sys.stdin:
    try:
        question = json.loads(line)
        answer = {"answer": load(question["parse"]).version.name if "parse" in question else judge(question)}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)

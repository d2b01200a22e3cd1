"""Judges chains with pyca's verifier: one JSON object a line on stdin, one answer a line on stdout. Answers null where the question cannot be put to it."""
import datetime
import ipaddress
import json
import sys

from cryptography import x509
from cryptography.x509 import verification


def load(pem):
    return x509.load_pem_x509_certificate(pem.encode())


def judge(trial):
    builder = verification.PolicyBuilder().store(verification.Store([load(pem) for pem in trial["anchors"]]))
    builder = builder.time(datetime.datetime.fromtimestamp(trial["at"] / 1000, datetime.timezone.utc).replace(tzinfo=None))
    peer = trial["peer"]
    if trial["purpose"] == "clientAuth" and peer is None:
        verifier = builder.build_client_verifier()
    elif trial["purpose"] == "serverAuth" and peer is not None and peer["kind"] in ("dns", "ip"):
        subject = x509.DNSName(peer["value"]) if peer["kind"] == "dns" else x509.IPAddress(ipaddress.ip_address(peer["value"]))
        verifier = builder.build_server_verifier(subject)
    else:
        return None
    verifier.verify(load(trial["leaf"]), [load(pem) for pem in trial["intermediates"]])
    return {"accepted": True, "stops": []}


for line in sys.stdin:
    try:
        answer = judge(json.loads(line))
    except (verification.VerificationError, ValueError, x509.InvalidVersion, x509.DuplicateExtension) as error:
        answer = {"accepted": False, "stops": [[f"{type(error).__name__}: {error}"]]}
    print(json.dumps(answer), flush=True)

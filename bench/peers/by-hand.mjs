/** What people write around a library that has certificates and no chains: names, signatures, dates and the CA flag, up to an anchor. */

/** Judges with `{issued(issuer, subject), signed(issuer, subject), valid(certificate, at), ca(certificate), same(a, b)}`. */
export function judgeByHand({ leaf, intermediates, anchors, at }, { issued, signed, valid, ca, same }) {
  const climb = (certificate, tried) => {
    if (!valid(certificate, at)) return false;
    if (anchors.some((anchor) => same(anchor, certificate))) return true;
    return [...anchors, ...intermediates].some(
      (issuer) =>
        !tried.includes(issuer) &&
        issued(issuer, certificate) &&
        ca(issuer) &&
        signed(issuer, certificate) &&
        climb(issuer, [...tried, issuer]),
    );
  };
  return climb(leaf, [leaf]);
}

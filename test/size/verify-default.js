// Verifying a chain with the default algorithms.
import { parseCertificates, verifyChain } from 'certwright';

export const judge = (leaf, anchors) => verifyChain({ leaf: parseCertificates(leaf)[0], anchors: parseCertificates(anchors) });

/** asn1js: the tree of a certificate and nothing of X.509, the floor of whatever is built upon it. */
import { fromBER } from 'asn1js';

const parse = (der, limits) => {
  const { offset, result } = fromBER(der, limits);
  if (offset === -1) throw new Error(result.error);
  return { tree: result };
};
const entries = ({ tree }) => tree.valueBlock.value[0].valueBlock.value[5].valueBlock.value;

export const peer = {
  name: 'asn1js (tree only)',
  package: 'asn1js',
  items: {
    'parse-rsa-leaf': (fx) => () => parse(fx.rsaChain.leaf),
    'parse-ec-leaf': (fx) => () => parse(fx.ecChain.leaf),
    'parse-bundle': (fx) => () => fx.roots.map((der) => parse(der)),
  },
};

export const crl = {
  open: (der) => parse(der),
  openLarge: (der) => parse(der, { maxNodes: Infinity, maxContentLength: Infinity }),
  find: (list, serial) => entries(list).some((entry) => Buffer.compare(entry.valueBlock.value[0].valueBlock.valueHexView, serial) === 0),
};

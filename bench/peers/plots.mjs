/** Draws the figures of a run: `plots.mjs FIGURES.json` writes docs/performance-*.svg. */
import { readFileSync, writeFileSync } from 'node:fs';
import { logger, None, parse, View } from 'vega';
import { compile } from 'vega-lite';

const figures = JSON.parse(readFileSync(process.argv[2], 'utf8'));

/** Colours that differ in lightness as well as in hue (Okabe and Ito); certwright and the native yardstick are the same everywhere. */
const COLOURS = {
  certwright: '#d55e00',
  'node:crypto': '#000000',
  WebCrypto: '#8c8c8c',
  '@noble/curves': '#0072b2',
  'micro-rsa-dsa-dh': '#56b4e9',
  'asmcrypto.js': '#5b3a8c',
  '@hazae41 (wasm)': '#b08fd8',
  elliptic: '#a6761d',
  'node-forge': '#009e73',
  jsrsasign: '#cc79a7',
  pkijs: '#e6c619',
  '@peculiar/x509': '#7a8b00',
};

const config = {
  background: 'white',
  font: 'sans-serif',
  axis: { labelFontSize: 12, titleFontSize: 12, labelLimit: 260, gridColor: '#e4e4e4' },
  title: { fontSize: 15, anchor: 'start' },
  legend: { labelFontSize: 12, titleFontSize: 12, symbolSize: 120 },
  header: { labelFontSize: 12, labelFontWeight: 'bold', labelLimit: 430 },
  view: { stroke: null },
};

/** It warns of facets whose bars have axes of their own, which is meant so. */
const QUIET = logger(None);

async function draw(name, spec) {
  const view = new View(parse(compile({ ...spec, config }, { logger: QUIET }).spec), { renderer: 'none' });
  writeFileSync(`docs/performance-${name}.svg`, `${await view.toSVG()}\n`);
}

const marks = (peer) => (figures.peers[peer]?.mark === 'webcrypto' ? `${peer} *` : peer);

const decadesFrom = (first, values) => {
  const last = Math.ceil(Math.log10(Math.max(...values.map(({ ops }) => ops))));
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
};

/** Bars of operations per second by item, each item with the peers that it has. */
function bars(name, heading, items) {
  const found = items.flatMap((id) => figures.items.filter((item) => item.id === id));
  const values = found.flatMap(({ id, title, rows }) =>
    rows
      .filter(({ peer }) => COLOURS[peer] !== undefined)
      .map((row) => ({
        item: title,
        peer: row.peer,
        label: marks(row.peer),
        ops: 1e6 / (id.endsWith('keygen') ? row.median : row.best),
      })),
  );
  if (values.length === 0) return undefined;
  const peers = Object.keys(COLOURS).filter((peer) => values.some((value) => value.peer === peer));
  const ops = { field: 'ops', type: 'quantitative' };
  const decades = Math.floor(Math.log10(Math.min(...values.map((value) => value.ops))));
  const y = { field: 'label', type: 'nominal', sort: { field: 'ops', order: 'descending' }, title: null };
  const x = {
    ...ops,
    scale: { type: 'log', domainMin: 10 ** decades },
    title: 'operations per second, logarithmic',
    axis: { format: '~s', values: decadesFrom(decades, values) },
  };
  const color = { field: 'peer', type: 'nominal', scale: { domain: peers, range: peers.map((peer) => COLOURS[peer]) }, legend: null };
  const panel = {
    encoding: { y, x },
    layer: [
      { mark: { type: 'bar', height: { band: 0.8 } }, encoding: { x2: { datum: 10 ** decades }, color } },
      { mark: { type: 'text', align: 'left', dx: 4, fontSize: 11 }, encoding: { text: { ...ops, format: '.3~s' } } },
    ],
    width: 330,
    height: { step: 19 },
  };
  return draw(name, {
    title: {
      text: heading,
      offset: 14,
      subtitle: values.some(({ label }) => label.endsWith('*')) ? '* signs and verifies through native WebCrypto' : '',
    },
    data: { values },
    facet: { field: 'item', type: 'nominal', sort: found.map(({ title }) => title), title: null },
    columns: 2,
    spacing: { column: 50, row: 30 },
    resolve: { scale: { y: 'independent', x: 'shared' }, axis: { x: 'independent' } },
    spec: panel,
  });
}

const TENS = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7].map((power) => 10 ** power);

/** Time by size, both logarithmic, one panel a series, beside what linear growth from the last point back would be. */
function scaling() {
  if (figures.scaling.length === 0) return undefined;
  const panels = figures.scaling.map(({ name, unit, points, exponent }) => {
    const last = points.at(-1);
    const least = Math.min(...points.map(({ time }) => time)) / 1000;
    const linear = ({ size }) => ((last.time / 1000) * size) / last.size;
    // the line of linear growth ends where it leaves the picture
    const values = points.map((point) => ({
      size: point.size,
      time: point.time / 1000,
      linear: linear(point) < least / 3 ? null : linear(point),
    }));
    const y = { type: 'quantitative', scale: { type: 'log' }, title: 'CPU ms', axis: { format: '~g', values: TENS } };
    return {
      title: { text: name, subtitle: `exponent of the larger half: ${exponent.toFixed(2)}`, fontSize: 13 },
      data: { values },
      width: 330,
      height: 200,
      encoding: { x: { field: 'size', type: 'quantitative', scale: { type: 'log' }, title: unit, axis: { format: '~s', values: TENS } } },
      layer: [
        { mark: { type: 'line', color: '#8c8c8c', strokeDash: [5, 4] }, encoding: { y: { ...y, field: 'linear' } } },
        {
          mark: { type: 'line', color: COLOURS.certwright, point: { color: COLOURS.certwright, size: 45 } },
          encoding: { y: { ...y, field: 'time' } },
        },
      ],
    };
  });
  return draw('scaling', {
    title: { text: 'Time by size, both logarithmic', offset: 14, subtitle: 'dashed: linear growth through the last point' },
    columns: 2,
    concat: panels,
  });
}

await bars('rsa', 'RSA', ['rsa2048-sign', 'rsa2048-verify', 'rsa4096-sign', 'rsa4096-verify', 'rsa2048-pss-sign', 'rsa2048-keygen']);
await bars('curves', 'Elliptic curves', [
  'p256-sign',
  'p256-verify-fresh',
  'p256-verify-same',
  'p384-sign',
  'p384-verify-fresh',
  'ed25519-sign',
  'ed25519-verify',
]);
await bars('certificates', 'Certificates', [
  'parse-rsa-leaf',
  'parse-ec-leaf',
  'parse-bundle',
  'chain-rsa',
  'chain-p256',
  'issue-rsa',
  'issue-p256',
]);
await scaling();

/** pyca/cryptography's verifier, with its rules of the web: servers by name, clients. It takes neither CRLs nor policies. */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const python = process.env.CERTWRIGHT_PYTHON ?? 'python3';
const probe = 'import cryptography; from cryptography.x509.verification import ClientVerifier; print(cryptography.__version__)';

export const name = 'pyca/cryptography';
export const version = spawnSync(python, ['-c', probe], { encoding: 'utf8' }).stdout?.trim() || undefined;
export const ownHostNames = true;

let lines;
let child;

async function ask(question) {
  child ??= spawn(python, ['-W', 'ignore', fileURLToPath(new URL('../pyca.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  lines ??= createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.write(`${JSON.stringify(question)}\n`);
  const { value } = await lines.next();
  const { answer, error } = JSON.parse(value);
  if (error !== undefined) throw new Error(error);
  return answer;
}

const base64 = (der) => Buffer.from(der).toString('base64');

export const parse = (der) => ask({ parse: base64(der) });

/** Undefined where the question cannot be put to it. */
export function judge({ suite, server, leaf, intermediates, anchors, at, peers, maxDepth }) {
  const [peer] = peers;
  if (suite === 'pkits' || (server && (peer === undefined || peer.kind === 'email'))) return undefined;
  return ask({
    leaf: base64(leaf),
    intermediates: intermediates.map(base64),
    anchors: anchors.map(base64),
    at: at / 1000,
    peer: server ? peer : null,
    maxDepth,
  });
}

// Python and its library are there before the first case, so that its times are those of judging
if (version !== undefined) await ask({ parse: '' }).catch(() => undefined);

export const close = () => child?.kill();

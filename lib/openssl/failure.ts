/** How a command ends early: what it prints and its exit code. */
import { PkiError } from '../base/error.ts';

/** A command cannot go on. */
export class CommandFailure extends Error {
  /** For standard error, line by line. */
  readonly lines: readonly string[];
  readonly exitCode: number;

  constructor(lines: readonly string[], exitCode = 1) {
    super(lines[0] ?? '');
    this.name = 'CommandFailure';
    this.lines = lines;
    this.exitCode = exitCode;
  }
}

/** A usage error, in OpenSSL's form. */
export function usageFailure(command: string, ...lines: readonly string[]): CommandFailure {
  return new CommandFailure([...lines.map((line) => `${command}: ${line}`), `${command}: Use -help for summary.`]);
}

/**
 * A failure with OpenSSL's message first and ours behind it. OpenSSL prints its error queue there, which names its own source files; ours says what was
 * seen and what was wanted. Errors that are no `PkiError` are faults of this program and pass through.
 */
export function failureOf(error: unknown, ...lines: readonly string[]): CommandFailure {
  if (!(error instanceof PkiError)) throw error;
  return new CommandFailure([...lines, ...reasons(error).map((reason) => `certwright: ${reason}`)]);
}

function reasons(error: PkiError): string[] {
  const { cause } = error;
  return cause instanceof PkiError && !error.message.includes(cause.message) ? [error.message, cause.message] : [error.message];
}

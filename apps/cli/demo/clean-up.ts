/** Undoing at every way out: the normal end, an error, Ctrl-C and other signals that end a program, and a plain process.exit. */
import { constants } from 'node:os';

/** Something to undo. */
export interface Undo {
  /** The usual way, which may take a moment. */
  gently(): Promise<void>;
  /** The way left when the process is already exiting: at once, without waiting for anything. */
  atOnce(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work`, which registers what is to be undone. All of it is undone, last first, before the result is handed on. A signal undoes it too and ends
 * the program with the usual exit code 128 + number; further signals meanwhile change nothing.
 */
export async function withCleanUp<T>(work: (register: (undo: Undo) => void) => Promise<T>): Promise<T> {
  const undos: Undo[] = [];
  let ending: Promise<void> | undefined;
  let signalled = false;
  const undoAll = async (): Promise<void> => {
    for (let undo = undos.at(-1); undo !== undefined; undo = undos.at(-1)) {
      await undo.gently();
      undos.splice(undos.indexOf(undo), 1);
    }
  };
  const end = (): Promise<void> => (ending ??= undoAll());
  const onSignal = (signal: (typeof SIGNALS)[number]): void => {
    if (signalled) return;
    signalled = true;
    void end().finally(() => process.exit(128 + constants.signals[signal]));
  };
  const onExit = (): void => {
    for (const undo of undos.splice(0).reverse()) undo.atOnce();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('exit', onExit);
  try {
    return await work((undo) => void undos.push(undo));
  } finally {
    await end();
    // After a signal the handler above ends the program; the error that the signal caused in `work` is nobody's news.
    if (signalled) await new Promise<never>(() => undefined);
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('exit', onExit);
  }
}

/** Records everything that a program prints. */

/** A running capture. */
export interface Capture {
  /** The output until now. */
  text(): string;
  /** Restores the console and the streams. */
  stop(): void;
}

type Write = typeof process.stdout.write;

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const;

/** Captures the console, warnings, standard output and standard error, and prints none of it. */
export function captureOutput(): Capture {
  const printed: string[] = [];
  const keep = (...values: readonly unknown[]): void => {
    printed.push(values.map(String).join(' '));
  };
  const undo: (() => void)[] = [];
  for (const method of METHODS) {
    const before = console[method].bind(console);
    console[method] = keep;
    undo.push(() => {
      console[method] = before;
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    const before: Write = stream.write.bind(stream);
    stream.write = (chunk: unknown) => {
      keep(chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : chunk);
      return true;
    };
    undo.push(() => {
      stream.write = before;
    });
  }
  const warn = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...more: readonly unknown[]) => {
    keep(warning instanceof Error ? warning.stack : warning, JSON.stringify(more));
  };
  undo.push(() => {
    process.emitWarning = warn;
  });
  return {
    text: () => printed.join('\n'),
    stop: () => {
      for (const each of undo) each();
    },
  };
}

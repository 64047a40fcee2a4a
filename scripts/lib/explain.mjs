/** A failure that a person can mend: one sentence that says what happened and one that says what to do. Both in Portuguese. */
export class Explained extends Error {
  /**
   * @param {string} sentence what happened
   * @param {string} wayOut what to do about it
   * @param {{ details?: string, cause?: unknown }} [more] `details`: the tool's own last words, printed below
   */
  constructor(sentence, wayOut, more = {}) {
    super(`${sentence} ${wayOut}`, { cause: more.cause });
    this.name = 'Explained';
    this.details = more.details ?? '';
  }
}

/**
 * Speaks to the person on stderr: stdout belongs to the program that runs afterwards (`--json`).
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a script's main function. A failure is printed as one explained sentence and the process ends with code 1.
 * @param {() => Promise<number | void>} work resolves to the exit code (nothing: 0)
 */
export async function runMain(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Explained) {
      if (error.details !== '') say(error.details);
      say(`Erro: ${error.message}`);
      return;
    }
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    say(
      'Erro: a preparação parou por um motivo que ela não conhece. Copie as linhas acima e abra um chamado com elas.',
    );
  }
}

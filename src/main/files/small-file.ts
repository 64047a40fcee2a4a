import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { DeepReadonly } from '../../shared/ipc/deep-readonly';
import { MaloteError } from '../../shared/errors';
import { fileReason, readRegularSync, replaceFileSync } from '../../engine/files';

const MOST_BYTES = 1024 * 1024;

/**
 * A small JSON file of the shell's own (preferences, where the window was). A crash leaves the old or the new content; unreadable content counts as none, since nothing in it is worth a question.
 */
export class SmallFile<Schema extends z.ZodType> {
  constructor(
    private readonly file: string,
    private readonly schema: Schema,
    private readonly fallback: z.output<Schema>,
  ) {}

  read(): z.output<Schema> {
    try {
      const parsed = this.schema.safeParse(JSON.parse(readRegularSync(this.file, MOST_BYTES).toString('utf8')));
      return parsed.success ? parsed.data : this.fallback;
    } catch {
      return this.fallback;
    }
  }

  /** @throws MaloteError SHELL_CANNOT_SAVE */
  write(value: DeepReadonly<z.output<Schema>>): void {
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      replaceFileSync(this.file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** @throws MaloteError SHELL_CANNOT_SAVE */
  remove(): void {
    try {
      rmSync(this.file, { force: true });
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): MaloteError {
    const reason = fileReason(error);
    return new MaloteError('SHELL_CANNOT_SAVE', { file: this.file, reason }, { cause: error });
  }
}

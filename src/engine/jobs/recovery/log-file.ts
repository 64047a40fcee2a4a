import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { MaloteError } from '../../../shared/errors';
import { ITEM_STATES, itemProblem } from '../../../shared/messages/pt-BR/recovery';
import { fileReason } from '../../files';
import type { SettledItem } from '../../ledger';

const BOM = '\uFEFF';

/**
 * The log of one recovery over all its interruptions: UTF-8, CRLF, a line for each file. What is in it is on record in the ledger
 * (`bytes`): a line that a killed process wrote without putting its outcome on record is cut off when the log is opened again.
 */
export class RecoveryLog {
  readonly #file: number;
  #bytes: number;

  /** @throws MaloteError CLI_CANNOT_WRITE when the disk of the workspace does not take it */
  constructor(
    readonly path: string,
    bytes: number,
  ) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.#file = openSync(path, bytes === 0 ? 'w' : 'a+');
      // somebody may have taken the file away, or cut it
      this.#bytes = Math.min(bytes, fstatSync(this.#file).size);
      ftruncateSync(this.#file, this.#bytes);
    } catch (error) {
      throw cannotWrite(path, error);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Lines without their ends; on the disk when this returns. */
  append(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const text = lines.map((line) => `${line.replaceAll(/[\r\n]/g, ' ')}\r\n`).join('');
    const bytes = Buffer.from(this.#bytes === 0 ? BOM + text : text, 'utf8');
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
      fsyncSync(this.#file);
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
    this.#bytes += bytes.length;
  }

  /** After a transaction that was rolled back: what it had written is no part of the log. */
  cutBack(bytes: number): void {
    ftruncateSync(this.#file, bytes);
    this.#bytes = bytes;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function cannotWrite(place: string, error: unknown): MaloteError {
  const reason = fileReason(error);
  return new MaloteError('CLI_CANNOT_WRITE', { place, reason }, { cause: error });
}

/** Time, outcome, size, from where to where, and what stood against it; columns parted by tabs. */
export function logLine(item: SettledItem, at: string): string {
  const problem = itemProblem(item.state, item.code);
  const way = [item.source, item.target].filter((path) => path !== null).join(' -> ');
  const columns = [
    at,
    ITEM_STATES[item.state],
    item.size === null ? '' : String(item.size),
    way === '' ? item.identity : way,
  ];
  return [...columns, ...(problem === null ? [] : [problem])].join('\t');
}

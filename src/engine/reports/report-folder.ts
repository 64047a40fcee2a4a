import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { WrittenFile } from '../../shared/ipc/history';
import { renameFile } from '../files';
import { safeName, shareError } from '../shares';
import { csvText } from './cells';
import { writeWorkbook, type Sheet } from './workbook';

/** Below the workspace. */
export const REPORTS_FOLDER = 'relatorios';

/** A report of its own making: writes everything into `output` and ends it. */
export type WriteReport = (output: Writable, signal: AbortSignal | undefined) => Promise<void>;

/** The workspace's folder of files for people. Each file appears whole or not at all, and none replaces another. */
export class ReportFolder {
  readonly location: string;
  #naming: Promise<unknown> = Promise.resolve();

  constructor(workspace: string) {
    this.location = join(workspace, REPORTS_FOLDER);
  }

  #temporary(): string {
    return join(this.location, `.malote-${randomBytes(8).toString('hex')}-0.part`);
  }

  #told(error: unknown): unknown {
    return isOfTheDisk(error) ? shareError(error, { location: this.location, path: this.location }) : error;
  }

  /**
   * @param stem the file's name without its ending; made safe here
   * @param ending with its dot
   * @throws MaloteError SHARE_* when the disk does not take it; the signal's reason
   */
  async write(stem: string, ending: string, write: WriteReport, signal?: AbortSignal): Promise<WrittenFile> {
    const temporary = this.#temporary();
    try {
      await mkdir(this.location, { recursive: true });
      await this.#fill(temporary, write, signal);
      return await this.#name(temporary, stem, ending);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      signal?.throwIfAborted();
      throw this.#told(error);
    }
  }

  /** A small file beside one that was written here, whose name it bears; another one of that name is replaced. */
  async writeBeside(name: string, ending: string, text: string): Promise<void> {
    const temporary = this.#temporary();
    try {
      await this.#fill(temporary, (output) => pipeline(Readable.from([text]), output), undefined);
      await renameFile(temporary, join(this.location, `${name}${ending}`));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw this.#told(error);
    }
  }

  /** One table as `csv`, or sheets as `xlsx`. A CSV has no sheets: only the first is written. */
  table(
    stem: string,
    format: 'csv' | 'xlsx',
    sheets: readonly [Sheet, ...Sheet[]],
    signal?: AbortSignal,
  ): Promise<WrittenFile> {
    const [{ columns, rows }] = sheets;
    const titles = columns.map(({ title }) => title);
    const write: WriteReport =
      format === 'xlsx'
        ? (output) => writeWorkbook(output, sheets, signal)
        : (output) => pipeline(Readable.from(csvText(titles, rows)), output, signal === undefined ? {} : { signal });
    return this.write(stem, `.${format}`, write, signal);
  }

  async #fill(temporary: string, write: WriteReport, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const output = createWriteStream(temporary, { flags: 'wx' });
    const done = finished(output);
    done.catch(() => undefined);
    try {
      await write(output, signal);
      await done;
    } catch (error) {
      output.destroy();
      await done.catch(() => undefined);
      throw error;
    }
    const file = await open(temporary, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** One after another, so that two reports of one moment do not take the same name. */
  #name(temporary: string, stem: string, ending: string): Promise<WrittenFile> {
    const named = this.#naming.then(async () => {
      const name = await this.#freeName(stem, ending);
      const shown = join(this.location, name);
      await renameFile(temporary, shown);
      return { name, shown, bytes: (await stat(shown)).size };
    });
    this.#naming = named.catch(() => undefined);
    return named;
  }

  async #freeName(stem: string, ending: string): Promise<string> {
    for (let n = 1; ; n += 1) {
      const name = safeName(`${stem}${n === 1 ? '' : `-${String(n)}`}${ending}`);
      if (!(await exists(join(this.location, name)))) return name;
    }
  }
}

function isOfTheDisk(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number';
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** "20261122-051003", by the clock of this computer: reports of one subject stand in the order of their making. */
export function stamp(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(now.getFullYear())}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

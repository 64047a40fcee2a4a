import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MaloteError } from '../shared/errors';
import {
  createOffice,
  parseQuirks,
  startSimulator,
  type Office,
  type QuirkSet,
  type Simulator,
  type SimulatorOptions,
} from '../simulator';
import { invalid } from './values';

/** What an invented office is made from; the same values give the same office. */
export interface OfficeChoice {
  readonly companies: number;
  /** Average for each company. */
  readonly documents: number;
  readonly seed: number;
  readonly month: string;
  /** Documents of one company more, all of them CT-e. */
  readonly giant?: number;
}

export function officeOf({ companies, documents, seed, month, giant }: OfficeChoice): Office {
  const extra = giant === undefined || giant === 0 ? {} : { giant: { documents: giant, kind: 'CTe' as const } };
  return createOffice({ seed, month, companies, documentsPerCompany: documents, ...extra });
}

/** @throws MaloteError CLI_VALUE_INVALID */
export function readQuirks(text: string): QuirkSet {
  try {
    return parseQuirks(text);
  } catch (error) {
    if (error instanceof RangeError) throw invalid('--quirks', text, error.message.replace(/\.$/, ''));
    throw error;
  }
}

/** @throws MaloteError CLI_PORT_TAKEN */
export async function openSimulator(office: Office, options: SimulatorOptions): Promise<Simulator> {
  try {
    return await startSimulator(office, options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new MaloteError('CLI_PORT_TAKEN', { port: options.port ?? 0 }, { cause: error });
  }
}

/** @throws MaloteError CLI_CANNOT_WRITE */
export async function writeWorkbook(office: Office, file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await office.workbook());
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'motivo desconhecido';
    throw new MaloteError('CLI_CANNOT_WRITE', { place: file, reason }, { cause: error });
  }
}

import { MaloteError } from '../shared/errors';
import {
  parseDead,
  parseQuirks,
  startSimulator,
  type DeadModes,
  type Office,
  type QuirkSet,
  type Simulator,
  type SimulatorOptions,
} from '../simulator';
import { invalid } from './values';

/** @throws MaloteError CLI_VALUE_INVALID */
export function readQuirks(text: string): QuirkSet {
  return readList('--quirks', text, parseQuirks);
}

/** `month` is the one whose days are meant by `day=14`. @throws MaloteError CLI_VALUE_INVALID */
export function readDead(text: string, month: string): DeadModes {
  return readList('--dead', text, (list) => parseDead(list, month));
}

function readList<T>(option: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw invalid(option, text, error.message.replace(/\.$/, ''));
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

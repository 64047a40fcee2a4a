import type { DeadModes } from '../dead';
import type { Office } from '../office';
import type { QuirkName } from '../quirks';
import type { Answer } from './answers';
import type { Exposure, Misfortune } from './misfortune';
import type { Vault } from './vault';
import type { SiegGeneration } from '../../shared/sieg-generations';

export type Generation = SiegGeneration;

/** What every endpoint works with. */
export interface Services {
  readonly office: Office;
  readonly vault: Vault;
  readonly misfortune: Misfortune;
  readonly deepEmptyAt: number;
  readonly dead: DeadModes;
  /** Whether the request with this fingerprint has not been counted for before. */
  isFirstTime(fingerprint: string): boolean;
  /** Waits for the given time divided by the speed, or until the simulator closes. */
  pause(milliseconds: number): Promise<void>;
}

/** One request on its way through an endpoint. */
export interface Call {
  readonly body: unknown;
  readonly query: URLSearchParams;
  /** Names the request: endpoint and body, in a canonical order. */
  readonly fingerprint: string;
  /** The transient quirk that the endpoint itself has to carry out. */
  readonly trouble: QuirkName | null;
  /** Puts a quirk on the request's record. */
  note(quirk: QuirkName): void;
}

export interface Endpoint {
  readonly exposure: Exposure;
  handle(call: Call, services: Services): Answer | Promise<Answer>;
}

/** The body as text whose members have lower-case names in alphabetical order; members named in `without` are left out. */
export function canonical(body: unknown, without: readonly string[] = []): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return JSON.stringify(body ?? null);
  const members = Object.entries(body as Record<string, unknown>)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !without.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(members));
}

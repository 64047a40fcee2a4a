import { existsSync, rmSync, statSync, utimesSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { MaloteError } from '../../../shared/errors';
import { realNow } from '../../base';
import { readRegularSync, replaceFileSync } from '../../files';
import { isAlive } from '../../ledger';

/** In the workspace while a copy is put in its place: who does it, how far it is, and from which point on it is only gone on with. */
const MARKER = 'restauracao.json';

const ownerSchema = { pid: z.int(), host: z.string() };
const markerSchema = z.discriminatedUnion('phase', [
  /** Nothing of the workspace has been touched. */
  z.object({ phase: z.literal('building'), ...ownerSchema }),
  /** What is built is whole: from now on entries change places. */
  z.object({
    phase: z.literal('switching'),
    ...ownerSchema,
    id: z.string(),
    /** Name of the folder in the workspace that takes what was there. */
    aside: z.string(),
    /** Entries of the workspace that go there. */
    away: z.array(z.string()),
    /** Entries that come in. */
    arriving: z.array(z.string()),
  }),
]);

export type RestoreMarker = z.output<typeof markerSchema>;
export type Switching = Extract<RestoreMarker, { phase: 'switching' }>;

/** A process that is heard of no more has ended, whoever has its number now. */
const SILENT_MS = 10 * 60_000;
/** A workspace has one line of a month each, and a few more. */
const MOST_BYTES = 1024 * 1024;

const fileOf = (workspace: string): string => join(workspace, MARKER);

export function readMarker(workspace: string): RestoreMarker | null {
  const file = fileOf(workspace);
  if (!existsSync(file)) return null;
  return markerSchema.parse(JSON.parse(readRegularSync(file, MOST_BYTES).toString('utf8')));
}

type Told<Phase> = Phase extends RestoreMarker ? Omit<Phase, 'pid' | 'host'> : never;

export function writeMarker(workspace: string, marker: Told<RestoreMarker>): void {
  const own = { ...marker, pid: process.pid, host: hostname() };
  replaceFileSync(fileOf(workspace), `${JSON.stringify(own)}\n`);
}

/** Its process is still at work. */
export function touchMarker(workspace: string): void {
  const now = new Date(realNow());
  utimesSync(fileOf(workspace), now, now);
}

export function removeMarker(workspace: string): void {
  rmSync(fileOf(workspace), { force: true });
}

/** @throws MaloteError BACKUP_RESTORING while another process is at work on it */
export function refuseWhileRestored(workspace: string, { pid, host }: RestoreMarker): void {
  const told = statSync(fileOf(workspace), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const startedMs = realNow() - uptime() * 1_000;
  const isHere = host === hostname();
  const isAtWork =
    pid !== process.pid && realNow() - told < SILENT_MS && (!isHere || (isAlive(pid) && told > startedMs));
  if (isAtWork) throw new MaloteError('BACKUP_RESTORING', { place: workspace, pid, host });
}

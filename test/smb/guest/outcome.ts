import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { IMPORT, PLACES } from './places';
import type { DeliveryRow, Office } from './office';
import type { Paper } from './papers';
import type { ShareServer } from './share-server';
import type { ShareWatch } from './share-watch';

export interface Outcome {
  readonly office: Office;
  readonly server: ShareServer;
  readonly watch: ShareWatch;
  /** What the BI program took away, by name: content and how often. */
  readonly taken: ReadonlyMap<string, readonly string[]>;
}

const FOLDERS = { import: PLACES.served, cancelled: PLACES.cancelled } as const;

async function hashOf(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch(() => null);
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
}

/** Nothing lost, every row true: the document's delivery is on record with the size and hash of what lies, or lay, on the share. */
async function faultsOfPaper(paper: Paper, rows: readonly DeliveryRow[], { taken }: Outcome): Promise<string[]> {
  const row = rows.find((one) => one.wanted === paper.sha256 && one.path === paper.path);
  if (row === undefined) return [`${paper.path}: not in the outbox`];
  if (row.state !== 'delivered') return [`${paper.path}: ${row.state}`];
  if (row.sha256 !== paper.sha256 || row.size !== paper.size) return [`${paper.path}: recorded with another content`];
  const there = await hashOf(join(FOLDERS[paper.destination], paper.path));
  if (there === paper.sha256) return [];
  if (there === null && (taken.get(basename(paper.path)) ?? []).includes(paper.sha256)) return [];
  return [`${paper.path}: recorded as delivered, but ${there === null ? 'not there' : 'another content is there'}`];
}

/** Nothing delivered with other content, not even for an instant, and nothing that nobody ordered. */
function faultsOfShare({ office, server, watch, taken }: Outcome): string[] {
  const formsOf = (name: string): ReadonlySet<string> =>
    office.forms.get(`import:${IMPORT}/${name}`) ?? new Set<string>();
  const seen = [...watch.contents, ...[...taken].map(([name, all]) => [name, new Set(all)] as const)];
  const foreign = seen.flatMap(([name, contents]) =>
    [...contents].every((content) => formsOf(name).has(content))
      ? []
      : [`${name}: other content was seen on the share`],
  );
  const extra = server.names().filter((name) => formsOf(name).size === 0);
  return [...foreign, ...extra.map((name) => `${name}: nobody ordered this`)];
}

/** What is wrong after everything should have been delivered; empty when all promises were kept. */
export async function faultsOf(outcome: Outcome): Promise<string[]> {
  const { office } = outcome;
  const rows = office.deliveries();
  const faults = office.isAlive ? [] : ['the office ended by itself'];
  for (const paper of office.wanted.values()) faults.push(...(await faultsOfPaper(paper, rows, outcome)));
  return [...faults, ...faultsOfShare(outcome)];
}

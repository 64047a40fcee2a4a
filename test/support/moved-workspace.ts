import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqlite } from '../../src/engine/ledger/sqlite';

/** Makes a copy of a workspace one that has always been where it lies: with its own archive and import folder. */
export async function moveWorkspace(workspace: string, from: string): Promise<void> {
  const file = join(workspace, 'settings.json');
  const here = (_: string, value: unknown): unknown =>
    typeof value === 'string' && value.startsWith(from) ? value.replace(from, workspace) : value;
  await writeFile(file, JSON.stringify(JSON.parse(await readFile(file, 'utf8'), here)));
  for (const table of ['destinations', 'share_events'])
    changeLedger(workspace, `UPDATE ${table} SET location = replace(location, '${from}', '${workspace}')`);
}

/** Changes a ledger that nobody has open. */
export function changeLedger(workspace: string, statement: string): void {
  const db = openSqlite(join(workspace, 'malote.db'), {});
  try {
    db.prepare(statement).run();
  } finally {
    db.close();
  }
}

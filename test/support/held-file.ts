import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { nativeBinding } from '../../src/engine/ledger/sqlite';

/** Another program has the file to itself, as a backup or a viewer does, until so many milliseconds have passed; resolves when it has. */
export async function holdFile(
  file: string,
  how: 'BEGIN IMMEDIATE' | 'BEGIN EXCLUSIVE',
  ms: number,
): Promise<ChildProcess> {
  const code = `
    const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))});
    const db = new Database(${JSON.stringify(file)}, { nativeBinding: ${JSON.stringify(nativeBinding())}, timeout: 30000 });
    db.exec(${JSON.stringify(how)});
    process.stdout.write('held\\n');
    setTimeout(() => { db.exec('ROLLBACK'); db.close(); }, ${String(ms)});`;
  const other = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => other.stdout.once('data', resolve));
  return other;
}

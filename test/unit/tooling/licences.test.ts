import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { licencesPage, shippedPackages } from '../../../scripts/lib/licences.mjs';

/** What may go into a program that is given away under MIT; anything else is to be looked at by a person first. */
const ALLOWED = /^\(?(?:MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|MIT-0|Unlicense|MIT\/X11)\b/;
/** Names no licence in any of its files; comes with exceljs, by way of unzipper and binary, and only reading by exceljs uses it. */
const NOT_STATED = ['buffers'];

const root = new URL('../../../', import.meta.url);
let lock: Parameters<typeof shippedPackages>[0];

beforeAll(async () => {
  lock = JSON.parse(await readFile(new URL('package-lock.json', root), 'utf8')) as typeof lock;
});

describe('the licences of what ships', () => {
  it('are listed, each package of the lock file', async () => {
    expect(await readFile(new URL('docs/licences.md', root), 'utf8')).toBe(licencesPage(lock));
  });

  it('are ones that a program under MIT may carry', () => {
    const shipped = shippedPackages(lock);
    expect(shipped.length).toBeGreaterThan(100);
    const odd = shipped.filter(({ licence }) => !ALLOWED.test(licence)).map(({ name }) => name);
    expect([...new Set(odd)]).toEqual(NOT_STATED);
  });

  it('leave out what serves development alone', () => {
    const names = shippedPackages(lock).map(({ name }) => name);
    expect(names).toContain('better-sqlite3');
    expect(names).not.toContain('vitest');
  });
});

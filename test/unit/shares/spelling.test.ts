import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nameKey, openLocalRoot, sameName, toStored, type LocalRoot } from '../../../src/engine/shares';

const COMPOSED = 'Saída'.normalize('NFC');
const DECOMPOSED = 'Saída'.normalize('NFD');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let location: string;
let root: LocalRoot;

beforeEach(() => {
  location = mkdtempSync(join(tmpdir(), 'malote-nomes-'));
  root = openLocalRoot({ id: 'archive', location });
});

afterEach(async () => {
  await root.close();
  rmSync(location, { recursive: true, force: true });
});

describe('names', () => {
  it('are one whatever their case and however their accents are stored', () => {
    expect(nameKey(DECOMPOSED)).toBe(nameKey(COMPOSED.toUpperCase()));
    expect(sameName('NFe', 'nfe')).toBe(true);
    expect(sameName('NFe', 'NFCe')).toBe(false);
    expect(sameName(undefined, undefined)).toBe(false);
    expect(toStored(['2026', DECOMPOSED, 'a.xml'])).toBe(`2026/${COMPOSED}/a.xml`);
  });
});

describe('a folder whose accents are stored as characters of their own', () => {
  beforeEach(() => {
    mkdirSync(join(location, DECOMPOSED));
    writeFileSync(join(location, DECOMPOSED, 'a.xml'), 'a');
  });

  it('is read, moved from and written into by the name that the ledger has', async () => {
    expect(await root.read([COMPOSED, 'a.xml'])).toEqual(Buffer.from('a'));
    expect((await root.fingerprint([COMPOSED, 'a.xml']))?.size).toBe(1);
    expect(await root.writeVerified([COMPOSED, 'a.xml'], bytes('a'))).toMatchObject({ outcome: 'same' });
    expect(await root.writeVerified([COMPOSED, 'b.xml'], bytes('b'))).toMatchObject({ outcome: 'placed' });
    expect(await root.writeVerified([COMPOSED, 'c.xml'], bytes('c'))).toMatchObject({ outcome: 'placed' });
    expect(await root.move([COMPOSED, 'a.xml'], [COMPOSED, 'd.xml'])).toBe(true);
    expect(readdirSync(location)).toEqual([DECOMPOSED]);
    expect(readdirSync(join(location, DECOMPOSED)).sort()).toEqual(['b.xml', 'c.xml', 'd.xml']);
  });

  it('is looked into also where a folder of the other spelling stands beside it', async () => {
    mkdirSync(join(location, COMPOSED));
    writeFileSync(join(location, COMPOSED, 'b.xml'), 'b');
    const [a, b, none] = await root.readMany([
      [COMPOSED, 'a.xml'],
      [COMPOSED, 'b.xml'],
      [COMPOSED, 'c.xml'],
    ]);
    expect([a, b, none].map((one) => (one?.ok === true ? (one.value?.length ?? null) : one))).toEqual([1, 1, null]);
    expect(readFileSync(join(location, DECOMPOSED, 'a.xml'), 'utf8')).toBe('a');
  });

  it('is entered when it is named in its other spelling, or in other letters', async () => {
    mkdirSync(join(location, 'OUTRA'));
    writeFileSync(join(location, 'OUTRA', 'x.xml'), 'x');
    const listed: string[] = [];
    for await (const { path } of root.list([], { names: [[COMPOSED.toUpperCase()]] })) listed.push(toStored(path));
    expect(listed).toEqual([`${COMPOSED}/a.xml`]);
  });
});

import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocalRoot } from '../../../src/engine/shares';

const OLD = '.malote-probe-00ff-1.part';
const YOUNG = '.malote-probe-00ff-2.part';
const UNFINISHED = '.malote-00ff-3.part';

let location: string;

beforeEach(async () => {
  location = await mkdtemp(join(tmpdir(), 'malote-probe-'));
});
afterEach(() => rm(location, { recursive: true, force: true }));

describe('a look at a root', () => {
  it('removes what the looks of killed processes left there, once it is old, and nothing else', async () => {
    for (const name of [OLD, YOUNG, UNFINISHED, 'nota.xml']) await writeFile(join(location, name), 'x');
    const anHourAgo = new Date(Date.now() - 3_600_000);
    for (const name of [OLD, UNFINISHED, 'nota.xml']) await utimes(join(location, name), anHourAgo, anHourAgo);
    const root = openLocalRoot({ id: 'archive', location });
    await root.check();
    expect((await readdir(location)).sort()).toEqual([UNFINISHED, YOUNG, 'nota.xml']);
    await root.close();
  });
});

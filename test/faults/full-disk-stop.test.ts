import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli';
import { testFolder } from '../support/test-folder';
import { mayMount, Tmpfs } from '../support/tmpfs';

/** Real time from the full disk to the end of the process; a report of this SIEG takes half a minute. */
const MOMENTS_MS = 15_000;

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.dispose());

async function smallDisk(kilobytes: number): Promise<Tmpfs> {
  const point = await mkdtemp(join(await testFolder(), 'malote-cheio-'));
  const disk = await Tmpfs.open({ point, kilobytes });
  onTestFinished(async () => {
    await disk.close();
    await rm(point, { recursive: true, force: true });
  });
  return disk;
}

describe.runIf(mayMount)('a demonstration whose workspace fills up', () => {
  it.each([1, 2_000])(
    'ends with the sentence of it and waits for no answer, at %s times the real speed',
    async (speed) => {
      const disk = await smallDisk(40_000);
      const child = cli.start(
        ['demo', '--workspace', disk.point, '--companies', '6', '--documents', '400', '--speed', String(speed)],
        { HOME: disk.point, XDG_DATA_HOME: join(disk.point, 'dados'), LOCALAPPDATA: join(disk.point, 'dados') },
      );
      await child.seen(/Baixando páginas/);
      await disk.fill();
      const since = performance.now();
      const { code, stderr } = await child.ended;
      expect(performance.now() - since, stderr).toBeLessThan(MOMENTS_MS);
      expect(code, stderr).toBe(7);
      expect(stderr).toContain('O disco da pasta de trabalho está cheio');
      // once as it happens, once as the last word
      expect(stderr.match(/não pôde ser gravado/g)?.length ?? 0).toBeLessThanOrEqual(4);
    },
    400_000,
  );
});

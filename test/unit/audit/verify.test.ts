import { setMaxListeners } from 'node:events';
import { mkdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { verifyMonth } from '../../../src/engine/audit';
import { toStored } from '../../../src/engine/shares';
import { MaloteError } from '../../../src/shared/errors';
import { openDesk, type Desk } from '../../support/desk';
import { ALFA, note, noteEvent, noteKey } from '../../support/notes';

const never = new AbortController().signal;
setMaxListeners(0, never);
let desk: Desk;
afterEach(() => desk.dispose());

async function delivered(): Promise<readonly string[]> {
  desk = await openDesk({ clients: [{ taxId: ALFA, folder: 'ALFA' }] });
  await desk.accept([...Array.from({ length: 20 }, (_, index) => note({ number: index + 1 })), noteEvent({})]);
  await desk.drain();
  return desk
    .rows('SELECT path FROM filings UNION ALL SELECT path FROM event_filings ORDER BY path')
    .map(({ path }) => String(path));
}
const month = (): string => String(desk.rows('SELECT month FROM documents LIMIT 1')[0]!['month']);

it('names a folder in the place of a file, in the archive and at the target, and reads the rest of the month', async () => {
  const paths = await delivered();
  const [folder, gone, altered] = paths.filter((path) => !path.includes('_CANC')) as [string, string, string];
  const event = paths.find((path) => path.endsWith('_CANC.xml'))!;
  for (const path of [folder, event, gone]) await unlink(join(desk.folder, 'archive', path));
  for (const path of [folder, event]) await mkdir(join(desk.folder, 'archive', path));
  await writeFile(join(desk.folder, 'archive', altered), 'outro');
  const target = `Import/${noteKey({ number: 20 })}.xml`;
  await unlink(join(desk.folder, 'import', target));
  await mkdir(join(desk.folder, 'import', target));
  const view = await verifyMonth(desk.ledger, desk.roots, month(), never);
  const cause = 'há uma pasta com o nome do arquivo';
  expect(view.archiveFiles).toBe(paths.length);
  expect(view.findings.map(({ path, problem, cause: why }) => [path, problem, why]).sort()).toEqual(
    [
      [folder, 'unreadable', cause],
      [event, 'unreadable', cause],
      [gone, 'absent', null],
      [altered, 'altered', null],
      [target, 'unreadable', cause],
    ].sort(),
  );
});

it('ends where every other file would fail too', async () => {
  const [first] = await delivered();
  const { archive } = desk.roots;
  const away: typeof archive = {
    ...archive,
    fingerprint: (path, options) =>
      toStored(path) === first
        ? Promise.reject(new MaloteError('SHARE_UNREACHABLE', { location: 'Y:', cause: 'fora' }))
        : archive.fingerprint(path, options),
  };
  await expect(verifyMonth(desk.ledger, { ...desk.roots, archive: away }, month(), never)).rejects.toMatchObject({
    code: 'SHARE_UNREACHABLE',
  });
});

// @vitest-environment happy-dom
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { officeAfter, runCli, type Office } from './support/office';
import { plain, shown, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

interface Copy {
  readonly identity: string;
  readonly path: string;
}

let office: Office;
let host: HostProcess;
let gone: readonly Copy[];
let altered: Copy;
beforeAll(async () => {
  office = await officeAfter('complete');
  const copies = office.sql<Copy>(
    'SELECT d.identity, f.path FROM filings f JOIN documents d ON d.id = f.document_id ORDER BY f.path LIMIT 4',
  );
  gone = copies.slice(0, 3);
  altered = copies[3]!;
  for (const { path } of gone) rmSync(join(office.archive, path));
  writeFileSync(join(office.archive, altered.path), '<outro/>');
  await runCli(office.home, 'verify', '--month', office.month, '--workspace', office.workspace);
  host = await office.open();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

/** How many copies the ledger has a look on record of that did not find them as they were filed. */
const onRecord = (): number => office.value('SELECT count(DISTINCT path) FROM file_looks');

describe('files of the archive that are gone or changed, once somebody has looked', () => {
  it('are on record, each of them', () => {
    expect(onRecord()).toBe(4);
  });

  it('stand on the Painel as a figure of their own, and the month is not complete', async () => {
    await showOffice(host);
    expect(textAt('total-damaged')).toBe(shown(onRecord()));
    expect(textAt('evidence')).not.toContain('Completo');
  });

  it('stand among what is open by their keys, with what is wrong and where', async () => {
    const page = await showOffice(host, { panelTab: 'gaps' });
    await page.until(({ lastSummary }) => lastSummary !== null);
    const lines = within(screen.getByTestId('gaps')).getAllByRole('listitem');
    const texts = lines.map(({ textContent }) => plain(textContent));
    for (const { identity, path } of gone)
      expect(texts.find((text) => text.includes(identity))).toMatch(new RegExp(`sumi.*${path}`, 'i'));
    expect(texts.find((text) => text.includes(altered.identity))).toMatch(new RegExp(`conteúdo.*${altered.path}`, 'i'));
  });

  it('stand on the figure’s own line of the status, and by name in the file of the gaps', async () => {
    const status = plain(await runCli(office.home, 'status', '--month', office.month, '--workspace', office.workspace));
    expect(status).toContain(`dos quais ${shown(onRecord())} sumiram ou foram alterados desde então`);
    const gaps = readFileSync(join(office.workspace, `gaps-${office.month}.txt`), 'utf8');
    for (const { identity, path } of [...gone, altered]) {
      expect(gaps).toContain(identity);
      expect(gaps).toContain(path);
    }
  });
});

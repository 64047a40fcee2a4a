import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIntakeFixture, siegFile, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, note, noteKey, summary, voidedRange } from '../../support/notes';

let fixture: IntakeFixture;
beforeEach(async () => {
  fixture = await openIntakeFixture({ clients: [{ taxId: ALFA, folder: 'ALFA' }] });
});
afterEach(() => fixture.dispose());

const kept = (): unknown => fixture.rows('SELECT category, code, identity, situation FROM kept_files ORDER BY id');

describe('bytes that are no live document', () => {
  it('are kept with their code, and the key seen in them is handed back', async () => {
    const broken = note().slice(0, -40);
    const result = await fixture.accept([broken]);
    expect(result.refusals).toMatchObject([{ code: 'FISCAL_TRUNCATED', keyHint: noteKey() }]);
    expect(kept()).toEqual([{ category: 'refused', code: 'FISCAL_TRUNCATED', identity: noteKey(), situation: null }]);
    expect(await fixture.text('kept', (await fixture.files('kept'))[0]!)).toBe(broken);
    expect(await fixture.files('archive')).toEqual([]);
  });

  it('that SIEG could not even encode are kept with the key of their name', async () => {
    const raw = { ...siegFile('%%%', `${noteKey()}.xml`), problem: 'not-base64' as const };
    const result = await fixture.accept([], { files: [raw] });
    expect(result.refusals).toMatchObject([{ code: 'SIEG_NOT_BASE64', keyHint: noteKey() }]);
    expect(await fixture.text('kept', (await fixture.files('kept'))[0]!)).toBe('%%%');
  });

  it('are kept as summary and voided range, and are never delivered', async () => {
    const result = await fixture.accept([summary(), voidedRange()]);
    expect(result).toMatchObject({ documentIds: [], refusals: [] });
    expect(kept()).toEqual([
      { category: 'summary', code: null, identity: noteKey(), situation: '1' },
      { category: 'voided', code: null, identity: null, situation: '102' },
    ]);
    expect(fixture.rows('SELECT 1 FROM deliveries')).toEqual([]);
  });

  it('are kept when the authorisation was rejected (204); a denied one (110) is a document', async () => {
    await fixture.accept([note({ status: '204' }), note({ number: 2, status: '110' })]);
    expect(kept()).toEqual([{ category: 'refused', code: 'REJECTED_BY_SEFAZ', identity: noteKey(), situation: null }]);
    expect(fixture.rows('SELECT identity FROM documents')).toEqual([{ identity: noteKey({ number: 2 }) }]);
    expect(fixture.rows('SELECT 1 FROM deliveries')).toHaveLength(1);
  });

  it('of a file with several documents are kept whole, beside each document filed apart', async () => {
    const together = `<lote>${note()}${note({ number: 2 })}</lote>`;
    const result = await fixture.accept([together]);
    expect(result.identities).toEqual([noteKey(), noteKey({ number: 2 })]);
    expect(kept()).toEqual([{ category: 'original', code: null, identity: null, situation: null }]);
    expect(await fixture.text('kept', (await fixture.files('kept'))[0]!)).toBe(together);
    expect(await fixture.text('archive', `2026/ALFA/03/NFe/Saída/${noteKey({ number: 2 })}.xml`)).toBe(
      note({ number: 2 }),
    );
  });

  it('are one row and one file however often they come', async () => {
    await fixture.accept([summary(), summary()]);
    await fixture.accept([summary()]);
    expect(kept()).toHaveLength(1);
    expect(await fixture.files('kept')).toHaveLength(1);
  });
});

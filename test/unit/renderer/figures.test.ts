import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../src/renderer/features/panel/figures';
import { DOUBLE_STATE } from '../../../src/shared/ipc/double';
import type { TotalsView } from '../../../src/shared/ipc/state';

const TOTALS: TotalsView = {
  ...DOUBLE_STATE.totals,
  expected: 100,
  archived: 60,
  delivered: 50,
  verified: 50,
  missing: 0,
};
const of = (stage: Parameters<typeof figuresOf>[1], totals = TOTALS) =>
  Object.fromEntries(figuresOf(totals, stage).map((figure) => [figure.name, figure]));

describe('the figures of a month', () => {
  it('call missing only what a run that came to its end did not find', () => {
    expect(of('under-way')['missing']).toMatchObject({ label: 'Por buscar', value: 40, tone: 'plain' });
    expect(of('gaps', { ...TOTALS, missing: 40 })['missing']).toMatchObject({
      label: 'Faltando',
      value: 40,
      tone: 'warn',
    });
    expect(of('complete')['missing']).toMatchObject({ label: 'Faltando', value: 0, tone: 'plain' });
  });

  it('claim nothing before SIEG has been counted', () => {
    const figures = of('under-way', { ...TOTALS, expected: null });
    expect(figures['expected']?.value).toBeNull();
    expect(figures['missing']?.value).toBeNull();
  });

  it('never fall below zero when documents arrive late', () => {
    expect(of('under-way', { ...TOTALS, archived: 103 })['missing']?.value).toBe(0);
  });

  it('leave out what is rare and absent, and show it when it is there', () => {
    expect(Object.keys(of('gaps'))).not.toContain('conflicts');
    expect(of('gaps', { ...TOTALS, conflicts: 2 })['conflicts']).toMatchObject({ value: 2, tone: 'bad' });
    expect(Object.keys(of('gaps'))).not.toContain('damaged');
    expect(of('gaps', { ...TOTALS, damaged: 123 })['damaged']).toMatchObject({ value: 123, tone: 'bad' });
    expect(of('gaps', { ...TOTALS, unassigned: 13, refused: 1 })).toHaveProperty('unassigned');
  });
});

import { describe, expect, it } from 'vitest';
import { saying } from '../../../src/cli/saying';
import { auditSentence } from '../../../src/cli/text/audit';
import { legacySentence } from '../../../src/cli/text/legacy';
import type { EngineEvent } from '../../../src/shared/views';

const PROGRESS = {
  auditId: 3,
  phase: 'disk',
  files: 12_000,
  bytes: 60_000_000,
  read: 800,
  findings: 1,
  elapsedSeconds: 9,
};

describe('saying how far something is', () => {
  it('waits a few seconds between two sentences, and listens no longer than the work lasts', async () => {
    let now = 1_000;
    const listeners = new Set<(event: EngineEvent) => void>();
    const said: string[] = [];
    let far: string | null = 'um';
    const tell = (at: number): void => {
      now = at;
      for (const listener of listeners) listener({ type: 'watch' });
    };
    const result = await saying(
      {
        host: { now: () => new Date(now) },
        engine: {
          subscribe: (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
          },
        },
        reporter: { say: (text) => said.push(text) },
        sentence: () => far,
      },
      () => {
        tell(2_000);
        tell(6_000);
        tell(7_000);
        far = null;
        tell(20_000);
        far = 'dois';
        tell(21_000);
        return Promise.resolve('feito');
      },
    );
    expect(result).toBe('feito');
    expect(said).toEqual(['um', 'dois']);
    expect(listeners.size).toBe(0);
  });

  it('of an audit and of an import', () => {
    expect(auditSentence(null)).toBeNull();
    expect(auditSentence({ ...PROGRESS, phase: 'disk', expected: 50_000 })).toBe(
      'Auditoria: 12.000 de cerca de 50.000 arquivos vistos (60 MB), 800 lidos, 1 achado.',
    );
    expect(auditSentence({ ...PROGRESS, phase: 'ledger', expected: null })).toMatch(/^Auditoria: comparando/);
    expect(legacySentence(null)).toBeNull();
    expect(
      legacySentence({ phase: 'archive', files: 10, total: 200, adopted: 9, unreadable: 0, elapsedSeconds: 1 }),
    ).toBe('Importação: lendo o acervo, 10 de 200 arquivos.');
  });
});

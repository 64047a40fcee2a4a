import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { saying } from '../../../src/cli/saying';
import { auditSentence } from '../../../src/cli/text/audit';
import { legacySentence } from '../../../src/cli/text/legacy';
import { filingSentence } from '../../../src/cli/text/progress';
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

  it('speaks of what only waits, of which the engine tells nothing, and outlives a ledger that cannot be read', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const said: string[] = [];
    const sentences = ['um', new Error('ledger'), 'dois'];
    await saying(
      {
        host: { now: () => new Date() },
        engine: { subscribe: () => () => undefined },
        reporter: { say: (text) => said.push(text) },
        sentence: () => {
          const next = sentences.shift();
          if (next instanceof Error) throw next;
          return next ?? null;
        },
      },
      () => vi.advanceTimersByTimeAsync(16_000),
    );
    expect(said).toEqual(['um', 'dois']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of a run that first files what waits', () => {
    expect(filingSentence(1, false, 5)).toBe(
      'Arquivando primeiro o que esperava neste computador: falta 1 página, há 5 s',
    );
    expect(filingSentence(1_200, true, 65)).toMatch(/faltam 1\.200 páginas, esperando o acervo, há 1 min/);
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

import { describe, expect, it } from 'vitest';
import { renderAlerts, renderChannelTest } from '../../../src/cli/text/alerts';
import { PLAIN } from '../../../src/cli/text/style';
import type { AlertLine } from '../../../src/shared/ipc/alerts';

const shown = { style: PLAIN, columns: 80 };
const line = (id: number): AlertLine => ({
  id,
  at: new Date(2026, 3, 2, 9, id).toISOString(),
  kind: 'share-down',
  severity: 'critical',
  root: 'import',
  title: `Fora de alcance: pasta ${String(id)}`,
  text: 'O servidor não respondeu.',
  screen: 'shares',
  read: false,
  sends: [
    { channel: 'email', state: 'sent', error: null },
    { channel: 'desktop', state: 'held', error: null },
  ],
});

describe('alerts on a terminal', () => {
  it('are the last ones, the newest at the end, each with its ways', () => {
    const text = renderAlerts({ unread: 3, lines: [line(3), line(2), line(1)], mutedUntil: null }, 2, shown);
    expect(text).toEqual([
      '02/04/2026 09:02  Fora de alcance: pasta 2',
      '  O servidor não respondeu.',
      '  e-mail: enviado, tela: retido',
      '',
      '02/04/2026 09:03  Fora de alcance: pasta 3',
      '  O servidor não respondeu.',
      '  e-mail: enviado, tela: retido',
      '',
      '3 por ler.',
    ]);
  });

  it('say until when they are mute', () => {
    const mutedUntil = new Date(2026, 3, 2, 18, 0).toISOString();
    expect(renderAlerts({ unread: 0, lines: [line(1)], mutedUntil }, 9, shown).at(-1)).toBe(
      'Nenhum por ler; mudos até 02/04/2026 18:00.',
    );
  });

  it('tell what a test showed and what to do', () => {
    expect(renderChannelTest('email', { ok: false, words: 'Não deu.', action: 'Faça assim.' }, shown)).toEqual([
      'e-mail: Não deu.',
      'Faça assim.',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { summaryOf } from '../cli/support';
import type { AlertEvent } from '../../../src/engine/alerts/types';
import { Book, NO_QUIET, shareEvent } from './book';

const at = (hour: number, minute = 0, day = 2): number => new Date(2026, 3, day, hour, minute).getTime();
const NIGHT = { ...NO_QUIET, reminderMinutes: 0, quietFrom: '22:00', quietTo: '07:00' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function titles(book: Book, channel = 'email'): string[] {
  return book.messages.filter((message) => message.channel === channel).map(({ alert }) => alert.title);
}

function fall(book: Book, root: Parameters<typeof shareEvent>[0] = 'import'): void {
  book.tell(shareEvent(root, 'ok', 'down', book.now));
}

function comeBack(book: Book, root: Parameters<typeof shareEvent>[0] = 'import', downForMs = HOUR): void {
  book.tell(shareEvent(root, 'down', 'recovering', book.now));
  book.tell(shareEvent(root, 'recovering', 'ok', book.now, downForMs));
}

describe('an outage', () => {
  it('is told once while it lasts, whatever its cause becomes, and is not over while the root is only trying', () => {
    const book = new Book(at(9));
    fall(book);
    book.advance(HOUR);
    book.tell(shareEvent('import', 'down', 'recovering', book.now));
    book.tell(shareEvent('import', 'recovering', 'down', book.now));
    book.advance(10 * HOUR);
    expect(titles(book)).toEqual(['Fora do ar: Pasta de importação']);
    comeBack(book);
    book.advance(HOUR);
    expect(titles(book)).toEqual(['Fora do ar: Pasta de importação', 'De volta: Pasta de importação']);
  });

  it('is told when the program finds it at its start, and a slow root is none', () => {
    const book = new Book(at(9));
    book.tell(shareEvent('archive', 'unknown', 'down', book.now));
    book.tell(shareEvent('import', 'unknown', 'degraded', book.now));
    book.advance(HOUR);
    expect(titles(book)).toEqual(['Fora do ar: Acervo (Y:)']);
  });

  it('of one server with two shares is one message that names both, and so is its end', () => {
    const book = new Book(at(9));
    fall(book, 'archive');
    book.advance(19_000);
    fall(book, 'import');
    book.advance(5 * MINUTE);
    comeBack(book, 'import');
    book.advance(3_000);
    comeBack(book, 'archive');
    book.tell({ type: 'drained', root: 'import', delivered: 12 });
    book.advance(5 * MINUTE);
    for (const channel of ['desktop', 'email', 'webhook']) {
      expect(titles(book, channel)).toEqual([
        'Fora do ar: Acervo (Y:) e Pasta de importação',
        'De volta: Pasta de importação e Acervo (Y:)',
      ]);
    }
    expect(book.messages.at(-1)?.alert.text).toContain('12 arquivos');
    expect(book.entries).toHaveLength(4);
  });

  it('of roots that fall apart in time is a message each', () => {
    const book = new Book(at(9));
    fall(book, 'archive');
    book.advance(21_000);
    fall(book, 'import');
    book.advance(MINUTE);
    expect(titles(book)).toHaveLength(2);
  });

  it('waits at its end for the number of delivered files, but not for long', () => {
    const book = new Book(at(9));
    fall(book);
    book.advance(HOUR);
    comeBack(book);
    book.advance(90_000);
    expect(titles(book)).toHaveLength(1);
    book.tell({ type: 'drained', root: 'import', delivered: 1 });
    book.advance(21_000);
    expect(book.messages.at(-1)?.alert.text).toContain('1 arquivo que esperava foi entregue e conferido.');

    const silent = new Book(at(9));
    fall(silent);
    silent.advance(HOUR);
    comeBack(silent);
    silent.advance(2 * MINUTE);
    expect(titles(silent)).toHaveLength(2);
    expect(silent.messages.at(-1)?.alert.text).toContain('segue agora');
    silent.tell({ type: 'drained', root: 'import', delivered: 7 });
    silent.advance(HOUR);
    expect(titles(silent)).toHaveLength(2);
    expect(silent.ofKind('share-back')[0]?.text).toContain('7 arquivos');
  });

  it('is brought to mind on the screen and the webhook while it lasts, not by e-mail', () => {
    const book = new Book(at(9), { ...NO_QUIET, reminderMinutes: 60 });
    fall(book);
    book.advance(3 * HOUR + MINUTE);
    expect(titles(book, 'desktop').slice(1)).toEqual(Array(3).fill('Ainda fora do ar: Pasta de importação'));
    expect(titles(book, 'webhook')).toHaveLength(4);
    expect(titles(book, 'email')).toHaveLength(1);
    comeBack(book);
    book.advance(5 * HOUR);
    expect(book.ofKind('share-still-down')).toHaveLength(3);
  });
});

describe('quiet hours', () => {
  it('leave the screen dark; what is critical still goes to those who are away, and so does its end', () => {
    const book = new Book(at(23), NIGHT);
    fall(book);
    book.advance(HOUR);
    comeBack(book);
    book.tell({ type: 'run-ended', summary: summaryOf() });
    book.advance(12 * HOUR);
    expect(titles(book, 'email')).toHaveLength(2);
    expect(titles(book, 'webhook')).toHaveLength(2);
    expect(titles(book, 'desktop')).toEqual([]);
    expect(book.entries).toHaveLength(3);
  });

  it('end with the outages that still last', () => {
    const book = new Book(at(23), NIGHT);
    fall(book);
    book.advance(7 * HOUR + 59 * MINUTE);
    expect(titles(book, 'desktop')).toEqual([]);
    book.advance(2 * MINUTE);
    expect(titles(book, 'desktop')).toEqual(['Fora do ar: Pasta de importação']);
    comeBack(book);
    book.advance(HOUR);
    expect(titles(book, 'desktop')).toHaveLength(2);
    expect(titles(book, 'email')).toHaveLength(2);
  });

  it('put reminders off until the morning', () => {
    const book = new Book(at(21, 30), { ...NIGHT, reminderMinutes: 60 });
    fall(book);
    book.advance(9 * HOUR);
    expect(book.ofKind('share-still-down')).toHaveLength(0);
    book.advance(HOUR);
    expect(book.ofKind('share-still-down')).toHaveLength(1);
    expect(titles(book, 'desktop')).toHaveLength(2);
  });
});

describe('mute', () => {
  it('keeps everything in until its instant, also what was about to leave; then what still lasts is told', () => {
    const book = new Book(at(9));
    fall(book, 'archive');
    book.advance(5_000);
    book.mute(book.now + HOUR);
    fall(book, 'import');
    book.advance(10 * MINUTE);
    comeBack(book, 'archive');
    book.advance(45 * MINUTE);
    expect(book.messages).toEqual([]);
    expect(book.entries).toHaveLength(3);
    book.advance(HOUR);
    for (const channel of ['desktop', 'email', 'webhook'])
      expect(titles(book, channel)).toEqual(['Fora do ar: Pasta de importação']);
  });

  it('that is lifted early lets what still lasts out at once', () => {
    const book = new Book(at(9));
    book.mute(book.now + 8 * HOUR);
    fall(book);
    book.advance(MINUTE);
    book.mute(null);
    book.advance(1);
    expect(titles(book)).toHaveLength(1);
  });
});

describe('mute and quiet hours', () => {
  const FULL = { type: 'spool-full', pages: 340 } as const;
  const REFUSED = { type: 'credentials-refused', words: 'O SIEG recusou a credencial (resposta 401).' } as const;

  it('end with whatever critical still lasts', () => {
    const book = new Book(at(9));
    book.mute(book.now + HOUR);
    fall(book, 'archive');
    book.tell(FULL);
    book.tell(REFUSED);
    book.advance(59 * MINUTE);
    expect(book.messages).toEqual([]);
    book.advance(2 * MINUTE);
    for (const channel of ['desktop', 'email', 'webhook'])
      expect(titles(book, channel).sort()).toEqual([
        'Downloads parados: o espaço de espera encheu',
        'Fora do ar: Acervo (Y:)',
        'O SIEG recusou a chave',
      ]);
  });

  it('keep in what is over by then', () => {
    const book = new Book(at(23), NIGHT);
    fall(book, 'archive');
    book.tell(FULL);
    book.tell(REFUSED);
    book.advance(HOUR);
    comeBack(book, 'archive');
    book.tell({ type: 'run-ended', summary: summaryOf() });
    book.advance(12 * HOUR);
    expect(titles(book, 'desktop')).toEqual([]);
  });
});

describe('a root that leaves the settings', () => {
  const REMINDING = { ...NO_QUIET, reminderMinutes: 60 };

  it('is brought to mind no more, and its end is told to whoever was told of the outage', () => {
    const book = new Book(at(9), REMINDING);
    fall(book, 'cancelled');
    book.advance(HOUR + MINUTE);
    book.roots = book.roots!.filter(({ root }) => root !== 'cancelled');
    book.advance(24 * HOUR);
    expect(book.ofKind('share-still-down')).toHaveLength(1);
    expect(titles(book)).toEqual(['Fora do ar: Pasta dos cancelados', 'Não é mais acompanhada: Pasta dos cancelados']);
    book.roots = [...book.roots, { root: 'cancelled', looked: true }];
    fall(book, 'cancelled');
    book.advance(HOUR);
    expect(book.ofKind('share-down')).toHaveLength(2);
  });

  it('is left to the process that told of it while this one works on older settings', () => {
    const book = new Book(at(9), REMINDING);
    book.rootsSince = at(8);
    book.roots = book.roots!.filter(({ root }) => root !== 'cancelled');
    fall(book, 'cancelled');
    fall(book, 'import');
    book.advance(MINUTE);
    const elsewhere = shareEvent('import', 'unknown', 'ok', book.now);
    if (elsewhere.type !== 'share') throw new Error('no change of a share');
    book.tell({ ...elsewhere, change: { ...elsewhere.change, location: 'Z:\\velho' } });
    book.advance(24 * HOUR);
    expect(book.ofKind('share-back')).toEqual([]);
  });

  it('for another folder in its place ends its outage, and the new folder may have its own', () => {
    const elsewhere = (to: 'ok' | 'down', book: Book) => {
      const alertEvent = shareEvent('import', 'unknown', to, book.now);
      if (alertEvent.type !== 'share') throw new Error('no change of a share');
      return { ...alertEvent, change: { ...alertEvent.change, location: 'Z:\\novo' } };
    };
    for (const to of ['ok', 'down'] as const) {
      const book = new Book(at(9), REMINDING);
      fall(book);
      book.advance(MINUTE);
      book.tell(elsewhere(to, book));
      book.advance(90 * MINUTE);
      const later = to === 'ok' ? [] : ['Fora do ar: Pasta de importação (Z:)'];
      expect(titles(book)).toEqual([
        'Fora do ar: Pasta de importação',
        'Não é mais acompanhada: Pasta de importação',
        ...later,
      ]);
      expect(book.ofKind('share-still-down').map(({ text }) => text.includes('Z:\\novo'))).toEqual(
        to === 'ok' ? [] : [true],
      );
    }
  });
});

describe('other occasions', () => {
  const failed = (error: MaloteError) => ({
    type: 'run-ended' as const,
    summary: { ...summaryOf({ run: { status: 'failed' as const } }), error: error.toEnvelope() },
  });

  it('a run that ends is shown at the desk, one that fails is told everywhere', () => {
    const book = new Book(at(9));
    for (const status of ['complete', 'gaps', 'stopped'] as const)
      book.tell({ type: 'run-ended', summary: summaryOf({ run: { status } }) });
    book.tell(failed(new MaloteError('INTERNAL', { reason: 'x' })));
    book.advance(1);
    expect(book.entries.map(({ kind }) => kind)).toEqual([
      'run-finished',
      'run-finished',
      'run-stopped',
      'run-stopped',
    ]);
    expect(titles(book, 'desktop')).toHaveLength(4);
    expect(titles(book, 'email')).toEqual(['Mês interrompido por um erro: março de 2026']);
  });

  it('a refused key is told once until it has worked again, and anew after an hour', () => {
    const book = new Book(at(9));
    const refused = { type: 'credentials-refused', words: 'O SIEG recusou a credencial (resposta 401).' } as const;
    book.tell(failed(new MaloteError('SIEG_AUTHENTICATION', { status: 401 })));
    book.tell(refused);
    book.advance(59 * MINUTE);
    book.tell(refused);
    expect(titles(book)).toEqual(['O SIEG recusou a chave']);
    book.advance(MINUTE);
    book.tell(refused);
    book.tell({ type: 'run-ended', summary: summaryOf() });
    book.tell(refused);
    book.advance(1);
    expect(titles(book)).toEqual(Array(3).fill('O SIEG recusou a chave'));
  });

  it('a full spool is told once until the archive has come back', () => {
    const book = new Book(at(9));
    const full = { type: 'spool-full', pages: 340 } as const;
    fall(book, 'archive');
    book.tell(full);
    book.advance(5 * HOUR);
    book.tell(full);
    comeBack(book, 'archive');
    book.advance(HOUR);
    fall(book, 'archive');
    book.tell(full);
    book.advance(HOUR);
    expect(book.ofKind('spool-full')).toHaveLength(2);
    expect(titles(book).filter((title) => title.startsWith('Downloads parados'))).toHaveLength(2);
  });

  it('channels that are off are told nothing, nor the end of what they were not told', () => {
    const book = new Book(at(9), NO_QUIET, ['desktop']);
    fall(book);
    book.advance(HOUR);
    expect(book.entries[0]?.sends.map(({ channel }) => channel)).toEqual(['desktop']);
  });
});

describe('what somebody does not want to be sent', () => {
  it('of the folders is in the list alone, and nothing reminds of it', () => {
    const book = new Book(at(9), { ...NO_QUIET, reminderMinutes: 60, aboutShares: false });
    fall(book);
    book.advance(5 * HOUR);
    comeBack(book);
    book.advance(HOUR);
    expect(book.messages).toEqual([]);
    expect(new Set(book.entries.map(({ kind }) => kind))).toEqual(new Set(['share-down', 'share-back']));
  });

  it('of the runs leaves the folders told, and the reverse', () => {
    for (const [aboutShares, aboutRuns] of [
      [true, false],
      [false, true],
    ] as const) {
      const book = new Book(at(9), { ...NO_QUIET, aboutShares, aboutRuns });
      fall(book);
      book.tell({ type: 'run-ended', summary: summaryOf({}) });
      book.advance(HOUR);
      const kinds = new Set(book.messages.map(({ alert }) => alert.kind));
      expect(kinds.has('share-down')).toBe(aboutShares);
      expect(kinds.has('run-finished')).toBe(aboutRuns);
    }
  });

  it('never holds what a person alone can mend', () => {
    const book = new Book(at(9), { ...NO_QUIET, aboutShares: false, aboutRuns: false });
    book.tell({ type: 'credentials-refused', words: 'O SIEG recusou a chave.' });
    book.tell({ type: 'spool-full', pages: 3 });
    book.advance(HOUR);
    expect(new Set(book.messages.map(({ alert }) => alert.kind))).toEqual(
      new Set(['credentials-refused', 'spool-full']),
    );
  });
});

describe('a SIEG that does not answer', () => {
  const away = (attempts: number, now: number): AlertEvent => ({
    type: 'sieg',
    away: {
      since: new Date(now - 7 * MINUTE).toISOString(),
      nextAttemptAt: new Date(now + 8 * MINUTE).toISOString(),
      attempts,
      code: 'SIEG_SERVER_ERROR',
      reason: 'O SIEG respondeu com um erro interno dele (resposta 503).',
    },
  });

  it('is told once, after the third look in vain, and so is its end to who was told', () => {
    const book = new Book(at(9));
    for (const attempts of [1, 2]) book.tell(away(attempts, book.now));
    book.advance(MINUTE);
    expect(titles(book)).toEqual([]);
    for (const attempts of [3, 4, 5]) book.tell(away(attempts, book.now));
    book.advance(MINUTE);
    expect(titles(book)).toEqual(['O SIEG não responde']);
    expect(book.messages[0]?.alert.text).toContain('próxima tentativa');
    book.tell({ type: 'sieg', away: null });
    book.tell({ type: 'sieg', away: null });
    book.advance(MINUTE);
    for (const channel of ['desktop', 'email', 'webhook'])
      expect(titles(book, channel)).toEqual(['O SIEG não responde', 'O SIEG voltou a responder']);
  });

  it('that was over soon is told to nobody', () => {
    const book = new Book(at(9));
    book.tell(away(1, book.now));
    book.tell({ type: 'sieg', away: null });
    book.advance(HOUR);
    expect(book.entries).toEqual([]);
  });
});

describe('the schedule', () => {
  const dueAt = new Date(2026, 10, 30, 6).toISOString();

  it('that caught something up says so where somebody sits', () => {
    const book = new Book(at(9));
    book.tell({ type: 'schedule-missed', work: 'run-current', dueAt, earlier: 2 });
    book.advance(MINUTE);
    expect(titles(book, 'desktop')).toEqual(['Horário perdido: Mês corrente']);
    expect(book.messages[0]?.alert.text).toContain('30/11/2026 às 06:00, e em mais 2 horários antes desse');
    for (const channel of ['email', 'webhook']) expect(titles(book, channel)).toEqual([]);
  });

  it('that gave something up says why everywhere, also at night where nothing rests', () => {
    const book = new Book(at(23), { ...NO_QUIET, quietFrom: '22:00', quietTo: '07:00' });
    const error = new MaloteError('SHARE_UNREACHABLE', { location: 'Y:', path: 'Y:', cause: 'sem rede' }).toEnvelope();
    book.tell({ type: 'schedule-failed', work: 'scrub', attempts: 3, error });
    book.tell({ type: 'schedule-failed', work: 'audit-full', attempts: 4, error: null });
    book.advance(MINUTE);
    const told = ['Programação falhou: Nova verificação das entregas', 'Programação falhou: Auditoria completa'];
    expect(titles(book, 'email')).toEqual(told);
    expect(titles(book, 'desktop')).toEqual([]);
    expect(book.messages[0]?.alert.text).toContain(error.action);
  });

  it('reminds of the closing by what is proven of the month', () => {
    const book = new Book(at(9));
    for (const state of [null, 'open', 'complete'] as const) book.tell({ type: 'closing', month: '2026-10', state });
    book.advance(MINUTE);
    expect(titles(book, 'email')).toEqual(Array.from({ length: 3 }, () => 'Fechamento: outubro de 2026'));
    const texts = book.messages.filter(({ channel }) => channel === 'email').map(({ alert }) => alert.text);
    expect(texts.map((text) => text.split('.')[0])).toEqual([
      'Este mês ainda não foi baixado nenhuma vez',
      'Ainda não está completo',
      'Está completo: nada falta',
    ]);
  });

  it('says that no document came on a business day, and when the last one did', () => {
    const book = new Book(at(18));
    book.tell({ type: 'no-documents', last: dueAt });
    book.tell({ type: 'no-documents', last: null });
    book.advance(MINUTE);
    expect(titles(book, 'email')).toEqual(['Nenhum documento hoje', 'Nenhum documento hoje']);
    const texts = book.messages.filter(({ channel }) => channel === 'email').map(({ alert }) => alert.text);
    expect(texts.map((text) => text.includes('o último é de 30/11/2026 às 06:00'))).toEqual([true, false]);
  });

  it('sends nothing of it to who does not want to hear of runs', () => {
    const book = new Book(at(9), { ...NO_QUIET, aboutRuns: false });
    book.tell({ type: 'closing', month: '2026-10', state: 'gaps' });
    book.advance(MINUTE);
    expect(book.messages).toEqual([]);
    expect(book.entries).toHaveLength(1);
  });
});

describe('a copy that cannot be made', () => {
  const failed = { type: 'backup', what: 'copy', error: new MaloteError('BACKUP_NO_FOLDER') } as const;

  it('is told once for all attempts of a night, and the next night again', () => {
    const book = new Book(at(9));
    for (const wait of [0, 15, 15]) {
      book.advance(wait * MINUTE);
      book.tell(failed);
    }
    book.advance(MINUTE);
    expect(titles(book)).toEqual(['A cópia de segurança não foi feita']);
    book.advance(24 * HOUR);
    book.tell(failed);
    book.advance(MINUTE);
    expect(titles(book)).toHaveLength(2);
  });

  it('is told at once where it fails by something else', () => {
    const book = new Book(at(9));
    book.tell(failed);
    book.tell({ ...failed, error: new MaloteError('BACKUP_SAME_DISK', { location: 'C:\\' }) });
    book.tell({ ...failed, what: 'proof' });
    book.advance(MINUTE);
    expect(titles(book)).toHaveLength(3);
  });
});

describe('a run that is not as runs are', () => {
  const documents = (archived: number) => ({ ...summaryOf().documents, expected: 200, archived });
  const undelivered = (files: number) =>
    Array.from({ length: files }, (_, n) => ({
      identity: String(n),
      state: 'failed',
      targetPath: 'x.xml',
      errorCode: 'SHARE_IO',
    })) as ReturnType<typeof summaryOf>['gaps']['undelivered'];
  const told = (archived: number, failed: number, status: 'gaps' | 'stopped' = 'gaps'): string[] => {
    const book = new Book(at(9));
    const { run, gaps } = summaryOf();
    const summary = summaryOf({
      run: { ...run, status },
      documents: documents(archived),
      gaps: { ...gaps, undelivered: undelivered(failed) },
    });
    book.tell({ type: 'run-ended', summary });
    book.advance(MINUTE);
    return book.messages
      .filter(({ channel, alert }) => channel === 'email' && alert.kind === 'run-poor')
      .map(({ alert }) => alert.text);
  };

  it('is told outside: little of what SIEG announced came, or many deliveries failed', () => {
    expect(told(169, 0)).toEqual([
      expect.stringContaining('Só 84% do que o SIEG anunciou chegou: 169 de 200 documentos.'),
    ]);
    expect(told(200, 21)).toEqual([expect.stringContaining('A entrega de 21 arquivos falhou')]);
    expect(told(100, 30)).toHaveLength(1);
  });

  it('is as runs are at the bounds, and who stopped it knows', () => {
    expect(told(170, 20)).toEqual([]);
    expect(told(10, 0, 'stopped')).toEqual([]);
  });
});

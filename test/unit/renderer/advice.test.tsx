// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { adviceActions, adviceOf, GROUP_PART, VERDICT_ADVICE, type Advice } from '../../../src/renderer/state/advice';
import { tellFailure } from '../../../src/renderer/state/failure';
import { addToast } from '../../../src/renderer/state/ui-store';
import { checkSettings, FIELD_LABELS } from '../../../src/engine/settings';
import { ERRORS, MaloteError, type ErrorCode, type ErrorDetails } from '../../../src/shared/errors';
import { shareRootSchema, type ShareLine } from '../../../src/shared/ipc/shares';
import { secretNameSchema } from '../../../src/shared/ipc/shell';
import { verdictReasonSchema } from '../../../src/shared/ipc/verdict';
import { reasonWords } from '../../../src/shared/messages/pt-BR/verdict';
import { doing, fixture, settled, show, usePage } from './page';

usePage();

/** Words by which a sentence advises what this window can do, and what it then has to offer. */
const ADVISED: readonly (readonly [words: RegExp, offers: (advice: Advice) => boolean])[] = [
  [/\b[Cc]onfigurações\b(?! anteriores)/, (advice) => advice.startsWith('settings:') || advice === 'shares'],
  [
    /(?<!programa |Malote )\b[Tt]ente (de novo|outra vez)|(^|[,;:] |\be )repita\b|[Ii]nicie (a operação )?de novo/,
    is('retry'),
  ],
  [/registro \(log\)/, is('logs')],
  [/[Ff]aça outra auditoria|[Ll]ista das auditorias|^Faça uma nova; o que não mudou/, is('orphans:audit')],
  [/[Ll]ista das recuperações/, is('orphans:earlier')],
  [/[Ll]ista das correções/, is('orphans:corrections')],
  [/[Ii]mporte (de novo )?a planilha/, is('import')],
  [/rede e o servidor|servidor está (ligado|travado)|quem cuida do servidor/, is('shares')],
  [/Atualize o mês|rode o mês de novo/, is('run')],
  [/entrega já/, is('deliver')],
  [/Em Órfãos e recuperação/, is('orphans:audit')],
];

function is(wanted: Advice): (advice: Advice) => boolean {
  return (advice) => advice === wanted;
}

/** Of the command line alone, or of sentences that stand in a file's row: the window shows them without being able to begin anew. */
const ELSEWHERE = /^(CLI_|SERVICE_|CANCELLED$|SETTINGS_SECRET$|ALERT_EMAIL_BUSY$|REREAD_)/;

function unmet(sentence: string, advices: readonly Advice[]): string[] {
  return ADVISED.filter(([words, offers]) => words.test(sentence) && !advices.some(offers)).map(([words]) =>
    String(words),
  );
}

describe('a sentence that advises what this window can do', () => {
  it('has its button, whatever failed', () => {
    const without = Object.entries(ERRORS).flatMap(([code, { action }]) => {
      const missing = unmet(action, adviceOf({ code: code as ErrorCode, details: {} }, []));
      return ELSEWHERE.test(code) || missing.length === 0 ? [] : [`${code}: ${action} (${missing.join(' ')})`];
    });
    expect(without).toEqual([]);
  });

  it('has its button, whatever stands in the way of the proof', () => {
    for (const code of verdictReasonSchema.shape.code.options) {
      const { advice } = reasonWords({ code, kind: 'NFe', count: 2, subject: 'Relatório' });
      expect(unmet(advice, VERDICT_ADVICE[code]), `${code}: ${advice}`).toEqual([]);
    }
  });

  it('is found by this test', () => {
    expect(unmet('Confira nas configurações e tente de novo.', ['retry'])).toHaveLength(1);
    expect(unmet('Aguarde: o programa tenta de novo sozinho.', [])).toEqual([]);
  });
});

const SHARE_LINE: ShareLine = {
  root: 'archive',
  shown: '',
  state: 'ok',
  since: null,
  cause: null,
  latencyMs: null,
  freeBytes: null,
  checkedAt: null,
  nextCheckAt: null,
  checking: false,
};

/** Where an error leads in the settings. */
function partsOf(code: ErrorCode, details: ErrorDetails, shares: readonly ShareLine[] = []): string[] {
  return adviceOf({ code, details }, shares).flatMap((advice) =>
    advice.startsWith('settings:') ? [advice.slice('settings:'.length)] : [],
  );
}

describe('an advice that sends to the settings', () => {
  const ROOTS = { archive: 'archive', import: 'import', cancelled: 'import', workbook: 'companies' } as const;
  const OF_A_FOLDER = [
    'SHARE_BAD_ROOT',
    'SHARE_BAD_PATH',
    'SHARE_NAME_NOT_FOUND',
    'SHARE_PATH_MISSING',
    'SHELL_PLACE_UNSET',
  ] as const;

  it('leads to the folder that is meant, named by the error or known by its place', () => {
    expect(Object.keys(ROOTS)).toEqual(shareRootSchema.options);
    const line = SHARE_LINE;
    for (const root of shareRootSchema.options)
      for (const code of OF_A_FOLDER) {
        expect(partsOf(code, { root }), code).toEqual([ROOTS[root]]);
        const known = { ...line, root, shown: 'X:\\Pasta' };
        expect(partsOf(code, { location: 'X:\\Pasta' }, [known]), code).toEqual([ROOTS[root]]);
        // which one it is is not known: each is offered, and none is passed over
        expect(partsOf(code, { location: 'Z:\\Outra' }, [known]), code).toEqual(['archive', 'import', 'companies']);
      }
  });

  it('leads to the channel that is meant', () => {
    for (const [channel, part] of Object.entries({ email: 'email', webhook: 'webhook', desktop: 'window' }))
      expect(partsOf('ALERT_TIMEOUT', { channel })).toEqual([part]);
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      if (!code.startsWith('ALERT_')) continue;
      const [, name] = /^ALERT_(EMAIL|WEBHOOK)_/.exec(code) ?? [];
      for (const part of name === undefined ? [] : partsOf(code, {})) expect(part, code).toBe(name!.toLowerCase());
    }
  });

  it('leads to the secret that is meant', () => {
    for (const code of ['SHELL_SECRET_UNREADABLE', 'SHELL_SECRET_UNSAVED'] as const) {
      expect(secretNameSchema.options.map((secret) => partsOf(code, { secret }))).toEqual([['email'], ['webhook']]);
      expect(partsOf(code, {})).toEqual(['email', 'webhook']);
    }
    const elsewhere = ['sieg-key', ...secretNameSchema.options].map((secret) =>
      partsOf('SHELL_SECRET_ELSEWHERE', { secret }),
    );
    expect(elsewhere).toEqual([['sieg'], ['email'], ['webhook']]);
  });

  it('leads to the section of the field that is wrong, whichever it is', () => {
    for (const field of Object.keys(FIELD_LABELS))
      for (const code of ['SETTINGS_INVALID', 'SETTINGS_INCOMPLETE'] as const)
        expect(partsOf(code, { field }), field).toEqual([GROUP_PART[field.split('.')[0]!]]);
  });

  it('is told the field by who checks them', () => {
    const fieldOf = (raw: unknown): unknown => {
      try {
        checkSettings(raw, '/x/settings.json');
      } catch (error) {
        return (error as MaloteError).details['field'];
      }
      return undefined;
    };
    const good = {
      sieg: { generation: 'v1' },
      archive: { root: '/a' },
      importShare: { root: '/b', layout: 'flat' },
      companies: { workbook: '/c.xlsx' },
    };
    expect(fieldOf({ ...good, importShare: { layout: 'flat' } })).toBe('importShare.root');
    expect(fieldOf({ ...good, shares: { checkEveryMinutes: 0 } })).toBe('shares.checkEveryMinutes');
    expect(fieldOf({ ...good, importShare: { root: '/a/b', layout: 'flat' } })).toMatch(
      /^(?:archive|importShare)\.root$/,
    );
  });
});

describe('a button of an advice', () => {
  it('does what it says', async () => {
    const { services, asked } = await show(fixture('company'));
    const errors = Object.keys(ERRORS).map((code) => adviceOf({ code: code as ErrorCode, details: {} }, []));
    const all = [...errors, ...Object.values(VERDICT_ADVICE)].flat();
    const again = vi.fn(() => Promise.resolve());
    for (const { advice, run } of adviceActions(services, all, again)) {
      await act(async () => {
        services.ui.setState({ screen: 'company' });
        await run();
        await settled();
      });
      const { screen: shown, orphans } = services.ui.getState();
      if (advice.startsWith('settings:')) expect(shown).toBe('settings');
      else if (advice.startsWith('orphans:')) expect([shown, `orphans:${orphans.tab}`]).toEqual(['orphans', advice]);
      else if (advice === 'shares') expect(shown).toBe('shares');
    }
    expect(again).toHaveBeenCalledTimes(1);
    expect(asked('openFolder')).toEqual([{ folder: 'logs' }]);
    for (const name of ['startJob', 'deliverNow', 'importCompanies']) expect(asked(name)).toHaveLength(1);
    expect(asked('startJob')).toEqual([{ kind: 'run', month: '2026-10' }]);
  });

  it('leads to the part of the settings that is meant, which takes the focus', async () => {
    const { services } = await show(fixture('idle'));
    await doing(() => tellFailure(services, new MaloteError('ALERT_WEBHOOK_MISSING')));
    await doing(() => fireEvent.click(screen.getByRole('button', { name: 'Configurações: Webhook' })));
    const part = await screen.findByRole('region', { name: 'Webhook' });
    expect(part.contains(document.activeElement)).toBe(true);
    expect(services.ui.getState().toasts).toEqual([]);
  });
});

describe('messages', () => {
  const messages = (): HTMLElement => screen.getByRole('region', { name: 'Mensagens' });

  it('stand in the page, above the screen, and cover nothing', async () => {
    const { services } = await show(fixture('settings'));
    await doing(() => addToast(services.ui, { tone: 'good', title: 'Salvo.', text: null }));
    const next = messages().nextElementSibling;
    expect(next).toBe(screen.getByRole('main'));
  });

  it('go by themselves when they are good, but not while they are read', async () => {
    const { services } = await show(fixture('idle'));
    vi.useFakeTimers();
    try {
      act(() => {
        addToast(services.ui, { tone: 'good', title: 'Um.', text: null });
        addToast(services.ui, { tone: 'bad', title: 'Dois.', text: null });
      });
      const first = within(messages()).getByRole('status');
      // React makes "enter" of the browser's "over"
      fireEvent.pointerOver(first);
      act(() => void vi.advanceTimersByTime(60_000));
      expect(services.ui.getState().toasts).toHaveLength(2);
      fireEvent.pointerOut(first);
      fireEvent.focusIn(within(first).getByRole('button'));
      act(() => void vi.advanceTimersByTime(60_000));
      expect(services.ui.getState().toasts).toHaveLength(2);
      fireEvent.focusOut(within(first).getByRole('button'));
      act(() => void vi.advanceTimersByTime(60_000));
      expect(services.ui.getState().toasts.map(({ title }) => title)).toEqual(['Dois.']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('are never more than three, the good ones give way first, none is said twice, and all are cleared at once', async () => {
    const { services } = await show(fixture('idle'));
    await doing(() => {
      for (const title of ['A', 'B', 'B', 'C']) addToast(services.ui, { tone: 'bad', title, text: null });
      addToast(services.ui, { tone: 'good', title: 'D', text: null });
    });
    expect(services.ui.getState().toasts.map(({ title }) => title)).toEqual(['B', 'C', 'D']);
    await doing(() => addToast(services.ui, { tone: 'bad', title: 'E', text: null }));
    expect(services.ui.getState().toasts.map(({ title }) => title)).toEqual(['B', 'C', 'E']);
    await doing(() => fireEvent.click(screen.getByRole('button', { name: 'Limpar as 3 mensagens' })));
    expect(within(messages()).queryAllByRole('alert')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { emailText, messageId } from '../../../src/engine/alerts/email-text';
import {
  asOneMessage,
  backAlert,
  channelFailedAlert,
  credentialsAlert,
  downAlert,
  rootName,
  runAlert,
  runFailedAlert,
  spoolFullAlert,
  stillDownAlert,
  unwatchedAlert,
  withDelivered,
} from '../../../src/engine/alerts/texts';
import type { NewAlert } from '../../../src/engine/alerts/types';
import { webhookBody } from '../../../src/engine/alerts/webhook-body';
import { ERRORS, MaloteError, type ErrorCode } from '../../../src/shared/errors';
import type { AlertLine } from '../../../src/shared/ipc/alerts';
import { summaryOf } from '../cli/support';
import { changeOf } from './book';

const NINE = new Date(2026, 3, 2, 9, 23).getTime();
const line = (alert: NewAlert, id = 1): AlertLine => ({
  ...alert,
  id,
  at: new Date(NINE).toISOString(),
  read: false,
  sends: [],
});

const CHANGE = changeOf('import', 'ok', 'down', NINE);
const DOWN = downAlert(CHANGE);
const BACK = backAlert(changeOf('import', 'recovering', 'ok', NINE), 720_000, true);
const EVERY: readonly NewAlert[] = [
  DOWN,
  stillDownAlert({ ...DOWN, root: 'import', at: new Date(NINE).toISOString() }, NINE + 3_600_000),
  BACK,
  ...(['complete', 'gaps', 'stopped', 'failed'] as const).map((status) => runAlert(summaryOf({ run: { status } }))),
  credentialsAlert('O SIEG recusou a credencial (resposta 401)'),
  runFailedAlert('2026-03', new MaloteError('RUN_NO_COMPANIES')),
  unwatchedAlert({ ...DOWN, root: 'import', at: new Date(NINE).toISOString() }, false),
  spoolFullAlert(1),
  spoolFullAlert(1_200),
  channelFailedAlert('email', new MaloteError('ALERT_EMAIL_AUTH', { host: 'correio.example' })),
];

describe('texts of alerts', () => {
  it('call the roots as the office does', () => {
    expect(rootName('archive', 'y:\\XML')).toBe('Acervo (Y:)');
    expect(rootName('import', '\\\\servidor\\importacao')).toBe('Pasta de importação');
    expect(rootName('cancelled')).toBe('Pasta dos cancelados');
    expect(rootName('workbook', '/mnt/planilhas')).toBe('Pasta da planilha');
  });

  it('are sentences without holes', () => {
    for (const { title, text } of EVERY) {
      expect(title).not.toMatch(/\.$|[{}]|undefined|null|NaN/);
      expect(text).not.toMatch(/[{}]|undefined|null|NaN|\.\.| {2}/);
      expect(text).toMatch(/[.!]$/);
    }
  });

  it('say which folder, what happened and what to do', () => {
    expect(DOWN.text).toBe(
      'A pasta \\\\servidor\\importacao está fora do ar: o servidor não respondeu. Verifique a rede e o servidor.',
    );
    const named = { code: 'X', words: 'Houve uma falha em \\\\servidor\\importacao.', action: 'Tente de novo' };
    expect(downAlert({ ...CHANGE, cause: named }).text).toBe(`${named.words} Tente de novo.`);
    expect(downAlert({ ...CHANGE, cause: null }).text).toBe('A pasta \\\\servidor\\importacao está fora do ar.');
  });

  it('say how long it took and what was delivered meanwhile', () => {
    expect(BACK.text).toMatch(/^Voltou em 02\/04\/2026 às 09:23, depois de 12 min 00 s\. O que esperava/);
    const told = (delivered: number) => withDelivered(BACK.text, 'import', delivered);
    expect(told(3_412)).toMatch(/12 min 00 s\. 3\.412 arquivos que esperavam foram entregues e conferidos\.$/);
    expect(told(1)).toMatch(/12 min 00 s\. 1 arquivo que esperava foi entregue e conferido\.$/);
    expect(told(0)).toMatch(/12 min 00 s\. Nada esperava por ela\.$/);
    // pages may have waited for the archive
    expect(withDelivered(BACK.text, 'archive', 0)).toMatch(/12 min 00 s\.$/);
    expect(withDelivered(told(5), 'import', 9)).toContain('5 arquivos');
  });

  it('send nobody to the network when the folder answers but cannot be worked in', () => {
    const caused = (code: string, root: 'archive' | 'workbook' = 'archive') =>
      downAlert({ ...changeOf(root, 'ok', 'down', NINE), cause: { code, words: 'o disco está cheio', action: '' } });
    for (const code of ['SHARE_FULL', 'SHARE_READ_ONLY', 'SHARE_DENIED']) {
      expect(caused(code).title).toBe('Não aceita gravação: Acervo (Y:)');
      expect(caused(code).text).toBe('A pasta Y:\\XML não aceita gravação: o disco está cheio.');
    }
    expect(caused('SHARE_DENIED', 'workbook').title).toBe('Não aceita leitura: Pasta da planilha');
    const told = { ...caused('SHARE_FULL'), root: 'archive' as const, at: new Date(NINE).toISOString() };
    expect(stillDownAlert(told, NINE + 3_600_000).title).toBe('Ainda não aceita gravação: Acervo (Y:)');
    expect(asOneMessage([line(caused('SHARE_FULL')), line(DOWN)]).title).toBe(
      'Não aceita gravação: Acervo (Y:); Fora do ar: Pasta de importação',
    );
  });

  it('say from when on another folder counts, where the advice is to choose one', () => {
    const caused = (code: string) =>
      downAlert({ ...CHANGE, cause: { code, words: 'a pasta não foi encontrada', action: 'Escolha a nova.' } }).text;
    for (const code of ['SHARE_PATH_MISSING', 'SHARE_NAME_NOT_FOUND'])
      expect(caused(code)).toMatch(/Se uma execução está em andamento, a pasta nova vale a partir da próxima\.$/);
    expect(caused('SHARE_UNREACHABLE')).not.toContain('execução');
  });

  it('of a run that broke say what to do, and nothing of what nobody foresaw', () => {
    const denied = new MaloteError('RUN_NO_COMPANIES');
    expect(runFailedAlert('2026-03', denied).text).toContain(denied.action);
    expect(runFailedAlert('2026-03', new MaloteError('INTERNAL', { reason: 'segredo' })).text).toBe(
      'O programa encontrou um erro que não esperava. Se repetir, envie o registro (log) ao suporte. O que já tinha chegado está guardado; depois, inicie o mês de novo.',
    );
    const stopped = summaryOf({ run: { status: 'stopped' } });
    expect(runAlert(stopped).text).toMatch(/^Foi parado a pedido\./);
    expect(runAlert(stopped, true).text).toMatch(/^Outro processo do Malote assumiu/);
  });

  it('name what a month still lacks', () => {
    const gaps = summaryOf({
      run: { status: 'gaps' },
      documents: { missing: 3, conflicts: 1 },
      outbox: { pending: 40 },
    });
    expect(runAlert(gaps).text).toMatch(
      /^Ficaram 3 documentos faltantes, 40 cópias à espera de entrega e 1 conflito no destino\./,
    );
  });

  it('become one message of several roots', () => {
    const archive = line(downAlert(changeOf('archive', 'ok', 'down', NINE)), 2);
    const one = asOneMessage([line(DOWN), archive]);
    expect(one.title).toBe('Fora do ar: Pasta de importação e Acervo (Y:)');
    expect(one.text.split('\n').map((part) => part.split(':')[0])).toEqual(['Pasta de importação', 'Acervo (Y']);
    expect(asOneMessage([archive])).toBe(archive);
  });
});

describe('the e-mail of an alert', () => {
  it('says in plain text what happened, when, and what goes on by itself', () => {
    const { subject, text } = emailText(line(DOWN));
    expect(subject).toBe('🚨 Fora do ar: Pasta de importação - Malote');
    expect(text).toContain('Horário: 02/04/2026 às 09:23');
    expect(text).toContain('- Os downloads seguem, e o que falta copiar fica guardado.');
  });

  it('promises no copies when the workbook comes back', () => {
    const { text } = emailText(line(downAlert(changeOf('workbook', 'ok', 'down', NINE))));
    expect(text).toContain('- Os downloads seguem com a última lista de empresas importada.');
    expect(text).not.toContain('copia');
  });

  it('escapes everything in its HTML and loads nothing', () => {
    for (const alert of EVERY) {
      const evil = line({ ...alert, title: '<script>"x"&\'y\'', text: '<img src="https://x.example/a.png">\nfim' });
      const { html } = emailText(evil);
      expect(html).not.toMatch(/<(?:script|img|link|iframe|object)|<[^>]*\b(?:src|href)=|url\(/i);
      expect(html).toContain('&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;');
    }
  });

  it('has the same number at every attempt, and another for every alert', () => {
    expect(messageId(line(DOWN))).toBe(messageId({ ...line(DOWN), text: 'outro' }));
    expect(messageId(line(DOWN))).not.toBe(messageId(line(DOWN, 2)));
    expect(messageId(line(DOWN))).toMatch(/^<[0-9a-f]{32}@malote\.invalid>$/);
  });
});

describe('the webhook of an alert', () => {
  it('keeps the backslashes of a share in a card, and angle brackets out of Slack', () => {
    expect(JSON.stringify(webhookBody(line(DOWN), 'teams'))).toContain(
      JSON.stringify('\\\\\\\\servidor\\\\importacao').slice(1, -1),
    );
    const slack = webhookBody(line({ ...DOWN, text: '<!channel> & x' }), 'slack') as { text: string };
    expect(slack.text).toContain('&lt;!channel&gt; &amp; x');
  });
});

describe('errors of alerts', () => {
  it('have a sentence and a way out, in whole sentences', () => {
    const codes = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => code.startsWith('ALERT_'));
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) for (const text of Object.values(ERRORS[code])) expect(text).toMatch(/^[A-ZÀ-Ú].*\.$/);
  });
});

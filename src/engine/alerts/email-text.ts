import { createHash } from 'node:crypto';
import type { AlertKind, AlertLine } from '../../shared/ipc/alerts';
import { moment, SEVERITY_MARKS } from './texts';

/** An e-mail without its addresses. */
export interface EmailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What the program does by itself meanwhile; the reader's first question at the desk. */
const MEANWHILE: Partial<Readonly<Record<AlertKind, readonly string[]>>> = {
  'share-down': [
    'Os downloads seguem, e o que falta copiar fica guardado.',
    'A pasta é testada de novo a cada poucos minutos.',
    'Quando ela voltar, tudo o que esperava é copiado, do mês mais antigo ao mais novo, e outro e-mail avisa.',
  ],
  'spool-full': [
    'As páginas já baixadas estão guardadas neste computador.',
    'Os downloads continuam sozinhos quando houver espaço.',
  ],
  'credentials-refused': ['O que já chegou está guardado.', 'Nada é perguntado ao SIEG até que a chave seja trocada.'],
  'sieg-down': [
    'O que já chegou está guardado, e as entregas seguem.',
    'De tempos em tempos uma consulta verifica se o SIEG voltou; outro e-mail avisa.',
  ],
  'run-stopped': ['O que já chegou está guardado.', 'A próxima execução continua de onde esta parou.'],
};

/** Nothing ever waits for the workbook's folder: the list of the last import is used. */
const MEANWHILE_WORKBOOK = [
  'Os downloads seguem com a última lista de empresas importada.',
  'A pasta é testada de novo a cada poucos minutos.',
  'Quando ela voltar, outro e-mail avisa.',
];

const FOOTER = 'Aviso automático do Malote. Não é preciso responder.';

/** The e-mail of an alert: a subject, and a body in plain text and in plain HTML that loads nothing from elsewhere. */
export function emailText(alert: AlertLine): EmailText {
  const heading = `${SEVERITY_MARKS[alert.severity]} ${alert.title}`;
  const happened = alert.text.split('\n');
  const meanwhile =
    alert.kind === 'share-down' && alert.root === 'workbook' ? MEANWHILE_WORKBOOK : (MEANWHILE[alert.kind] ?? []);
  const when = `Horário: ${moment(alert.at)}`;
  return {
    subject: `${heading} - Malote`,
    text: [
      alert.title,
      '',
      ...happened,
      '',
      when,
      ...(meanwhile.length === 0 ? [] : ['', `${MEANWHILE_TITLE}:`, ...meanwhile.map((line) => `- ${line}`)]),
      '',
      FOOTER,
      '',
    ].join('\n'),
    html: [
      '<!DOCTYPE html>',
      `<html lang="pt-BR"><head><meta charset="utf-8"><title>${escapeHtml(alert.title)}</title></head>`,
      '<body style="font-family: Segoe UI, Arial, sans-serif; font-size: 15px; color: #1f2328">',
      `<h2 style="font-size: 18px">${escapeHtml(heading)}</h2>`,
      ...happened.map((line) => `<p>${escapeHtml(line)}</p>`),
      `<p>${escapeHtml(when)}</p>`,
      ...(meanwhile.length === 0
        ? []
        : [
            `<p><strong>${MEANWHILE_TITLE}:</strong></p>`,
            `<ul>${meanwhile.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`,
          ]),
      `<p style="color: #59636e; font-size: 13px">${FOOTER}</p>`,
      '</body></html>',
    ].join('\n'),
  };
}

const MEANWHILE_TITLE = 'O que o Malote faz enquanto isso';

/** The same for every attempt at one alert, so that mail programs show it once even if it had to be sent twice. */
export function messageId({ id, at, kind }: AlertLine): string {
  const name = createHash('sha256')
    .update(`${String(id)} ${at} ${kind}`)
    .digest('hex')
    .slice(0, 32);
  return `<${name}@malote.invalid>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

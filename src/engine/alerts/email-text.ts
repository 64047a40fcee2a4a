import { createHash } from 'node:crypto';
import type { AlertLine } from '../../shared/ipc/alerts';
import { alertMailMessages as words } from '../../shared/messages/pt-BR/alert-mail';
import { SEVERITY_MARKS } from './texts';

/** An e-mail without its addresses. */
export interface EmailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The e-mail of an alert: a subject, and a body in plain text and in plain HTML that loads nothing from elsewhere. */
export function emailText(alert: AlertLine): EmailText {
  const heading = `${SEVERITY_MARKS[alert.severity]} ${alert.title}`;
  const happened = alert.text.split('\n');
  const meanwhile = words.meanwhile(alert);
  const when = words.when(alert.at);
  return {
    subject: words.subject(heading),
    text: [
      alert.title,
      '',
      ...happened,
      '',
      when,
      ...(meanwhile.length === 0 ? [] : ['', `${words.meanwhileTitle}:`, ...meanwhile.map((line) => `- ${line}`)]),
      '',
      words.footer,
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
            `<p><strong>${words.meanwhileTitle}:</strong></p>`,
            `<ul>${meanwhile.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`,
          ]),
      `<p style="color: #59636e; font-size: 13px">${words.footer}</p>`,
      '</body></html>',
    ].join('\n'),
  };
}

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

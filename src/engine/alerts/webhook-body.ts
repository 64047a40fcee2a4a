import type { ChannelSettings } from '../../shared/alert-channels';
import type { AlertLine, Severity } from '../../shared/ipc/alerts';
import { dayTime } from '../../shared/messages/pt-BR/moments';
import { SEVERITY_MARKS } from './texts';

/**
 * The JSON of an alert. Teams: an Adaptive Card in the envelope that a workflow "When a Teams webhook request is received" expects.
 * Slack: blocks, with the text that notifications show.
 */
export function webhookBody(alert: AlertLine, format: ChannelSettings<'webhook'>['format']): unknown {
  return format === 'teams' ? teamsBody(alert) : slackBody(alert);
}

const COLOURS: Readonly<Record<Severity, string>> = { critical: 'attention', warning: 'warning', info: 'good' };

function teamsBody(alert: AlertLine): unknown {
  const block = (text: string, more: object = {}): object => ({ type: 'TextBlock', text, wrap: true, ...more });
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: headingOf(alert),
    body: [
      block(escapeCard(headingOf(alert)), { size: 'Medium', weight: 'Bolder', color: COLOURS[alert.severity] }),
      ...alert.text.split('\n').map((line) => block(escapeCard(line))),
      block(signatureOf(alert), { isSubtle: true, size: 'Small' }),
    ],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

const SLACK_TITLE = 150;
const SLACK_TEXT = 3_000;

function slackBody(alert: AlertLine): unknown {
  return {
    text: escapeSlack(`${headingOf(alert)}\n${alert.text}`),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: headingOf(alert).slice(0, SLACK_TITLE), emoji: true } },
      { type: 'section', text: { type: 'plain_text', text: alert.text.slice(0, SLACK_TEXT) } },
      { type: 'context', elements: [{ type: 'plain_text', text: signatureOf(alert) }] },
    ],
  };
}

function headingOf({ severity, title }: AlertLine): string {
  return `${SEVERITY_MARKS[severity]} ${title}`;
}

function signatureOf({ at }: AlertLine): string {
  return `Malote, ${dayTime(at)}`;
}

/** Cards read a part of Markdown: in a path such as `\\servidor\notas_*` nothing may become italics or vanish. */
function escapeCard(text: string): string {
  return text.replace(/[\\*_[\]`#]/g, '\\$&');
}

/** https://api.slack.com/reference/surfaces/formatting#escaping */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

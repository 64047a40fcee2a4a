import type { AlertKind, AlertLine } from '../../ipc/alerts';
import { dayTime } from './moments';

const KEPT = 'O que já chegou está guardado.';
const TESTED_AGAIN = 'A pasta é testada de novo a cada poucos minutos.';

/** What the program does by itself meanwhile; the reader's first question at the desk. */
const MEANWHILE: Partial<Readonly<Record<AlertKind, readonly string[]>>> = {
  'share-down': [
    'Os downloads seguem, e o que falta copiar fica guardado.',
    TESTED_AGAIN,
    'Quando ela voltar, tudo o que esperava é copiado, do mês mais antigo ao mais novo, e outro e-mail avisa.',
  ],
  'spool-full': [
    'As páginas já baixadas estão guardadas neste computador.',
    'Os downloads continuam sozinhos quando houver espaço.',
  ],
  'credentials-refused': [KEPT, 'Nada é perguntado ao SIEG até que a chave seja trocada.'],
  'sieg-down': [
    'O que já chegou está guardado, e as entregas seguem.',
    'De tempos em tempos uma consulta verifica se o SIEG voltou; outro e-mail avisa.',
  ],
  'run-stopped': [KEPT, 'A próxima execução continua de onde esta parou.'],
};

/** Nothing ever waits for the workbook's folder: the list of the last import is used. */
const MEANWHILE_WORKBOOK: readonly string[] = [
  'Os downloads seguem com a última lista de empresas importada.',
  TESTED_AGAIN,
  'Quando ela voltar, outro e-mail avisa.',
];

/** What stands in an alert's e-mail besides the alert. */
export const alertMailMessages = {
  subject: (heading: string): string => `${heading} - Malote`,
  /** @param at ISO 8601 */
  when: (at: string): string => `Horário: ${dayTime(at)}`,
  meanwhileTitle: 'O que o Malote faz enquanto isso',
  meanwhile: ({ kind, root }: Pick<AlertLine, 'kind' | 'root'>): readonly string[] =>
    kind === 'share-down' && root === 'workbook' ? MEANWHILE_WORKBOOK : (MEANWHILE[kind] ?? []),
  footer: 'Aviso automático do Malote. Não é preciso responder.',
  /** What the settings lack, and what a server refused, for the sentences of ALERT_EMAIL_*. */
  missing: {
    host: 'o servidor de e-mail',
    from: 'o remetente',
    to: 'ao menos um destinatário',
    password: 'a senha',
  },
  refused: { addresses: 'o remetente ou um destinatário', mail: 'o aviso' },
  noStatus: 'sem código',
};

import type { Finding } from './types';

type Entry = readonly [severity: Finding['severity'], message: string];

/** Every finding with its severity and sentence; `{detail}` is what was found. */
const FINDINGS = {
  'key-check-digit': ['error', 'O dígito verificador da chave de acesso está errado.'],
  'key-undecodable': ['error', 'A chave de acesso traz um mês que não existe.'],
  'key-state': ['error', 'O estado da chave não é o do documento ({detail}).'],
  'key-month': ['error', 'O mês da chave não é o da emissão ({detail}).'],
  'key-issuer': ['warning', 'O CNPJ ou CPF da chave não é o do emitente ({detail}).'],
  'key-model': ['error', 'O modelo da chave não é o do documento ({detail}).'],
  'key-series': ['error', 'A série da chave não é a do documento ({detail}).'],
  'key-number': ['error', 'O número da chave não é o do documento ({detail}).'],
  'key-emission': ['error', 'O tipo de emissão da chave não é o do documento ({detail}).'],
  'key-random': ['error', 'O código numérico da chave não é o do documento ({detail}).'],
  'protocol-key': ['error', 'O protocolo é de outra chave ({detail}) e por isso não prova a autorização.'],
  'protocol-repeated': ['warning', 'O documento traz mais de um protocolo; vale o primeiro.'],
  'protocol-digest': [
    'error',
    'O resumo (digVal) do protocolo não é o da assinatura: o conteúdo pode ter sido alterado.',
  ],
  'issuer-missing': ['error', 'O documento não traz o CNPJ ou CPF do emitente.'],
  'issuer-check-digit': ['warning', 'O dígito verificador do CNPJ ou CPF do emitente está errado ({detail}).'],
  'recipient-check-digit': ['warning', 'O dígito verificador do CNPJ ou CPF do destinatário está errado ({detail}).'],
  homologation: ['warning', 'Documento de homologação, sem valor fiscal.'],
  'date-missing': ['error', 'O documento não traz uma data de emissão que se possa ler.'],
  'total-missing': ['warning', 'O documento não traz um total que se possa ler.'],
  'total-format': ['warning', 'O total não está na forma do leiaute ({detail}).'],
  'taker-undetermined': ['warning', 'Tomador indeterminado: o documento aponta um grupo que não traz ({detail}).'],
  'group-repeated': ['error', 'O grupo {detail} aparece mais de uma vez; vale o primeiro.'],
  'foreign-group': ['warning', 'O documento traz um grupo {detail} de outro leiaute, que não foi lido.'],
  'event-model': ['warning', 'O evento é de um tipo de documento e a chave é de outro modelo ({detail}).'],
  'event-answer': [
    'error',
    'A resposta do evento é de outro evento ou de outra chave e por isso não prova o registro.',
  ],
} as const satisfies Readonly<Record<string, Entry>>;

export type FindingCode = keyof typeof FINDINGS;

export function finding(code: FindingCode, detail = ''): Finding {
  const [severity, message] = FINDINGS[code];
  return { code, severity, message: message.replace('{detail}', detail) };
}

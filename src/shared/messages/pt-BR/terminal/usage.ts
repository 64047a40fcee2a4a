import { either } from '../numbers';

/** Why a command line is not understood: the reason within the sentence of `CLI_USAGE`. */
export const usageReasons = {
  unknownOption: (option: string): string => `a opção ${option} não existe`,
  unknownCommand: (command: string): string => `o comando ${command} não existe`,
  valueMissing: (option: string): string => `falta o valor da opção ${option}`,
  argumentMissing: (argument: string): string => `falta o argumento ${argument}`,
  argumentsTooMany: (): string => 'há argumentos demais',
  other: 'a linha de comando tem um erro',
  notWithAll: (option: string): string => `${option} não se usa com --all, que já audita, planeja e executa`,
  onlyToPlan: (option: string): string => `${option} só vale com --plan ou --all: o que já foi planejado não muda mais`,
  onlyToRecover: (option: string): string => `${option} só vale com --plan, --execute ou --all`,
  noWholeAudit: 'ainda não há uma auditoria completa; faça uma com "malote audit"',
} as const;

/** Why a value cannot be used: the reason within the sentence of `CLI_VALUE_INVALID`. */
export const valueReasons = {
  month: 'escreva AAAA-MM ou MM/AAAA, com um mês de 01 a 12',
  day: 'escreva um dia que exista, AAAA-MM-DD ou DD/MM/AAAA',
  taxId: 'não é um CNPJ nem um CPF',
  key: 'uma chave de acesso tem 44 caracteres; a da NFS-e nacional, 50',
  choose: (allowed: readonly string[]): string => `escolha ${either(allowed)}`,
  wholeNumber: (least: number, most: number): string =>
    `deve ser um número inteiro de ${String(least)} a ${String(most)}`,
  searchedOnce: 'use só um de --search, --company e --key',
  twoAudits: 'dê os números de duas auditorias',
  auditNumber: 'não é o número de uma auditoria',
} as const;

/** SIEG's credentials, where they are asked for. */
export const credentialMessages = {
  names: { apiKey: 'a chave da API', clientId: 'o Client Id', clientSecret: 'a Secret Key' },
  question: (name: string): string => `Digite ${name} do SIEG:`,
  hidden: '(não aparece na tela)',
} as const;

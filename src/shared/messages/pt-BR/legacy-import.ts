/** What stands against a file of the old system, a sentence each. */
export const legacyFileMessages = {
  badName: 'O nome do arquivo traz um caractere que o Windows não aceita.',
  tooDeep: {
    state: 'O arquivo está aninhado fundo demais para ser um state.json.',
    transaction: 'O arquivo está aninhado fundo demais para ser uma transação.',
  },
  notWhole: 'O arquivo não é JSON inteiro: está cortado ou danificado.',
  noState: 'O arquivo não tem a forma de um state.json.',
  noTransaction: 'O arquivo não tem a forma de uma transação.',
  noKeys: (values: number): string => `${String(values)} valores onde deviam estar chaves não são chaves.`,
  /** @param named the first of them */
  badKeys: (keys: number, named: readonly string[]): string =>
    keys === 1
      ? `1 chave tem o dígito verificador errado e não foi usada: ${named.join(', ')}.`
      : `${String(keys)} chaves têm o dígito verificador errado e não foram usadas: ${named.join(', ')}${more(keys, named)}.`,
  reportOfNothing: 'O nome do relatório não diz de que tipo e mês ele é.',
  reportOfNobody: 'O relatório não é de uma empresa da planilha.',
  /** @param named the first of them @param reason why the first one is of no use */
  badRows: (rows: number, named: readonly number[], reason: string): string =>
    `Linhas do relatório que não serviram: ${named.join(', ')}${more(rows, named)} (${reason}).`,
};

function more(all: number, named: readonly unknown[]): string {
  return all > named.length ? ' …' : '';
}

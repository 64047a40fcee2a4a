import { recoveryLogMessages } from './recovery';

/** What the script of a recovery says to who opens it, in lines without their ends; what it says while it runs is its own. */
export const recoveryScriptMessages = {
  /** @param createdAt ISO 8601 */
  title: (id: number, createdAt: string): string => `Malote: recuperação ${String(id)}, planejada em ${createdAt}`,
  from: recoveryLogMessages.from,
  to: recoveryLogMessages.to,
  /** @param stem with which the names of its files begin */
  explanation: (stem: string): readonly string[] => [
    'Copia o que falta entregar. Nunca sobrescreve, nunca apaga. Com -Simular só mostra o que faria.',
    '',
    'Como rodar (o Windows recusa scripts sem assinatura; o Bypass vale só para esta execução e não muda o computador):',
    '  powershell -NoProfile -ExecutionPolicy Bypass -File "CAMINHO DESTE ARQUIVO" -Simular',
    '  powershell -NoProfile -ExecutionPolicy Bypass -File "CAMINHO DESTE ARQUIVO"',
    '',
    'Cada arquivo é conferido na origem e no destino pelo SHA-256 do registro do Malote, e dito pelo nome:',
    `  ${stem}-resultado.log  o resultado de cada arquivo e a soma (UTF-8)`,
    `  ${stem}-robocopy.log   o que o próprio robocopy escreve (UTF-16)`,
    `  ${stem}.feito.csv      o que foi entregue e conferido, com a hora (UTF-8); outra execução deixa isso de fora, pois o BI pode`,
    '                         já ter recolhido. Para entregar de novo, apague a linha do arquivo, ou o registro inteiro.',
    'Ele lê também os registros dos outros scripts desta pasta (recuperacao-*.feito.csv), e deixa de fora o que algum deles já entregou,',
    'dizendo qual: mantenha na mesma pasta os scripts do Malote e os seus registros.',
    'Código de saída, em bits como os do robocopy: 0 e 1, tudo conferido no destino, agora ou antes (1: algo foi copiado agora);',
    '  4, há outro conteúdo no destino com o mesmo nome; 8, algo falhou, falta, ficou sem prova ou não foi anotado; 16, o script',
    '  não foi até o fim.',
    'Numa pasta que o BI esvazia, o que ficou "Sem prova" pode já ter sido lido, e não está anotado: não rode de novo antes de ver',
    '  isso no BI, ou ele o recebe outra vez.',
    'O que este script copia não fica provado no registro do Malote: a próxima auditoria ainda o nomeia.',
  ],
  /** After the number of those that were looked at. */
  ofThePlan: (files: number): string => `de ${String(files)} arquivos do plano`,
};

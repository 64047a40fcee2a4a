/** Buttons of what a message advises. */
export const advice = {
  retry: 'Tentar de novo',
  logs: 'Abrir os registros (log)',
  shares: 'Ver as pastas',
  run: 'Atualizar o mês',
  deliver: 'Entregar agora',
  import: 'Importar a planilha',
  settings: (part: string): string => `Configurações: ${part}`,
  orphans: {
    audit: 'Abrir a auditoria',
    recovery: 'Abrir a recuperação',
    earlier: 'Ver as recuperações',
    corrections: 'Ver as correções',
    legacy: 'Abrir o sistema anterior',
  },
  label: 'O que fazer',
  clear: (number: number): string => `Limpar as ${String(number)} mensagens`,
};

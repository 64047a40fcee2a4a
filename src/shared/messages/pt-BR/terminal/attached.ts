/** What a command says while another program of Malote holds its workspace, and works for it. */
export const attachedMessages = {
  /** @param title of the job */
  following: (title: string): string =>
    `${title}: isto já está em andamento, a pedido de outro programa do Malote. Acompanhando até o fim; Ctrl+C só deixa de acompanhar.`,
  leaving: 'Deixando de acompanhar; o trabalho continua no outro programa.',
  /** Of `malote service run` where somebody else has the workspace. */
  waitsForHolder: {
    window:
      'A janela do Malote está com esta pasta de trabalho e faz o que está programado. O serviço assume assim que ela fechar; Ctrl+C encerra.',
    service:
      'Outro serviço do Malote está com esta pasta de trabalho e faz o que está programado. Este assume assim que ele parar; Ctrl+C encerra.',
  },
} as const;

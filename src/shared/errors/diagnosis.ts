import { ANSWER, REMARK } from './behaviour';
import { defineErrors } from './define';

/** What a diagnosis finds that no work has met as an error. */
export const diagnosisErrors = defineErrors({
  DIAGNOSIS_FAILED: {
    behaviour: ANSWER,
    sentence: 'Isto não pôde ser verificado: {reason}.',
    action: 'Teste de novo; se repetir, mande ao suporte o arquivo que "malote doctor --archive <ARQUIVO>" grava.',
  },
  DIAGNOSIS_TIMEOUT: {
    behaviour: ANSWER,
    sentence: 'A verificação não terminou em {seconds} segundos.',
    action: 'Teste de novo quando a máquina e a rede estiverem menos ocupadas.',
  },
  DIAGNOSIS_NEEDS_SETTINGS: {
    behaviour: ANSWER,
    sentence: 'Sem configurações completas não se sabe o que verificar aqui.',
    action: 'Corrija primeiro as configurações.',
  },
  DIAGNOSIS_NEEDS_LEDGER: {
    behaviour: ANSWER,
    sentence: 'Sem um banco de dados que se possa ler, isto não se sabe.',
    action: 'Veja primeiro o que se diz do banco de dados.',
  },
  DIAGNOSIS_SETTINGS_BROKEN: {
    behaviour: ANSWER,
    sentence: 'O arquivo de configurações {file} está danificado: {reason}.',
    action:
      'Corrija-o em um editor de texto, ou preencha as configurações de novo na janela, que guarda o danificado com outro nome.',
  },
  DIAGNOSIS_KEY_UNTRIED: {
    behaviour: ANSWER,
    sentence: 'A chave do SIEG não foi testada, porque nenhuma foi informada.',
    action:
      'Informe a chave nas configurações; no terminal, defina a variável MALOTE_SIEG_KEY só para este comando e repita.',
  },
  DIAGNOSIS_CERTIFICATE: {
    behaviour: ANSWER,
    sentence:
      'Quem responde por {host} apresenta um certificado de "{issuer}", em que este computador não confia ({reason}).',
    action:
      'Se for o antivírus ou o proxy do escritório, peça a quem cuida da rede que ponha essa autoridade entre as confiáveis do Windows, ou que deixe o SIEG passar sem inspeção; se ninguém a conhece, não continue.',
  },
  DIAGNOSIS_CLOCK_OFF: {
    behaviour: ANSWER,
    sentence: 'O relógio deste computador está {shift} em relação ao do SIEG.',
    action:
      'Ligue no Windows "Definir horário automaticamente" e sincronize agora: certificados, prazos e o dia das consultas dependem da hora.',
  },
  DIAGNOSIS_HELD: {
    behaviour: REMARK,
    sentence: 'O SIEG pediu uma pausa a esta chave até {until}.',
    action: 'Espere: o Malote continua sozinho depois disso. Se for comum, peça ao SIEG um limite maior.',
  },
  DIAGNOSIS_WORKBOOK_ROWS: {
    behaviour: ANSWER,
    sentence: 'A planilha tem {companies} que servem e {rows} que não servem{example?}.',
    action: 'Corrija essas linhas na planilha e importe-a de novo; as outras empresas já são atendidas.',
  },
  DIAGNOSIS_WORKBOOK_EMPTY: {
    behaviour: ANSWER,
    sentence: 'Nenhuma empresa foi encontrada na planilha.',
    action: 'Confira se é a planilha certa, com uma coluna para o CNPJ, e escolha-a de novo nas configurações.',
  },
  DIAGNOSIS_NO_LEDGER: {
    behaviour: REMARK,
    sentence: 'Esta pasta de trabalho ainda não tem banco de dados.',
    action: 'Ele é criado quando o Malote trabalha pela primeira vez: rode um mês.',
  },
  DIAGNOSIS_OLDER_LEDGER: {
    behaviour: REMARK,
    sentence: 'O banco de dados é da versão {found}; a deste programa é {known}.',
    action: 'Abra o Malote uma vez: ele passa o banco para a versão nova.',
  },
  DIAGNOSIS_LOG_HUGE: {
    behaviour: REMARK,
    sentence: 'O banco de dados guarda {size} de alterações que ainda não foram passadas ao arquivo principal.',
    action:
      'Feche outros programas que leem o malote.db (cópia de segurança, visualizador de banco), feche o Malote e abra-o de novo.',
  },
  DIAGNOSIS_NO_STATISTICS: {
    behaviour: REMARK,
    sentence: 'O banco de dados não tem estatísticas, e as telas podem ficar lentas.',
    action: 'Feche o Malote pela janela e abra-o de novo: ao fechar, ele as atualiza.',
  },
  DIAGNOSIS_HEARTBEAT_FAILED: {
    behaviour: REMARK,
    sentence: 'O monitoramento em {host} não recebeu o sinal de vida: {reason}.',
    action:
      'Confira o endereço do monitoramento nas configurações e a internet do escritório; o Malote tenta de novo sozinho.',
  },
  DIAGNOSIS_PAGE_FAILED: {
    behaviour: REMARK,
    sentence: 'A página de saúde não pôde usar a porta {port} deste computador ({reason}).',
    action: 'Escolha outra porta nas configurações, ou feche o programa que a usa; o Malote tenta de novo sozinho.',
  },
  DIAGNOSIS_ENGINE_SILENT: {
    behaviour: ANSWER,
    sentence: 'O motor do Malote (processo {pid}) não dá sinal há {silence}, e o processo dele ainda existe.',
    action:
      'Feche o Malote; se ele não fechar, encerre esse processo no Gerenciador de Tarefas e abra-o de novo: nada se perde.',
  },
  DIAGNOSIS_ENGINE_DEAD: {
    behaviour: ANSWER,
    sentence: 'O Malote foi encerrado à força: o processo {pid} deu o último sinal há {silence}.',
    action: 'Abra o Malote de novo; ele retoma o que estava em andamento.',
  },
  DIAGNOSIS_ENGINE_ABSENT: {
    behaviour: REMARK,
    sentence: 'Nenhum Malote está observando esta pasta de trabalho.',
    action: 'Abra a janela do Malote, ou deixe "malote service run" em andamento.',
  },
  DIAGNOSIS_SHARE_DOWN: {
    behaviour: REMARK,
    sentence: '{share}: fora do ar desde {since}, pelo que se sabe.',
    action: 'Veja a causa com "malote shares" ou em Compartilhamentos.',
  },
  DIAGNOSIS_RUN_FAILED: {
    behaviour: REMARK,
    sentence: 'A última execução, de {month}, não chegou ao fim por causa de uma falha.',
    action: 'Veja a causa em Histórico e diário e rode esse mês de novo: ele continua de onde parou.',
  },
  DIAGNOSIS_LOCK_DEAD: {
    behaviour: REMARK,
    sentence: '{work} consta como em andamento no processo {pid} de {host}, que não existe mais.',
    action:
      'Inicie o trabalho de novo: ele toma o lugar e continua. Se for comum, procure nos registros por que o programa foi encerrado.',
  },
  DIAGNOSIS_LOCK_SILENT: {
    behaviour: ANSWER,
    sentence: '{work} está em andamento no processo {pid} de {host}, que não dá sinal há {silence}.',
    action:
      'Espere cinco minutos; se continuar assim, encerre esse processo no Gerenciador de Tarefas e inicie o trabalho de novo.',
  },
  DIAGNOSIS_SPOOL_WAITS: {
    behaviour: REMARK,
    sentence: '{pages} do SIEG esperam neste computador pelo acervo ({size}, desde {since}).',
    action:
      'Veja por que o acervo não responde; quando ele voltar, a janela aberta ou a próxima execução arquiva o que espera.',
  },
  DIAGNOSIS_OUTBOX_WAITS: {
    behaviour: REMARK,
    sentence: '{files} esperam para ser entregues ao BI, desde {since}.',
    action: 'Veja como está a pasta de importação e entregue agora, na janela ou com "malote deliver".',
  },
  DIAGNOSIS_FAILURES_WAIT: {
    behaviour: ANSWER,
    sentence: '{files} esperam para ser entregues ao BI, desde {since}, e {failed} já falharam pelo menos uma vez.',
    action:
      'Veja como está a pasta de importação, corrija o que ela diz e entregue agora, na janela ou com "malote deliver".',
  },
  DIAGNOSIS_SCHEDULE_FAILED: {
    behaviour: ANSWER,
    sentence: 'A programação "{title}" não chegou ao fim na última vez ({at}, {state}).',
    action: 'Veja a causa no Painel, aba Programação, e faça de novo dali quando ela estiver resolvida.',
  },
  DIAGNOSIS_SCHEDULE_UNATTENDED: {
    behaviour: ANSWER,
    sentence: 'Há {lines} programadas, e nenhum Malote está aberto para fazê-las.',
    action:
      'Abra a janela do Malote (em Configurações, Neste computador, ela pode abrir com ele), ou deixe "malote service run" em andamento.',
  },
  DIAGNOSIS_CONFLICTS: {
    behaviour: ANSWER,
    sentence: '{files} não foram entregues porque há outro conteúdo com o mesmo nome na pasta de importação.',
    action: 'Abra a auditoria e compare os dois; nada foi sobrescrito.',
  },
  DIAGNOSIS_RECENT_ERRORS: {
    behaviour: REMARK,
    sentence: 'Os registros têm {errors} nas últimas 24 horas; o último: {last}.',
    action: 'Abra os registros (log) e procure o código do erro no guia de operação.',
  },
  DIAGNOSIS_DISK_NEARLY_FULL: {
    behaviour: ANSWER,
    sentence: 'O disco da pasta de trabalho tem só {free} livres.',
    action: 'Libere espaço nesse disco antes que o banco de dados não possa mais ser gravado.',
  },
  DIAGNOSIS_MEMORY_LOW: {
    behaviour: REMARK,
    sentence: 'Restam {free} de memória livre neste computador.',
    action: 'Feche programas que não estão em uso; se for comum, o computador precisa de mais memória.',
  },
});

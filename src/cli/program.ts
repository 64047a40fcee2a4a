import { ALERT_CHANNEL_NAMES, CHANNEL_SECRETS, isSettable, SETTABLE_CHANNELS } from '../shared/alert-channels';
import { SIEG_GENERATION_NAMES } from '../shared/sieg-generations';
import { Option, type Command } from 'commander';
import { acceptFresh, restore } from './commands/ledger';
import { listAlerts, testAlerts, type TestAlertsOptions } from './commands/alerts';
import { audit, type AuditCommandOptions } from './commands/audit';
import { demo, type DemoCommandOptions } from './commands/demo';
import { deliver } from './commands/deliver';
import { importCompanies } from './commands/import-companies';
import { importLegacy, type ImportLegacyOptions } from './commands/import-legacy';
import { journal, parseDay, type JournalCommandOptions } from './commands/journal';
import { orphans, type OrphansCommandOptions } from './commands/orphans';
import { probe } from './commands/probe';
import { recover, type RecoverCommandOptions } from './commands/recover';
import { report, REPORT_FORMATS, type ReportCommandOptions } from './commands/report';
import { run, type RunCommandOptions } from './commands/run';
import { shares, type SharesCommandOptions } from './commands/shares';
import { simulate, type SimulateCommandOptions } from './commands/simulate';
import { status, type StatusCommandOptions } from './commands/status';
import { verify, type VerifyCommandOptions } from './commands/verify';
import { corrections, type CorrectionsCommandOptions } from './commands/corrections';
import { reread, type RereadCommandOptions } from './commands/reread';
import type { CommandResult, CommonOptions, Context } from './context';
import { SECRET_WORDS } from '../shared/messages/pt-BR/alert-channels';
import { either } from '../shared/messages/pt-BR/numbers';
import { RECOVERABLE } from '../shared/audit-categories';
import type { ExitCode } from './exit-codes';
import { credentialsHelp, deadHelp, exitCodesHelp, PortugueseCommand, quirksHelp } from './help';
import {
  collectCompany,
  collectKind,
  collectMonth,
  collectRecoverable,
  numberOrLatest,
  oneOf,
  parseMonth,
  wholeNumber,
} from './values';

const MOST_COMPANIES = 5_000;
const MOST_DOCUMENTS = 100_000;
const MOST_ENTRIES = 100_000;
const LARGEST_SEED = 2 ** 31 - 1;
const LAST_PORT = 65_535;
const FASTEST = 100_000;

/** Those that the settings know first: the others need a window. */
const CHANNELS = [...SETTABLE_CHANNELS, ...ALERT_CHANNEL_NAMES.filter((name) => !isSettable(name))];
const SECRETS_OF_CHANNELS = CHANNEL_SECRETS.map(
  ({ name, variable }) => `${SECRET_WORDS[name].onTerminal} em ${variable}`,
).join(', ');

const WORKSPACE_HELP =
  'pasta de trabalho, num disco deste computador (sem ela: MALOTE_WORKSPACE, ou a pasta de dados deste usuário)';
const MONTH_HELP = 'mês, AAAA-MM ou MM/AAAA (sem ele: o mês anterior até o dia 10; depois, o atual)';
const SHOWN_MONTH_HELP =
  'mês, AAAA-MM ou MM/AAAA (sem ele: o da última execução; antes da primeira, o que ela rodaria)';
const LAST_MONTH_HELP = 'mês, AAAA-MM ou MM/AAAA (sem ele: o último mês completo)';

/** The whole command line. `finish` is told the exit code of the command that ran. */
export function createProgram(context: Context, finish: (code: ExitCode) => void): Command {
  const { host } = context;
  const program = new PortugueseCommand('malote')
    .description('Malote: traz do SIEG todos os XML fiscais do mês, arquiva, entrega ao BI e prova que nada falta.')
    .usage('<comando> [opções]')
    .version(host.version, '-V, --version', 'mostra a versão')
    .helpCommand('help [comando]', 'mostra a ajuda de um comando')
    .addHelpText('after', `${credentialsHelp()}\n${exitCodesHelp()}`);
  program.configureOutput({ writeOut: (text) => host.stdout.write(text), writeErr: (text) => host.stderr.write(text) });
  addDailyCommands(program, context, finish);
  addAuditCommands(program, context, finish);
  addLegacyCommands(program, context, finish);
  addRecoverCommand(program, context, finish);
  addRecordCommands(program, context, finish);
  addLedgerCommands(program, context, finish);
  addInventedCommands(program, context, finish);
  return program;
}

type Finish = (code: ExitCode) => void;

function addDailyCommands(program: Command, context: Context, finish: Finish): void {
  const runCommand = program
    .command('run')
    .description('roda o mês: busca no SIEG, arquiva, entrega e mostra a evidência')
    .option('--month <mês>', MONTH_HELP, parseMonth)
    .option('--company <cnpj>', 'só esta empresa; pode ser repetida', collectCompany)
    .option('--close', 'fecha o mês agora: pede também os relatórios de todas as empresas');
  common(runCommand).action((options: RunCommandOptions) => settle(run(context, options), finish));

  const statusCommand = program
    .command('status')
    .description('mostra como está o mês, empresa por empresa, sem consultar o SIEG')
    .option('--month <mês>', SHOWN_MONTH_HELP, parseMonth);
  common(statusCommand).action((options: StatusCommandOptions) => settle(status(context, options), finish));

  const deliverCommand = program.command('deliver').description('entrega agora o que espera, sem consultar o SIEG');
  common(deliverCommand).action((options: CommonOptions) => settle(deliver(context, options), finish));

  const sharesCommand = program
    .command('shares')
    .description('testa as pastas configuradas e diz como está cada uma')
    .option('--watch', 'continua observando e entregando o que espera, até Ctrl+C; uma linha por mudança');
  common(sharesCommand).action((options: SharesCommandOptions) => settle(shares(context, options), finish));

  const alerts = program
    .command('alerts')
    .description('avisos: o que foi avisado, e por onde')
    .usage('<comando> [opções]')
    .helpCommand(false);
  const listCommand = alerts.command('list', { isDefault: true }).description('mostra os últimos avisos');
  common(listCommand).action((options: CommonOptions) => settle(listAlerts(context, options), finish));
  const testCommand = alerts
    .command('test')
    .description(`envia um aviso de teste (${SECRETS_OF_CHANNELS})`)
    .option(
      '--channel <canal>',
      `${either(CHANNELS)} (sem ele: os que estão ligados nas configurações)`,
      oneOf('--channel', CHANNELS),
    );
  common(testCommand).action((options: TestAlertsOptions) => settle(testAlerts(context, options), finish));

  const companies = program
    .command('companies')
    .description('lista de empresas')
    .usage('<comando> [opções]')
    .helpCommand(false);
  const importCommand = companies
    .command('import')
    .description('lê a lista de empresas da planilha e nomeia as linhas que não servem')
    .argument('[FONTE]', 'arquivo .xlsx ou endereço https (sem ela: a planilha das configurações)');
  common(importCommand)
    .usage('[opções] [FONTE]')
    .action((source: string | undefined, options: CommonOptions) =>
      settle(importCompanies(context, source, options), finish),
    );

  const probeCommand = program
    .command('probe')
    .description('faz uma consulta ao SIEG e diz quem respondeu e se a credencial vale');
  common(probeCommand).action((options: CommonOptions) => settle(probe(context, options), finish));

  const verifyCommand = program
    .command('verify')
    .description('lê de volta cada arquivo do mês e compara com o registro')
    .option('--month <mês>', SHOWN_MONTH_HELP, parseMonth);
  common(verifyCommand).action((options: VerifyCommandOptions) => settle(verify(context, options), finish));
}

function addLegacyCommands(program: Command, context: Context, finish: Finish): void {
  const importCommand = program
    .command('import-legacy')
    .description('importa os dados do sistema anterior: estado, transações, logs e os XMLs que já estão no acervo')
    .argument('<PASTA>', 'pasta em que o sistema anterior guarda estado, transactions e logs (era W:\\)')
    .option('--dry-run', 'só ensaia: lê tudo, não grava nada e diz o que seria importado');
  common(importCommand)
    .usage('[opções] <PASTA>')
    .action((folder: string, options: ImportLegacyOptions) => settle(importLegacy(context, folder, options), finish));
}

function addRecoverCommand(program: Command, context: Context, finish: Finish): void {
  const which = 'número da recuperação, ou latest: a última';
  const recoverCommand = program
    .command('recover')
    .description(
      'planeja, executa e exporta a recuperação do que uma auditoria achou; sem opções, mostra as que já houve',
    )
    .option('--all', 'recupera tudo: audita se for preciso, planeja e executa; retoma o que parou no meio')
    .option('--plan', 'planeja, e mostra o que seria feito')
    .addOption(number('--audit <nº>', 'auditoria de que planejar (sem ela: a última completa)', 1, LARGEST_SEED))
    .option('--category <achado>', `só estes achados: ${RECOVERABLE.join(', ')}; pode ser repetida`, collectRecoverable)
    .option('--company <cnpj>', 'só esta empresa; pode ser repetida', collectCompany)
    .option('--month <mês>', 'só este mês, AAAA-MM ou MM/AAAA; pode ser repetido', collectMonth)
    .option('--kind <tipo>', 'só este tipo de documento (NFe, CTe …); pode ser repetido', collectKind)
    .option('--execute <nº>', `executa ou continua: ${which}`, numberOrLatest('--execute'))
    .addOption(number('--mt <n>', 'arquivos ao mesmo tempo, como em robocopy /MT', 1, 64))
    .addOption(number('--r <n>', 'novas tentativas de cada arquivo, como em robocopy /R', 0, 1_000))
    .addOption(number('--w <s>', 'segundos entre duas tentativas, como em robocopy /W', 0, 3_600))
    .option(
      '--script <nº>',
      `grava o plano como script do PowerShell com robocopy: ${which}`,
      numberOrLatest('--script'),
    )
    .option('--export <formato>', 'grava o plano em uma tabela: csv ou xlsx', oneOf('--export', ['csv', 'xlsx']))
    .option('--list', 'mostra as recuperações que já houve');
  addCorrectionsCommand(program, context, finish);
  addRereadCommand(program, context, finish);
  common(recoverCommand).action((options: RecoverCommandOptions) => settle(recover(context, options), finish));
}

function addCorrectionsCommand(program: Command, context: Context, finish: Finish): void {
  const which = 'número da correção';
  const correctionsCommand = program
    .command('corrections')
    .description(
      'propõe pôr no lugar o que uma auditoria achou fora dele, aplica e desfaz; sem opções, mostra as que já houve',
    )
    .option('--propose', 'propõe, e mostra cada arquivo com a evidência; nada muda ainda')
    .addOption(number('--audit <nº>', 'auditoria de que propor (sem ela: a última completa)', 1, LARGEST_SEED))
    .addOption(number('--show <nº>', `mostra cada arquivo: ${which}`, 1, LARGEST_SEED))
    .addOption(number('--apply <nº>', `aplica ou continua: ${which}`, 1, LARGEST_SEED))
    .addOption(number('--undo <nº>', `põe tudo de volta: ${which}`, 1, LARGEST_SEED))
    .addOption(number('--drop <nº>', `descarta uma proposta: ${which}`, 1, LARGEST_SEED))
    .option('--list', 'mostra as correções que já houve');
  common(correctionsCommand).action((options: CorrectionsCommandOptions) =>
    settle(corrections(context, options), finish),
  );
}

function addRereadCommand(program: Command, context: Context, finish: Finish): void {
  const rereadCommand = program
    .command('reread')
    .description('lê de novo as NFS-e guardadas sem leitura; o que agora se lê passa a contar, onde já está')
    .addOption(number('--undo <nº>', 'desfaz uma releitura: número dela', 1, LARGEST_SEED))
    .option('--list', 'mostra as releituras que já houve');
  common(rereadCommand).action((options: RereadCommandOptions) => settle(reread(context, options), finish));
}

function addAuditCommands(program: Command, context: Context, finish: Finish): void {
  const auditCommand = program
    .command('audit')
    .description('compara o que o SIEG prometeu, o registro, o acervo e as entregas, e nomeia cada diferença')
    .option('--month <mês>', 'só este mês, AAAA-MM ou MM/AAAA; pode ser repetido (sem ele: todos)', collectMonth)
    .option('--company <cnpj>', 'só esta empresa; pode ser repetida', collectCompany)
    .option('--full', 'lê de novo também os arquivos que não mudaram')
    .addOption(number('--resume <nº>', 'continua uma auditoria que parou no meio', 1, LARGEST_SEED))
    .addOption(number('--id <nº>', 'mostra uma auditoria já feita', 1, LARGEST_SEED))
    .option('--compare <nºs...>', 'compara duas auditorias: a mais antiga e a mais nova')
    .option('--list', 'mostra cada achado; sem outra opção, a lista das auditorias feitas');
  common(auditCommand).action((options: AuditCommandOptions) => settle(audit(context, options), finish));

  const orphansCommand = program
    .command('orphans')
    .description('mostra, por empresa, o que está no acervo sem entrega comprovada')
    .option('--month <mês>', 'só este mês, AAAA-MM ou MM/AAAA; pode ser repetido (sem ele: todos)', collectMonth)
    .option('--company <cnpj>', 'só esta empresa; pode ser repetida', collectCompany)
    .addOption(number('--audit <nº>', 'por uma auditoria já feita, sem fazer outra', 1, LARGEST_SEED));
  common(orphansCommand).action((options: OrphansCommandOptions) => settle(orphans(context, options), finish));
}

function addRecordCommands(program: Command, context: Context, finish: Finish): void {
  const journalCommand = program
    .command('journal')
    .description('mostra o diário: o que mudou, quando, por quem e por quê')
    .option('--search <texto>', 'só o que tem este texto no assunto, na ação ou na evidência')
    .option('--company <empresa>', 'só o que diz respeito a esta empresa: CNPJ, pasta ou nome')
    .option('--key <chave>', 'só o que aconteceu com este documento: chave de acesso')
    .option('--from <dia>', 'desde este dia, AAAA-MM-DD ou DD/MM/AAAA', parseDay('--from'))
    .option('--to <dia>', 'até este dia, incluído', parseDay('--to'))
    .addOption(number('--limit <n>', 'quantas entradas, as mais novas (sem ele: 50)', 1, MOST_ENTRIES))
    .option('--export <formato>', 'grava tudo na pasta relatorios: csv ou xlsx', oneOf('--export', ['csv', 'xlsx']));
  common(journalCommand).action((options: JournalCommandOptions) => settle(journal(context, options), finish));

  const reportCommand = program
    .command('report')
    .description('grava a evidência do mês: planilha, página para imprimir ou resumo em cada pasta de empresa')
    .option('--month <mês>', SHOWN_MONTH_HELP, parseMonth)
    .option(
      '--format <formato>',
      'xlsx: planilha; html: página com os SHA-256; resumo: Resumo_Auditoria no acervo (sem ele: xlsx)',
      oneOf('--format', REPORT_FORMATS),
    );
  common(reportCommand).action((options: ReportCommandOptions) => settle(report(context, options), finish));
}

function addLedgerCommands(program: Command, context: Context, finish: Finish): void {
  const ledger = program
    .command('ledger')
    .description('banco de dados danificado ou sumido: restaura uma cópia, ou começa de novo e guarda o danificado')
    .usage('<comando> [opções]')
    .helpCommand(false);
  const restoreCommand = ledger
    .command('restore')
    .description('põe uma cópia de segurança no lugar do banco de dados danificado (que é guardado ao lado) ou sumido')
    .argument('<CÓPIA>', 'arquivo malote.db de uma cópia de segurança');
  common(restoreCommand)
    .usage('[opções] <CÓPIA>')
    .action((copy: string, options: CommonOptions) => settle(restore(context, copy, options), finish));
  const freshCommand = ledger
    .command('accept-fresh')
    .description('começa um banco de dados vazio e guarda o danificado ao lado; o que o BI já leu é entregue de novo');
  common(freshCommand).action((options: CommonOptions) => settle(acceptFresh(context, options), finish));
}

function addInventedCommands(program: Command, context: Context, finish: Finish): void {
  const simulateCommand = program
    .command('simulate')
    .description('abre neste computador um SIEG inventado, para experimentar; Ctrl+C encerra')
    .addOption(number('--companies <n>', 'empresas', 1, MOST_COMPANIES, 12))
    .addOption(number('--documents <n>', 'documentos por empresa, em média', 0, MOST_DOCUMENTS, 60))
    .addOption(number('--seed <n>', 'semente: a mesma dá o mesmo escritório', 0, LARGEST_SEED, 1))
    .addOption(number('--port <porta>', 'porta; 0 deixa o sistema escolher', 0, LAST_PORT, 0))
    .addOption(number('--speed <n>', 'quantas vezes mais rápido passam as esperas e os limites', 1, FASTEST, 1))
    .option(
      '--workbook <arquivo>',
      'onde gravar a planilha de empresas (sem ele: na pasta de --workspace, ou numa temporária)',
    );
  common(invented(simulateCommand, 'none'), 'pasta em que gravar a planilha de empresas').action(
    (options: SimulateCommandOptions) => settle(simulate(context, options), finish),
  );

  const demoCommand = program
    .command('demo')
    .description('demonstra um mês inteiro com um escritório e um SIEG inventados')
    .addOption(number('--companies <n>', 'empresas (sem ele: 12, ou o que a pasta já tem)', 1, MOST_COMPANIES))
    .addOption(
      number(
        '--documents <n>',
        'documentos por empresa, em média (sem ele: 60, ou o que a pasta já tem)',
        0,
        MOST_DOCUMENTS,
      ),
    )
    .addOption(number('--seed <n>', 'semente: a mesma dá o mesmo escritório (sem ela: 1)', 0, LARGEST_SEED))
    .option(
      '--api <geração>',
      'geração da API do SIEG: legacy ou v1 (sem ela: legacy)',
      oneOf('--api', SIEG_GENERATION_NAMES),
      'legacy',
    )
    .addOption(number('--speed <n>', 'quantas vezes mais rápido passam as esperas', 1, FASTEST, 1000));
  common(
    invented(demoCommand, 'all'),
    'pasta que fica e pode ser usada de novo (sem ela: uma pasta temporária nova)',
  ).action((options: DemoCommandOptions) => settle(demo(context, options), finish));
}

async function settle(command: CommandResult, finish: Finish): Promise<void> {
  finish(await command);
}

function common(command: Command, workspaceHelp = WORKSPACE_HELP): Command {
  return command
    .usage('[opções]')
    .option('--json', 'o resultado em uma linha de JSON, a última da saída')
    .option('--workspace <pasta>', workspaceHelp)
    .addOption(new Option('--debug', 'mostra detalhes técnicos de um erro inesperado'));
}

/** Options of an invented office. */
function invented(command: Command, quirks: 'none' | 'all'): Command {
  return command
    .option('--month <mês>', LAST_MONTH_HELP, parseMonth)
    .addOption(number('--giant <n>', 'acrescenta uma empresa com n CT-e', 1, MOST_DOCUMENTS))
    .addOption(number('--municipal <%>', 'de cada cem NFS-e, quantas são municipais (sem ele: nenhuma)', 0, 100))
    .addOption(
      number(
        '--bills <%>',
        'de cada cem NF-e, quantas são contas de comunicação ou de energia (sem ele: nenhuma)',
        0,
        100,
      ),
    )
    .option(
      '--quirks <lista>',
      `manias do SIEG a imitar: none, all ou nomes separados por vírgula (sem ela: ${quirks})`,
      quirks,
    )
    .option(
      '--dead <lista>',
      'o que este SIEG nunca faz: none ou modos separados por vírgula, como day=14,kind=CTe (sem ela: none)',
      'none',
    )
    .addHelpText('after', `${quirksHelp()}\n${deadHelp()}`);
}

/** An option with a whole number; a preset is told in the help. */
function number(flags: string, help: string, least: number, most: number, preset?: number): Option {
  const name = flags.split(' ')[0] ?? flags;
  const option = new Option(flags, preset === undefined ? help : `${help} (sem ele: ${String(preset)})`).argParser(
    wholeNumber(name, least, most),
  );
  return preset === undefined ? option : option.default(preset);
}

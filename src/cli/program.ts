import { ALERT_CHANNEL_NAMES, CHANNEL_SECRETS, isSettable, SETTABLE_CHANNELS } from '../shared/alert-channels';
import { SIEG_GENERATION_NAMES } from '../shared/sieg-generations';
import { Option, type Command } from 'commander';
import { acceptFresh, restore } from './commands/ledger';
import { listAlerts, testAlerts, type TestAlertsOptions } from './commands/alerts';
import { audit, type AuditCommandOptions } from './commands/audit';
import { doctor, type DoctorOptions } from './commands/doctor';
import { health } from './commands/health';
import { demo, type DemoCommandOptions } from './commands/demo';
import {
  backupNow,
  listBackups,
  restoreBackup,
  verifyBackup,
  type CopiesCommandOptions,
  type RestoreCommandOptions,
} from './commands/backup';
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
import {
  addSchedule,
  listSchedule,
  pauseSchedule,
  removeSchedule,
  runScheduleNow,
  type AddScheduleOptions,
} from './commands/schedule';
import {
  installService,
  restartService,
  serviceStatus,
  startService,
  stopService,
  uninstallService,
  validateService,
  type InstallOptions,
} from './commands/service';
import { runService } from './commands/service-run';
import { verify, type VerifyCommandOptions } from './commands/verify';
import { corrections, type CorrectionsCommandOptions } from './commands/corrections';
import { reread, type RereadCommandOptions } from './commands/reread';
import type { CommandResult, CommonOptions, Context } from './context';
import { SECRET_WORDS } from '../shared/messages/pt-BR/alert-channels';
import { commandMessages, optionMessages, valueNames } from '../shared/messages/pt-BR/terminal/commands';
import { RECOVERABLE } from '../shared/audit-categories';
import { keepNow, listGrowth } from './commands/retention';
import { SCHEDULED_WORK_NAMES, type ScheduledWork } from '../shared/schedule';
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
const SECRETS_OF_CHANNELS = CHANNEL_SECRETS.map(({ name, variable }) => ({
  secret: SECRET_WORDS[name].onTerminal,
  variable,
}));

/** The whole command line. `finish` is told the exit code of the command that ran. */
export function createProgram(context: Context, finish: (code: ExitCode) => void): Command {
  const { host } = context;
  const program = new PortugueseCommand('malote')
    .description(commandMessages.malote.about)
    .usage(optionMessages.usage.command)
    .version(host.version, '-V, --version', commandMessages.malote.version)
    .helpCommand(`help [${valueNames.command}]`, commandMessages.malote.helpCommand)
    .addHelpText('after', `${credentialsHelp()}\n${exitCodesHelp()}`);
  program.configureOutput({ writeOut: (text) => host.stdout.write(text), writeErr: (text) => host.stderr.write(text) });
  addDailyCommands(program, context, finish);
  addAuditCommands(program, context, finish);
  addLegacyCommands(program, context, finish);
  addRecoverCommand(program, context, finish);
  addRecordCommands(program, context, finish);
  addLedgerCommands(program, context, finish);
  addScheduleCommands(program, context, finish);
  addBackupCommands(program, context, finish);
  addInventedCommands(program, context, finish);
  return program;
}

type Finish = (code: ExitCode) => void;

function addDailyCommands(program: Command, context: Context, finish: Finish): void {
  const runCommand = program
    .command('run')
    .description(commandMessages.run.about)
    .option(`--month <${valueNames.month}>`, optionMessages.month, parseMonth)
    .option(`--company <${valueNames.taxId}>`, optionMessages.onlyCompany, collectCompany)
    .addOption(number('--limit <n>', commandMessages.schedule.limit, 1, MOST_COMPANIES))
    .option('--close', commandMessages.run.close);
  common(runCommand).action((options: RunCommandOptions) => settle(run(context, options), finish));

  const statusCommand = program
    .command('status')
    .description(commandMessages.status.about)
    .option(`--month <${valueNames.month}>`, optionMessages.shownMonth, parseMonth);
  common(statusCommand).action((options: StatusCommandOptions) => settle(status(context, options), finish));

  const deliverCommand = program.command('deliver').description(commandMessages.deliver.about);
  common(deliverCommand).action((options: CommonOptions) => settle(deliver(context, options), finish));

  const sharesCommand = program
    .command('shares')
    .description(commandMessages.shares.about)
    .option('--watch', commandMessages.shares.watch);
  common(sharesCommand).action((options: SharesCommandOptions) => settle(shares(context, options), finish));

  const alerts = program
    .command('alerts')
    .description(commandMessages.alerts.about)
    .usage(optionMessages.usage.command)
    .helpCommand(false);
  const listCommand = alerts.command('list', { isDefault: true }).description(commandMessages.alerts.list);
  common(listCommand).action((options: CommonOptions) => settle(listAlerts(context, options), finish));
  const testCommand = alerts
    .command('test')
    .description(commandMessages.alerts.test(SECRETS_OF_CHANNELS))
    .option(
      `--channel <${valueNames.channel}>`,
      commandMessages.alerts.channel(CHANNELS),
      oneOf('--channel', CHANNELS),
    );
  common(testCommand).action((options: TestAlertsOptions) => settle(testAlerts(context, options), finish));

  const companies = program
    .command('companies')
    .description(commandMessages.companies.about)
    .usage(optionMessages.usage.command)
    .helpCommand(false);
  const importCommand = companies
    .command('import')
    .description(commandMessages.companies.import)
    .argument(`[${valueNames.source}]`, commandMessages.companies.source);
  common(importCommand)
    .usage(`${optionMessages.usage.options} [${valueNames.source}]`)
    .action((source: string | undefined, options: CommonOptions) =>
      settle(importCompanies(context, source, options), finish),
    );

  const probeCommand = program.command('probe').description(commandMessages.probe.about);
  common(probeCommand).action((options: CommonOptions) => settle(probe(context, options), finish));

  const doctorCommand = program
    .command('doctor')
    .description(commandMessages.doctor.about)
    .option(`--archive <${valueNames.file}>`, commandMessages.doctor.archive)
    .option('--with-companies', commandMessages.doctor.withCompanies);
  common(doctorCommand).action((options: DoctorOptions) => settle(doctor(context, options), finish));

  const retention = program
    .command('retention')
    .description(commandMessages.retention.about)
    .usage(optionMessages.usage.command)
    .helpCommand(false);
  const growthCommand = retention.command('list', { isDefault: true }).description(commandMessages.retention.list);
  common(growthCommand).action((options: CommonOptions) => settle(listGrowth(context, options), finish));
  const keepCommand = retention.command('now').description(commandMessages.retention.now);
  common(keepCommand).action((options: CommonOptions) => settle(keepNow(context, options), finish));

  const healthCommand = program.command('health').description(commandMessages.health.about);
  common(healthCommand).action((options: CommonOptions) => settle(health(context, options), finish));

  const verifyCommand = program
    .command('verify')
    .description(commandMessages.verify.about)
    .option(`--month <${valueNames.month}>`, optionMessages.shownMonth, parseMonth);
  common(verifyCommand).action((options: VerifyCommandOptions) => settle(verify(context, options), finish));
}

function addLegacyCommands(program: Command, context: Context, finish: Finish): void {
  const importCommand = program
    .command('import-legacy')
    .description(commandMessages.importLegacy.about)
    .argument(`<${valueNames.oldFolder}>`, commandMessages.importLegacy.folder)
    .option('--dry-run', commandMessages.importLegacy.dryRun);
  common(importCommand)
    .usage(`${optionMessages.usage.options} <${valueNames.oldFolder}>`)
    .action((folder: string, options: ImportLegacyOptions) => settle(importLegacy(context, folder, options), finish));
}

function addRecoverCommand(program: Command, context: Context, finish: Finish): void {
  const recoverCommand = program
    .command('recover')
    .description(commandMessages.recover.about)
    .option('--all', commandMessages.recover.all)
    .option('--plan', commandMessages.recover.plan)
    .addOption(number(`--audit <${valueNames.number}>`, commandMessages.recover.audit, 1, LARGEST_SEED))
    .option(`--category <${valueNames.category}>`, commandMessages.recover.category(RECOVERABLE), collectRecoverable)
    .option(`--company <${valueNames.taxId}>`, optionMessages.onlyCompany, collectCompany)
    .option(`--month <${valueNames.month}>`, optionMessages.onlyMonth, collectMonth)
    .option(`--kind <${valueNames.kind}>`, commandMessages.recover.kind, collectKind)
    .option(`--execute <${valueNames.number}>`, commandMessages.recover.execute, numberOrLatest('--execute'))
    .addOption(number('--mt <n>', commandMessages.recover.mt, 1, 64))
    .addOption(number('--r <n>', commandMessages.recover.r, 0, 1_000))
    .addOption(number('--w <s>', commandMessages.recover.w, 0, 3_600))
    .option(`--script <${valueNames.number}>`, commandMessages.recover.script, numberOrLatest('--script'))
    .option(`--export <${valueNames.format}>`, commandMessages.recover.export, oneOf('--export', ['csv', 'xlsx']))
    .option('--list', commandMessages.recover.list);
  addCorrectionsCommand(program, context, finish);
  addRereadCommand(program, context, finish);
  common(recoverCommand).action((options: RecoverCommandOptions) => settle(recover(context, options), finish));
}

function addCorrectionsCommand(program: Command, context: Context, finish: Finish): void {
  const correctionsCommand = program
    .command('corrections')
    .description(commandMessages.corrections.about)
    .option('--propose', commandMessages.corrections.propose)
    .addOption(number(`--audit <${valueNames.number}>`, commandMessages.corrections.audit, 1, LARGEST_SEED))
    .addOption(number(`--show <${valueNames.number}>`, commandMessages.corrections.show, 1, LARGEST_SEED))
    .addOption(number(`--apply <${valueNames.number}>`, commandMessages.corrections.apply, 1, LARGEST_SEED))
    .addOption(number(`--undo <${valueNames.number}>`, commandMessages.corrections.undo, 1, LARGEST_SEED))
    .addOption(number(`--drop <${valueNames.number}>`, commandMessages.corrections.drop, 1, LARGEST_SEED))
    .option('--list', commandMessages.corrections.list);
  common(correctionsCommand).action((options: CorrectionsCommandOptions) =>
    settle(corrections(context, options), finish),
  );
}

function addRereadCommand(program: Command, context: Context, finish: Finish): void {
  const rereadCommand = program
    .command('reread')
    .description(commandMessages.reread.about)
    .addOption(number(`--undo <${valueNames.number}>`, commandMessages.reread.undo, 1, LARGEST_SEED))
    .option('--list', commandMessages.reread.list);
  common(rereadCommand).action((options: RereadCommandOptions) => settle(reread(context, options), finish));
}

function addAuditCommands(program: Command, context: Context, finish: Finish): void {
  const auditCommand = program
    .command('audit')
    .description(commandMessages.audit.about)
    .option(`--month <${valueNames.month}>`, optionMessages.onlyMonthOfAll, collectMonth)
    .option(`--company <${valueNames.taxId}>`, optionMessages.onlyCompany, collectCompany)
    .option('--full', commandMessages.audit.full)
    .addOption(number(`--resume <${valueNames.number}>`, commandMessages.audit.resume, 1, LARGEST_SEED))
    .addOption(number(`--id <${valueNames.number}>`, commandMessages.audit.id, 1, LARGEST_SEED))
    .option(`--compare <${valueNames.numbers}...>`, commandMessages.audit.compare)
    .option('--list', commandMessages.audit.list);
  common(auditCommand).action((options: AuditCommandOptions) => settle(audit(context, options), finish));

  const orphansCommand = program
    .command('orphans')
    .description(commandMessages.orphans.about)
    .option(`--month <${valueNames.month}>`, optionMessages.onlyMonthOfAll, collectMonth)
    .option(`--company <${valueNames.taxId}>`, optionMessages.onlyCompany, collectCompany)
    .addOption(number(`--audit <${valueNames.number}>`, commandMessages.orphans.audit, 1, LARGEST_SEED));
  common(orphansCommand).action((options: OrphansCommandOptions) => settle(orphans(context, options), finish));
}

function addRecordCommands(program: Command, context: Context, finish: Finish): void {
  const journalCommand = program
    .command('journal')
    .description(commandMessages.journal.about)
    .option(`--search <${valueNames.text}>`, commandMessages.journal.search)
    .option(`--company <${valueNames.company}>`, commandMessages.journal.company)
    .option(`--key <${valueNames.key}>`, commandMessages.journal.key)
    .option(`--from <${valueNames.day}>`, commandMessages.journal.from, parseDay('--from'))
    .option(`--to <${valueNames.day}>`, commandMessages.journal.to, parseDay('--to'))
    .addOption(number('--limit <n>', commandMessages.journal.limit, 1, MOST_ENTRIES))
    .option(`--export <${valueNames.format}>`, commandMessages.journal.export, oneOf('--export', ['csv', 'xlsx']));
  common(journalCommand).action((options: JournalCommandOptions) => settle(journal(context, options), finish));

  const reportCommand = program
    .command('report')
    .description(commandMessages.report.about)
    .option(`--month <${valueNames.month}>`, optionMessages.shownMonth, parseMonth)
    .option(`--format <${valueNames.format}>`, commandMessages.report.format, oneOf('--format', REPORT_FORMATS));
  common(reportCommand).action((options: ReportCommandOptions) => settle(report(context, options), finish));
}

function addLedgerCommands(program: Command, context: Context, finish: Finish): void {
  const ledger = program
    .command('ledger')
    .description(commandMessages.ledger.about)
    .usage(optionMessages.usage.command)
    .helpCommand(false);
  const restoreCommand = ledger
    .command('restore')
    .description(commandMessages.ledger.restore)
    .argument(`<${valueNames.copy}>`, commandMessages.ledger.copy);
  common(restoreCommand)
    .usage(`${optionMessages.usage.options} <${valueNames.copy}>`)
    .action((copy: string, options: CommonOptions) => settle(restore(context, copy, options), finish));
  const freshCommand = ledger.command('accept-fresh').description(commandMessages.ledger.acceptFresh);
  common(freshCommand).action((options: CommonOptions) => settle(acceptFresh(context, options), finish));
}

function addScheduleCommands(program: Command, context: Context, finish: Finish): void {
  const words = commandMessages.schedule;
  const schedule = program
    .command('schedule')
    .description(words.about)
    .usage(optionMessages.usage.command)
    .helpCommand(false);
  const listCommand = schedule.command('list', { isDefault: true }).description(words.list);
  common(listCommand).action((options: CommonOptions) => settle(listSchedule(context, options), finish));
  const addCommand = schedule
    .command('add')
    .description(words.add)
    .argument(`[${valueNames.work}]`, words.work(SCHEDULED_WORK_NAMES), oneOf(valueNames.work, SCHEDULED_WORK_NAMES))
    .option('--standard', words.standard)
    .option(`--at <${valueNames.hour}>`, words.at)
    .option(`--days <${valueNames.days}>`, words.days)
    .option(`--cron <${valueNames.pattern}>`, words.cron)
    .addOption(number('--limit <n>', words.limit, 1, MOST_COMPANIES));
  common(addCommand)
    .usage(`${optionMessages.usage.options} [${valueNames.work}]`)
    .action((work: ScheduledWork | undefined, options: AddScheduleOptions) =>
      settle(addSchedule(context, work, options), finish),
    );
  const ofLine = (name: string, about: string, work: (id: number, options: CommonOptions) => CommandResult): void => {
    const command = schedule
      .command(name)
      .description(about)
      .argument(`<${valueNames.id}>`, '', wholeNumber(valueNames.id, 1, LARGEST_SEED));
    common(command)
      .usage(`${optionMessages.usage.options} <${valueNames.id}>`)
      .action((id: number, options: CommonOptions) => settle(work(id, options), finish));
  };
  ofLine('pause', words.pause, (id, options) => pauseSchedule(context, id, true, options));
  ofLine('resume', words.resume, (id, options) => pauseSchedule(context, id, false, options));
  ofLine('remove', words.remove, (id, options) => removeSchedule(context, id, options));
  ofLine('run-now', words.runNow, (id, options) => runScheduleNow(context, id, options));

  const service = program
    .command('service')
    .description(commandMessages.service.about)
    .usage(optionMessages.usage.command)
    .helpCommand(false);
  const runCommand = service.command('run').description(commandMessages.service.run);
  common(runCommand).action((options: CommonOptions) => settle(runService(context, options), finish));
  addServiceCommands(service, context, finish);
}

/** Who keeps it running: what the system has for that. */
function addServiceCommands(service: Command, context: Context, finish: Finish): void {
  const words = commandMessages.service;
  const withProgram = (name: string, about: string): Command =>
    common(service.command(name).description(about).option(`--program <${valueNames.file}>`, words.program));
  withProgram('validate', words.validate).action((options: InstallOptions) =>
    settle(validateService(context, options), finish),
  );
  withProgram('install', words.install)
    .option('--print', words.print)
    .action((options: InstallOptions) => settle(installService(context, options), finish));
  const plain = (
    name: string,
    about: string,
    work: (context: Context, options: CommonOptions) => CommandResult,
  ): void => {
    common(service.command(name).description(about)).action((options: CommonOptions) =>
      settle(work(context, options), finish),
    );
  };
  plain('start', words.start, startService);
  plain('stop', words.stop, stopService);
  plain('restart', words.restart, restartService);
  plain('status', words.status, serviceStatus);
  plain('uninstall', words.uninstall, uninstallService);
}

function addBackupCommands(program: Command, context: Context, finish: Finish): void {
  const backup = program
    .command('backup')
    .description(commandMessages.backup.about)
    .usage(optionMessages.usage.command)
    .helpCommand(false);
  const nowCommand = backup.command('now').description(commandMessages.backup.now);
  common(nowCommand).action((options: CommonOptions) => settle(backupNow(context, options), finish));
  const listCommand = backup.command('list').description(commandMessages.backup.list);
  elsewhere(common(listCommand)).action((options: CopiesCommandOptions) =>
    settle(listBackups(context, options), finish),
  );
  const verifyCommand = backup
    .command('verify')
    .description(commandMessages.backup.verify)
    .argument(`[${valueNames.copy}]`, commandMessages.backup.whichOrNewest);
  elsewhere(common(verifyCommand))
    .usage(`${optionMessages.usage.options} [${valueNames.copy}]`)
    .action((id: string | undefined, options: CopiesCommandOptions) =>
      settle(verifyBackup(context, id, options), finish),
    );
  const restoreCommand = backup
    .command('restore')
    .description(commandMessages.backup.restore)
    .argument(`<${valueNames.copy}>`, commandMessages.backup.which)
    .option('--foreign', commandMessages.backup.foreign);
  elsewhere(common(restoreCommand))
    .usage(`${optionMessages.usage.options} <${valueNames.copy}>`)
    .action((id: string, options: RestoreCommandOptions) => settle(restoreBackup(context, id, options), finish));
}

/** Where copies are looked for, when not where the settings say. */
function elsewhere(command: Command): Command {
  return command
    .option(`--from <${valueNames.folder}>`, commandMessages.backup.from)
    .option(`--of <${valueNames.identity}>`, commandMessages.backup.of);
}

function addInventedCommands(program: Command, context: Context, finish: Finish): void {
  const simulateCommand = program
    .command('simulate')
    .description(commandMessages.simulate.about)
    .addOption(number('--companies <n>', commandMessages.invented.companies, 1, MOST_COMPANIES, 12))
    .addOption(number('--documents <n>', commandMessages.invented.documents, 0, MOST_DOCUMENTS, 60))
    .addOption(number('--seed <n>', commandMessages.invented.seed, 0, LARGEST_SEED, 1))
    .addOption(number(`--port <${valueNames.port}>`, commandMessages.simulate.port, 0, LAST_PORT, 0))
    .addOption(number('--speed <n>', commandMessages.simulate.speed, 1, FASTEST, 1))
    .option(`--workbook <${valueNames.file}>`, commandMessages.simulate.workbook);
  common(invented(simulateCommand, 'none'), commandMessages.simulate.workspace).action(
    (options: SimulateCommandOptions) => settle(simulate(context, options), finish),
  );

  const demoCommand = program
    .command('demo')
    .description(commandMessages.demo.about)
    .addOption(number('--companies <n>', commandMessages.demo.companies, 1, MOST_COMPANIES))
    .addOption(number('--documents <n>', commandMessages.demo.documents, 0, MOST_DOCUMENTS))
    .addOption(number('--seed <n>', commandMessages.demo.seed, 0, LARGEST_SEED))
    .option(
      `--api <${valueNames.generation}>`,
      commandMessages.demo.api,
      oneOf('--api', SIEG_GENERATION_NAMES),
      'legacy',
    )
    .addOption(number('--speed <n>', commandMessages.invented.speed, 1, FASTEST, 1000));
  common(invented(demoCommand, 'all'), commandMessages.demo.workspace).action((options: DemoCommandOptions) =>
    settle(demo(context, options), finish),
  );
}

async function settle(command: CommandResult, finish: Finish): Promise<void> {
  finish(await command);
}

function common(command: Command, workspaceHelp: string = optionMessages.workspace): Command {
  return command
    .usage(optionMessages.usage.options)
    .option('--json', optionMessages.json)
    .option(`--workspace <${valueNames.folder}>`, workspaceHelp)
    .addOption(new Option('--debug', optionMessages.debug));
}

/** Options of an invented office. */
function invented(command: Command, quirks: 'none' | 'all'): Command {
  return command
    .option(`--month <${valueNames.month}>`, optionMessages.lastMonth, parseMonth)
    .addOption(number('--giant <n>', commandMessages.invented.giant, 1, MOST_DOCUMENTS))
    .addOption(number('--municipal <%>', commandMessages.invented.municipal, 0, 100))
    .addOption(number('--bills <%>', commandMessages.invented.bills, 0, 100))
    .option(`--quirks <${valueNames.list}>`, commandMessages.invented.quirks(quirks), quirks)
    .option(`--dead <${valueNames.list}>`, commandMessages.invented.dead, 'none')
    .addHelpText('after', `${quirksHelp()}\n${deadHelp()}`);
}

/** An option with a whole number; a preset is told in the help. */
function number(flags: string, help: string, least: number, most: number, preset?: number): Option {
  const name = flags.split(' ')[0] ?? flags;
  const option = new Option(
    flags,
    preset === undefined ? help : optionMessages.unlessGiven(help, String(preset)),
  ).argParser(wholeNumber(name, least, most));
  return preset === undefined ? option : option.default(preset);
}

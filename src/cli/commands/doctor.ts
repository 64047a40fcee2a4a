import { join, resolve } from 'node:path';
import { archiveForSupport, diagnoseWorkspace, type DiagnosedPlace } from '../../engine';
import type { DiagnosisLine } from '../../shared/ipc/diagnosis';
import { DIAGNOSIS_TITLES, diagnosisSummary, supportArchiveWords } from '../../shared/messages/pt-BR/diagnosis';
import { doctorMessages } from '../../shared/messages/pt-BR/terminal/doctor';
import { isErrorCode, isMaloteError } from '../../shared/errors';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, exitCodeOf, type ExitCode } from '../exit-codes';
import { columnsOf, writeLines } from '../host';
import { createReporter } from '../reporter';
import { credentialsOnce } from '../secrets';
import { cancellable } from '../session';
import { renderDiagnosis } from '../text/doctor';
import { styleFor } from '../text/style';
import { resolveWorkspace, stateFolder, wantWorkspace } from '../workspace';
import type { SiegGeneration } from '../../shared/sieg-generations';

export interface DoctorOptions extends CommonOptions {
  readonly archive?: string;
  readonly withCompanies?: boolean;
}

/** `malote doctor`: looks at everything that the work depends on, and says of each thing how it is and what to do. Changes nothing. */
export async function doctor(context: Context, options: DoctorOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  await wantWorkspace(workspace);
  const place = diagnosedPlace(context, workspace);
  const reporter = createReporter(host);
  if (options.json !== true) reporter.say(doctorMessages.looking(workspace));
  const lines = await cancellable(context, reporter, (signal) => diagnoseWorkspace(place, { signal })).finally(() => {
    reporter.close();
  });
  if (options.archive !== undefined) await archive(context, place, lines, options);
  if (options.json === true) writeJson(host, { workspace, at: host.now().toISOString(), lines: lines.map(withTitle) });
  else {
    const shown = { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout) };
    writeLines(host.stdout, [...renderDiagnosis(lines, shown), '', diagnosisSummary(lines)]);
  }
  return exitCodeOfDiagnosis(lines);
}

/** Written before anything is shown: what cannot be written is what ends the command. @throws MaloteError CLI_CANNOT_WRITE */
async function archive(
  { host, redactor }: Context,
  place: DiagnosedPlace,
  lines: readonly DiagnosisLine[],
  { archive: path = '', withCompanies = false }: DoctorOptions,
): Promise<void> {
  const file = resolve(path);
  await archiveForSupport(place, { file, lines, withCompanies, redact: (text) => redactor.redact(text) });
  writeLines(host.stderr, [supportArchiveWords.written(file)]);
}

function withTitle(line: DiagnosisLine): DiagnosisLine & { readonly title: string } {
  return { title: DIAGNOSIS_TITLES[line.item], ...line };
}

/** What is diagnosed: nobody is asked for a key, since this is what a person runs who has trouble with everything else. */
export function diagnosedPlace(context: Context, workspace: string): DiagnosedPlace {
  const { host, redactor } = context;
  return {
    workspace,
    version: host.version,
    stateFolder: stateFolder(host),
    reader: host.reader,
    openRoot: host.openRoot,
    log: join(workspace, 'logs', 'malote.log'),
    credentials: async (address, generation: SiegGeneration) => {
      const asked = credentialsOnce({
        secrets: context.secrets,
        generation,
        host: { env: host.env, canAsk: false, askSecret: () => Promise.resolve('') },
        hide: (secret) => {
          redactor.add(secret);
        },
      });
      return asked(address).catch((error: unknown) => {
        if (isMaloteError(error, 'CLI_KEY_MISSING')) return null;
        throw error;
      });
    },
  };
}

/** What has to be mended before anything else can be done comes first. */
const GRAVEST: readonly ExitCode[] = [
  ...[EXIT.ledgerDamaged, EXIT.configuration, EXIT.storage, EXIT.authentication, EXIT.siegUnreachable, EXIT.unexpected],
];

/** The worst of the faults; `gaps` where something needs attention or could not be looked at. */
export function exitCodeOfDiagnosis(lines: readonly Pick<DiagnosisLine, 'status' | 'code'>[]): ExitCode {
  const faults = new Set(
    lines.flatMap(({ status, code }) =>
      status === 'fault' && code !== null && isErrorCode(code) ? [exitCodeOf(code)] : [],
    ),
  );
  const gravest = GRAVEST.find((code) => faults.has(code));
  if (gravest !== undefined) return gravest;
  return lines.every(({ status }) => status === 'ok') ? EXIT.complete : EXIT.gaps;
}

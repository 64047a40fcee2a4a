import { createRedactor } from '../engine';
import type { Context } from './context';
import { fromCredentialFiles } from './credential-files';
import { EXIT, type ExitCode } from './exit-codes';
import { reportFailure } from './failure';
import type { Host } from './host';
import { createProgram } from './program';
import { refuseSecretArguments, takeAlertSecrets, takeSecrets } from './secrets';

/** What can be a path only: a person who typed it has to find it again in what is said of it. */
const PATH = /^(?:[A-Za-z]:)?[\\/.].*[\\/]/;

/** Runs one command line (without node and script). Never throws; every failure is told and becomes an exit code. */
export async function runCli(argv: readonly string[], host: Host): Promise<ExitCode> {
  fromCredentialFiles(host.env);
  const secrets = takeSecrets(host.env);
  const alertSecrets = takeAlertSecrets(host.env);
  const known = [...Object.values<string>({ ...secrets }), ...Object.values<string>({ ...alertSecrets })];
  const redactor = createRedactor(
    known.filter((secret) => secret !== ''),
    argv.filter((typed) => PATH.test(typed)),
  );
  const context: Context = { host, secrets, alertSecrets, redactor };
  let exitCode: ExitCode = EXIT.complete;
  try {
    refuseSecretArguments(argv);
    await createProgram(context, (code) => (exitCode = code)).parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    const options = {
      json: argv.includes('--json'),
      debug: argv.includes('--debug'),
      redact: (text: string) => redactor.redact(text),
    };
    return reportFailure(error, host, options);
  }
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { environmentFor, type ServiceDefinition } from '../../../../src/cli/service/definition';
import { readUnit, unitText } from '../../../../src/cli/service/systemd-unit';
import { readMappedDrives } from '../../../../src/cli/service/task-scheduler';
import { taskFile, taskXml, windowsArgument } from '../../../../src/cli/service/task-xml';

const definition: ServiceDefinition = {
  workspace: '/srv/malote/100% do escritório',
  command: ['/usr/bin/node', '/opt/malote/cli.js', 'service', 'run', '--workspace', '/srv/malote/100% do escritório'],
  environment: { UV_THREADPOOL_SIZE: '16' },
  credentials: [{ name: 'MALOTE_SIEG_KEY', file: '/etc/malote/credentials/MALOTE_SIEG_KEY', encrypted: false }],
  account: '1000',
};

/** Anything that a path or an argument may hold on Linux, but for the NUL that none holds. */
const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => !/[\0\r]/.test(text));

describe('a unit of systemd', () => {
  it('starts, word by word, what it was made of', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), word, (command, value) => {
        const environment = { XDG_DATA_HOME: value };
        const read = readUnit(unitText({ ...definition, command, environment }, { scope: 'user', version: 252 }));
        expect(read).toEqual({ command, environment, workspace: definition.workspace });
      }),
    );
  });

  it.each(['user', 'system'] as const)('holds each setting once, in its section, of scope %s', (scope) => {
    const text = unitText(definition, { scope, version: 255 });
    const sections = [...text.matchAll(/^\[(\w+)\]$/gm)].map(([, name]) => name);
    expect(sections).toEqual(['Unit', 'Service', 'Install']);
    const names = text.split('\n').flatMap((line) => (/^(\w+)=/.exec(line) ?? []).slice(1));
    expect(new Set(names).size).toBe(names.length);
    for (const line of text.split('\n')) expect(line).toMatch(/^(#.*|\[\w+\]|\w+=.+|)$/);
    expect(text).toContain('Restart=always\nRestartSec=5\nRestartSteps=2\nRestartMaxDelaySec=30\n');
    expect(text.includes('User=1000')).toBe(scope === 'system');
    expect(unitText(definition, { scope, version: 252 })).not.toContain('RestartSteps');
  });

  it.skipIf(!existsSync('/usr/bin/systemd-analyze'))('passes systemd’s own examination', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'malote-unit-'));
    try {
      const command = [process.execPath, '/opt/a "b" $HOME %h\\c/cli.js', 'service', 'run'];
      const made = { ...definition, command, workspace: folder, credentials: [], account: '0' };
      const file = join(folder, 'malote.service');
      await writeFile(file, unitText(made, { scope: 'system', version: 252 }));
      const said = await new Promise<string>((resolve) => {
        execFile('systemd-analyze', ['verify', '--man=no', file], (_error, stdout, stderr) => {
          resolve(stdout + stderr);
        });
      });
      // it also tells of the machine's own units
      expect(said.split('\n').filter((line) => line.includes('malote.service'))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('gets of the environment what is no secret, an address with a password in it left out', () => {
    expect(
      environmentFor({
        PATH: '/usr/bin',
        MALOTE_SIEG_KEY: 'canario',
        XDG_DATA_HOME: '/dados',
        HTTPS_PROXY: 'http://ana:segredo@proxy:3128',
        NO_PROXY: 'localhost',
      }),
    ).toEqual({ UV_THREADPOOL_SIZE: '16', XDG_DATA_HOME: '/dados', NO_PROXY: 'localhost' });
  });
});

/** Elements of [MS-TSCH] 2.5 that a task of ours has, each with its children in the order in which Windows writes them. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  Task: ['RegistrationInfo', 'Triggers', 'Principals', 'Settings', 'Actions'],
  RegistrationInfo: ['Author', 'Description'],
  Triggers: ['BootTrigger'],
  BootTrigger: ['Enabled', 'Delay'],
  Principals: ['Principal'],
  Principal: ['UserId', 'LogonType', 'RunLevel'],
  Settings: [
    ...['MultipleInstancesPolicy', 'DisallowStartIfOnBatteries', 'StopIfGoingOnBatteries', 'AllowHardTerminate'],
    ...['StartWhenAvailable', 'RunOnlyIfNetworkAvailable', 'AllowStartOnDemand', 'Enabled', 'Hidden', 'RunOnlyIfIdle'],
    ...['WakeToRun', 'ExecutionTimeLimit', 'Priority', 'RestartOnFailure'],
  ],
  RestartOnFailure: ['Interval', 'Count'],
  Actions: ['Exec'],
  Exec: ['Command', 'Arguments', 'WorkingDirectory'],
};

/** What an XML holds: children by element, and the text of those without any. @throws where it is not well-formed */
function parsed(xml: string): { children: Record<string, string[]>; texts: Record<string, string> } {
  const [children, texts, open]: [Record<string, string[]>, Record<string, string>, string[]] = [{}, {}, []];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ local, uri }) => {
    expect(uri).toBe('http://schemas.microsoft.com/windows/2004/02/mit/task');
    const above = open.at(-1);
    if (above !== undefined) (children[above] ??= []).push(local);
    open.push(local);
  });
  parser.on('text', (text) => {
    const path = open.join('/');
    if (text.trim() !== '') texts[path] = `${texts[path] ?? ''}${text}`;
  });
  parser.on('closetag', () => open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return { children, texts };
}

describe('a task of Windows', () => {
  const program = String.raw`C:\Users\Conceição & Cia\AppData\Local\Programs\Malote\Malote.exe`;
  const task = { ...definition, command: [program, '--service'], account: String.raw`ESCRITORIO\conceição` };

  it('has the elements that the scheduler knows, in its order', () => {
    const { children, texts } = parsed(taskXml(task));
    expect(children).toEqual(ORDER);
    expect(texts).toMatchObject({
      'Task/Principals/Principal/UserId': String.raw`ESCRITORIO\conceição`,
      'Task/Principals/Principal/LogonType': 'Password',
      'Task/Principals/Principal/RunLevel': 'LeastPrivilege',
      'Task/Settings/MultipleInstancesPolicy': 'IgnoreNew',
      'Task/Settings/ExecutionTimeLimit': 'PT0S',
      'Task/Settings/StopIfGoingOnBatteries': 'false',
      'Task/Settings/StartWhenAvailable': 'true',
      'Task/Settings/RestartOnFailure/Interval': 'PT1M',
      'Task/Actions/Exec/Command': program,
      'Task/Actions/Exec/Arguments': '--service',
      'Task/Actions/Exec/WorkingDirectory': String.raw`C:\Users\Conceição & Cia\AppData\Local\Programs\Malote`,
    });
  });

  it('is well-formed whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const name = text.replaceAll(/[\0-\x1f]/g, '').trim();
        const { texts } = parsed(taskXml({ ...task, account: `A${name}` }));
        expect(texts['Task/Principals/Principal/UserId']).toBe(`A${name}`);
      }),
    );
  });

  it('is a file of UTF-16 with its mark', () => {
    const file = taskFile(taskXml(task));
    expect([...file.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    expect(file.toString('utf16le').slice(1)).toBe(taskXml(task));
  });

  it.each([
    ['--service', '--service'],
    ['com espaço', '"com espaço"'],
    ['', '""'],
    [String.raw`C:\a b` + '\\', String.raw`"C:\a b\\"`],
    ['diz "sim"', String.raw`"diz \"sim\""`],
    [String.raw`\"`, String.raw`"\\\""`],
  ])('has an argument %j as %s', (argument, written) => {
    expect(windowsArgument(argument)).toBe(written);
  });
});

it('reads what Windows has on record of its drive letters', () => {
  const said = [
    '',
    String.raw`HKEY_CURRENT_USER\Network\Y`,
    String.raw`    RemotePath    REG_SZ    \\servidor\acervo fiscal`,
    '',
    String.raw`HKEY_CURRENT_USER\Network\z`,
    String.raw`    RemotePath    REG_SZ    \\servidor\import`,
    '',
    'Fim da pesquisa: 2 correspondência(s) encontrada(s).',
  ].join('\r\n');
  expect(readMappedDrives(said)).toEqual({ Y: String.raw`\\servidor\acervo fiscal`, Z: String.raw`\\servidor\import` });
  expect(readMappedDrives('ERRO: o sistema não encontrou a chave')).toEqual({});
});

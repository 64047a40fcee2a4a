import { win32 } from 'node:path';
import { serviceMessages as words } from '../../shared/messages/pt-BR/terminal/service';
import type { ServiceDefinition } from './definition';

/**
 * A task of Windows' Task Scheduler ([MS-TSCH] 2.5), of version 1.4 (Windows 10): begun with the computer, under an account whose
 * password Windows keeps, since a logon without one (S4U) reaches no share (docs/decisions/0042-service.md). Elements stand in the order
 * in which Windows itself writes them.
 */

const NAMESPACE = 'http://schemas.microsoft.com/windows/2004/02/mit/task';
/** The shortest that there is, and the most; what is to be back sooner is kept by the program itself. */
const RESTART = { interval: 'PT1M', count: 255 };

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** As CommandLineToArgvW takes it apart: backslashes count double before a quote. */
export function windowsArgument(argument: string): string {
  if (argument !== '' && !/[\s"]/.test(argument)) return argument;
  return `"${argument.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

export function taskXml({ command: [program = '', ...args], account }: ServiceDefinition): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.4" xmlns="${NAMESPACE}">
  <RegistrationInfo>
    <Author>Malote</Author>
    <Description>${escaped(words.taskDescription)}</Description>
  </RegistrationInfo>
  <Triggers>
    <BootTrigger>
      <Enabled>true</Enabled>
      <Delay>PT30S</Delay>
    </BootTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${escaped(account ?? '')}</UserId>
      <LogonType>Password</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>${RESTART.interval}</Interval>
      <Count>${String(RESTART.count)}</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escaped(program)}</Command>
      <Arguments>${escaped(args.map(windowsArgument).join(' '))}</Arguments>
      <WorkingDirectory>${escaped(win32.dirname(program))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`.replaceAll('\n', '\r\n');
}

/** As `schtasks` wants it: UTF-16, lowest byte first, with its mark. */
export function taskFile(xml: string): Buffer {
  return Buffer.from(`\uFEFF${xml}`, 'utf16le');
}

import os from 'node:os';
import { MaloteError } from '../../../shared/errors';
import { diagnosisFound } from '../../../shared/messages/pt-BR/diagnosis';
import { sizeWords } from '../../../shared/messages/pt-BR/numbers';
import { inOrder, troubled, type Found } from '../line';
import { THIS_MACHINE, type DiagnosisMachine, type DiagnosisPlace } from '../place';
import type { Sights } from '../sights';

/** A run writes some hundred megabytes of ledger and log; below the second it may not end. */
const LITTLE_DISK_BYTES = 5 * 1024 ** 3;
const NO_DISK_BYTES = 512 * 1024 ** 2;
const LITTLE_MEMORY_BYTES = 400 * 1024 ** 2;

/** The computer that the workspace lies on, and what runs here. */
export async function lookAtMachine({ place }: Sights): Promise<readonly Found[]> {
  const { machine = THIS_MACHINE } = place;
  return [await diskLine(place, machine), memoryLine(machine), programLine(place)];
}

async function diskLine({ workspace }: DiagnosisPlace, machine: DiagnosisMachine): Promise<Found> {
  const free = await machine.freeBytes(workspace);
  const facts = { freeBytes: free, workspace };
  if (free >= LITTLE_DISK_BYTES) return inOrder('disk', diagnosisFound.disk(workspace, free), facts);
  const error = new MaloteError('DIAGNOSIS_DISK_NEARLY_FULL', { free: sizeWords(free) });
  return troubled('disk', free < NO_DISK_BYTES ? 'fault' : 'warning', error, facts);
}

function memoryLine({ memory }: DiagnosisMachine): Found {
  const { free, total, own } = memory();
  const facts = { freeBytes: free, totalBytes: total, ownBytes: own };
  if (free >= LITTLE_MEMORY_BYTES) return inOrder('memory', diagnosisFound.memory(free, total, own), facts);
  return troubled('memory', 'warning', new MaloteError('DIAGNOSIS_MEMORY_LOW', { free: sizeWords(free) }), facts);
}

function programLine({ version }: DiagnosisPlace): Found {
  const { node } = process.versions;
  const electron = 'electron' in process.versions ? process.versions.electron : null;
  const runtime = electron === null ? `Node ${node}` : `Electron ${electron} (Node ${node})`;
  const system = `${os.type()} ${os.release()} ${os.arch()}`;
  return inOrder('program', diagnosisFound.program(version, runtime, system), {
    version,
    node,
    electron,
    system,
  });
}

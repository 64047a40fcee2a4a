import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Taken {
  readonly name: string;
  readonly sha256: string;
}

/** The program that empties the import folder. */
export class BiProgram {
  /** Contents in the order in which they were taken, by name. */
  readonly taken = new Map<string, string[]>();

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message: Taken | 'open') => {
      if (message !== 'open') this.taken.set(message.name, [...(this.taken.get(message.name) ?? []), message.sha256]);
    });
  }

  static async open(): Promise<BiProgram> {
    const child = fork(join(import.meta.dirname, 'bi-process.mjs'));
    const program = new BiProgram(child);
    await once(child, 'message');
    return program;
  }

  /** Names that it found a second time. */
  get doubles(): number {
    return [...this.taken.values()].filter((all) => all.length > 1).length;
  }

  close(): void {
    this.child.kill('SIGKILL');
  }
}

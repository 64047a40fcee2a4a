import { execFile, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rmdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { driverProgram } from './driver';
import { planText } from './faults';
import type { ErrnoName, Fault, FaultOp, Room } from './faults';

const run = promisify(execFile);

export interface FaultMountOptions {
  /** Where the files really lie. */
  readonly backing: string;
  /** Where programs see them; made when it is missing. */
  readonly point: string;
  /**
   * How long the kernel may remember names and attributes. Default 0: every call of a program comes through and meets the faults.
   * 1 is what a network mount does, for measuring.
   */
  readonly cacheSeconds?: number;
}

export type Calls = Readonly<Record<FaultOp, number>>;

type Driver = ChildProcessByStdio<Writable, Readable, null>;

/**
 * A real mount of a folder whose calls fail, hang, wait or run out of room as a test says. Faults add up until `release` (hangs)
 * or `heal` (all); each method resolves when the driver has them in force. The mount goes with this process, however it ends.
 */
export class FaultMount {
  readonly backing: string;
  readonly point: string;
  readonly #cacheSeconds: number;
  #driver: Driver | null = null;
  #lines: Interface | null = null;
  #faults: readonly Fault[] = [];
  #room: Room | null = null;
  /** Questions to the driver, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor({ backing, point, cacheSeconds = 0 }: FaultMountOptions) {
    this.backing = backing;
    this.point = point;
    this.#cacheSeconds = cacheSeconds;
  }

  static async open(options: FaultMountOptions): Promise<FaultMount> {
    const mount = new FaultMount(options);
    await mkdir(options.point, { recursive: true });
    await mount.reconnect();
    return mount;
  }

  /** In place of whatever is in force. */
  async set(faults: readonly Fault[]): Promise<void> {
    this.#faults = faults;
    await this.#apply();
  }

  /** Calls stay under way until `release`. */
  hang(ops?: readonly FaultOp[], more: Pick<Fault, 'name' | 'isStubborn'> = {}): Promise<void> {
    return this.#add({ hang: true, ...more }, ops);
  }

  /** What hangs goes on as if nothing had been. */
  release(): Promise<void> {
    return this.set(this.#faults.filter(({ hang }) => hang !== true));
  }

  latency(ms: number, ops?: readonly FaultOp[]): Promise<void> {
    return this.#add({ latencyMs: ms }, ops);
  }

  /** Every call of this kind fails. */
  errno(
    op: FaultOp | readonly FaultOp[] | 'every',
    code: ErrnoName,
    more: Pick<Fault, 'name' | 'times'> = {},
  ): Promise<void> {
    return this.#add({ errno: code, ...more }, op === 'every' ? undefined : [op].flat());
  }

  /** The first `n` calls of this kind go through, the others fail. */
  failAfter(op: FaultOp, n: number, code: ErrnoName = 'EHOSTDOWN'): Promise<void> {
    return this.#add({ errno: code, after: n }, [op]);
  }

  /** One bit of everything written to files of this name is turned, silently. */
  corrupt(name?: string): Promise<void> {
    return this.#add({ corrupt: true, ...(name === undefined ? {} : { name }) }, ['write']);
  }

  /** Only so many more bytes fit; what is deleted makes room. */
  async full(bytes = 0, shows: 'write' | 'flush' = 'write'): Promise<void> {
    this.#room = { bytes, shows };
    await this.#apply();
  }

  /** Every write is refused, as on a file system mounted read-only. */
  readOnly(): Promise<void> {
    return this.#add({ errno: 'EROFS' }, [
      ...(['mkdir', 'unlink', 'rmdir', 'rename', 'link', 'symlink'] as const),
      ...(['chmod', 'chown', 'truncate', 'utimens', 'create', 'write'] as const),
    ]);
  }

  /** No fault and no lack of room any more. */
  async heal(): Promise<void> {
    this.#room = null;
    await this.set([]);
  }

  /** How often the driver was called since the last time, by kind. */
  async calls(): Promise<Calls> {
    const line = await this.#ask('counts\n');
    const pairs = line.split(' ').slice(1);
    return Object.fromEntries(pairs.map((pair) => [pair.split('=')[0], Number(pair.split('=')[1])])) as Calls;
  }

  /** The server is gone: ENOTCONN for what is under way and for all that follows. */
  async drop(): Promise<void> {
    const driver = this.#driver;
    if (driver === null) return;
    // first the signal: a driver that sees its input end would take the mount along
    driver.kill('SIGKILL');
    this.#forget();
    // whoever waits for the end is kept from ending himself
    driver.ref();
    if (driver.exitCode === null && driver.signalCode === null) await once(driver, 'exit');
  }

  /** The mount is taken away: its empty mount point, on the local disk, is what programs see. */
  async unmount(): Promise<void> {
    await this.drop();
    await run('umount', ['--lazy', this.point]).catch(() => undefined);
  }

  /** The server is back after `drop` or `unmount`: mounted again at the same point, with the faults as they were. */
  async reconnect(): Promise<void> {
    await this.unmount();
    const program = await driverProgram();
    const driver = spawn(program, [this.backing, this.point, String(this.#cacheSeconds)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    driver.stdin.on('error', () => undefined);
    driver.unref();
    this.#driver = driver;
    this.#lines = createInterface({ input: driver.stdout });
    await this.#nextLine(driver, this.#lines);
    await this.#apply();
  }

  /** Ends the driver, whatever hangs, and removes the mount point. */
  async close(): Promise<void> {
    await this.unmount();
    await rmdir(this.point);
  }

  #add(fault: Fault, ops: readonly FaultOp[] | undefined): Promise<void> {
    return this.set([...this.#faults, { ...fault, ...(ops === undefined ? {} : { ops }) }]);
  }

  async #apply(): Promise<void> {
    await this.#ask(planText(this.#faults, this.#room));
  }

  #ask(text: string): Promise<string> {
    const [driver, lines] = [this.#driver, this.#lines];
    if (driver === null || lines === null) return Promise.resolve('');
    const answer = this.#turn.then(() => {
      const line = this.#nextLine(driver, lines);
      driver.stdin.write(text);
      return line;
    });
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #nextLine(driver: Driver, lines: Interface): Promise<string> {
    const ended = new AbortController();
    const { signal } = ended;
    const line = once(lines, 'line', { signal }) as Promise<[string]>;
    const exit = once(driver, 'exit', { signal }).then(() => {
      throw new Error('the fault mount ended by itself');
    });
    try {
      return (await Promise.race([line, exit]))[0];
    } finally {
      line.catch(() => undefined);
      exit.catch(() => undefined);
      ended.abort();
    }
  }

  #forget(): void {
    this.#lines?.close();
    this.#driver?.stdin.destroy();
    this.#driver = null;
    this.#lines = null;
  }
}

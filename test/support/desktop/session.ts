import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { promisify } from 'node:util';

const here = import.meta.dirname;
const run = promisify(execFile);

export interface TrayItem {
  readonly tooltip: string;
  /** Pixels of its image in each size, in hexadecimal. */
  readonly icons: readonly string[];
  readonly menu: readonly { readonly label: string; readonly enabled: boolean; readonly type: string }[];
}

export interface ShownNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

export interface DesktopParts {
  /** Whether the desktop shows tray items. */
  readonly tray?: boolean;
  /** Whether it shows notifications. */
  readonly notifications?: boolean;
  /** Whether it keeps secrets. */
  readonly keyring?: boolean;
}

/**
 * A desktop of its own for one program: a session bus, a notification server (dunst), a tray (watcher.py) and a key ring. It needs a screen, and
 * the packages that `scripts/lib/debian.mjs` lists for it.
 */
export class DesktopSession {
  readonly #processes: ChildProcessWithoutNullStreams[];
  #tray: Conversation | null = null;

  private constructor(
    private readonly folder: string,
    /** For a program that is to live in this session. */
    readonly env: Readonly<Record<string, string>>,
    bus: ChildProcessWithoutNullStreams,
  ) {
    this.#processes = [bus];
  }

  static async start(parts: DesktopParts = {}): Promise<DesktopSession> {
    const { tray = true, notifications = true, keyring = false } = parts;
    const folder = await mkdtemp(join(tmpdir(), 'malote-desktop-'));
    await chmod(folder, 0o700);
    const config = `--config-file=${join(here, 'bus.conf')}`;
    const bus = spawn('dbus-daemon', [config, '--nofork', '--print-address', `--address=unix:dir=${folder}`]);
    const address = await new Conversation(bus).next();
    const env = { XDG_RUNTIME_DIR: folder, DBUS_SESSION_BUS_ADDRESS: address };
    const session = new DesktopSession(folder, env, bus);
    if (notifications) await session.#startNotifications();
    if (tray) await session.#startTray();
    if (keyring) await session.#startKeyring();
    return session;
  }

  /** The program's item in the tray; null while there is none. */
  async item(): Promise<TrayItem | null> {
    return ((await this.#ask({ do: 'read' })) as { item: TrayItem | null }).item;
  }

  /** Clicks the item itself. */
  async clickItem(): Promise<void> {
    await this.#ask({ do: 'activate' });
  }

  /** Clicks an entry of the item's menu. */
  async clickEntry(label: string): Promise<void> {
    await this.#ask({ do: 'click', label });
  }

  /** Every notification since the last `forget`, in the order in which they came. Those on the screen are put away. */
  async notifications(): Promise<ShownNotification[]> {
    await this.#dunst('close-all');
    const { data } = JSON.parse(await this.#dunst('history')) as { data: Record<string, { data: unknown }>[][] };
    const all = data.flat().map((entry) => ({
      id: Number(entry['id']?.data),
      title: String(entry['summary']?.data),
      body: String(entry['body']?.data),
    }));
    return all.sort((a, b) => a.id - b.id);
  }

  /** How many notifications are on the screen. */
  async displayed(): Promise<number> {
    return Number(await this.#dunst('count', 'displayed'));
  }

  /** Clicks the notification on the screen. */
  async clickNotification(): Promise<void> {
    await this.#dunst('action', '0');
  }

  async close(): Promise<void> {
    for (const child of this.#processes.toReversed()) {
      if (child.exitCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async #startNotifications(): Promise<void> {
    this.#spawn('dunst', ['-conf', join(here, 'dunstrc')]);
    await this.#until(() => this.#dunst('is-paused'));
  }

  async #startTray(): Promise<void> {
    this.#tray = new Conversation(this.#spawn('/usr/bin/python3', [join(here, 'watcher.py')]));
    await this.#tray.next();
  }

  /** A key ring that an empty password opens. */
  async #startKeyring(): Promise<void> {
    const keyring = this.#spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets']);
    keyring.stdin.end('\n');
    await this.#until(() => this.#has('org.freedesktop.secrets'));
  }

  #spawn(command: string, args: readonly string[]): ChildProcessWithoutNullStreams {
    const child = spawn(command, args, { env: { ...process.env, ...this.env, XDG_DATA_HOME: this.folder } });
    this.#processes.push(child);
    return child;
  }

  async #has(name: string): Promise<void> {
    const question = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
    const { stdout } = await run('dbus-send', [...question, 'org.freedesktop.DBus.NameHasOwner', `string:${name}`], {
      env: { ...process.env, ...this.env },
    });
    if (!stdout.includes('true')) throw new Error(`${name} is not there`);
  }

  async #dunst(...args: readonly string[]): Promise<string> {
    return (await run('dunstctl', args, { env: { ...process.env, ...this.env } })).stdout;
  }

  async #ask(request: object): Promise<object> {
    if (this.#tray === null) throw new Error('this desktop shows no tray');
    const answer = JSON.parse(await this.#tray.ask(JSON.stringify(request))) as { error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  async #until(works: () => Promise<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await works();
        return;
      } catch (error) {
        if (attempt === 100) throw error;
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }
}

/** Lines to and from a process, one answer for each question. */
class Conversation {
  readonly #lines: AsyncIterator<string>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly child: ChildProcessWithoutNullStreams) {
    const lines: Interface = createInterface({ input: child.stdout });
    this.#lines = lines[Symbol.asyncIterator]();
  }

  async next(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`${this.child.spawnfile} has ended`);
    return line.value;
  }

  ask(question: string): Promise<string> {
    const turn = this.#turn.then(() => {
      this.child.stdin.write(`${question}\n`);
      return this.next();
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

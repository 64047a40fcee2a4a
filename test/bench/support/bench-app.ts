import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron, type CDPSession, type Page } from '@playwright/test';

/** The built console in a real Electron, with folders of its own and another engine's process in place of the built one. */
export interface BenchApp {
  readonly page: Page;
  /** The DevTools protocol of the page. */
  readonly devTools: CDPSession;
  /** Folder of the program's own files. */
  readonly userData: string;
  close(): Promise<void>;
}

/** @param engine file name of the bundle, beside this one, that is to be the engine's process; null: the built one */
export async function openBenchApp(engine: string | null): Promise<BenchApp> {
  const bundles = dirname(process.argv[1] ?? '');
  // below node_modules, where what the build imports is found
  const app = join(bundles, 'app');
  cpSync('package.json', join(app, 'package.json'));
  cpSync('out', join(app, 'out'), { recursive: true });
  if (engine !== null) {
    writeFileSync(join(app, 'out', 'main', 'engine-host.js'), `import ${JSON.stringify(`../../../${engine}`)};\n`);
  }
  const home = mkdtempSync(join(tmpdir(), 'malote-bench-console-'));
  const userData = join(home, 'user-data');
  const executablePath = process.env['MALOTE_ELECTRON'] ?? '';
  const chromiumSandbox = process.getuid?.() !== 0;
  const application = await _electron.launch({
    executablePath,
    args: [...(chromiumSandbox ? [] : ['--no-sandbox']), app, `--user-data-dir=${userData}`],
    env: { ...definedOf(process.env), MALOTE_WORKSPACE: join(home, 'workspace'), XDG_DATA_HOME: join(home, 'data') },
    chromiumSandbox,
  });
  const page = await application.firstWindow();
  const devTools = await page.context().newCDPSession(page);
  return {
    page,
    devTools,
    userData,
    close: async () => {
      await application.evaluate(({ app: program }) => program.exit(0)).catch(() => undefined);
      await application.close().catch(() => undefined);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

import { link, mkdir, open, readdir, readFile, rename, rmdir, stat, statfs, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Tries each call once on the share, all at the same time, and tells what Node said of it and after how long. */
const [share = '', prepare] = process.argv.slice(2);
const at = (name: string): string => join(share, name);

const TRIALS: Readonly<Record<string, () => Promise<unknown>>> = {
  readdir: () => readdir(share),
  stat: () => stat(at('testemunha.xml')),
  statfs: () => statfs(share),
  read: () => readFile(at('testemunha.xml')),
  create: async () => (await open(at(`nova-${String(process.pid)}`), 'wx')).close(),
  'write+fsync': async () => {
    const file = await open(at('escrita.xml'), 'w');
    try {
      await file.write(Buffer.alloc(200_000, 65));
      await file.sync();
    } finally {
      await file.close();
    }
  },
  link: () => link(at('testemunha.xml'), at(`elo-${String(process.pid)}`)),
  rename: () => rename(at('nome-1'), at('nome-2')),
  unlink: () => unlink(at('apagar')),
  mkdir: () => mkdir(at(`pasta-${String(process.pid)}`)),
};

async function tell(call: string, settingsTest: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  const said = await settingsTest().then(
    () => 'ok',
    (error: unknown) => {
      const { code, errno } = error as NodeJS.ErrnoException;
      return code?.startsWith('Unknown') === true ? `errno ${String(errno)}` : (code ?? String(error));
    },
  );
  process.send?.({ call, said, ms: Math.round(performance.now() - start) });
}

if (prepare === 'prepare') {
  for (const name of ['testemunha.xml', 'nome-1', 'apagar']) await writeFile(at(name), 'x');
  await rmdir(at('pasta')).catch(() => undefined);
} else {
  await Promise.all(Object.entries(TRIALS).map(([call, settingsTest]) => tell(call, settingsTest)));
}
process.disconnect();

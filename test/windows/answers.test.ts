import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { places } from './places';

let folder: string;
let dispose: () => Promise<void>;

beforeAll(async () => {
  ({ folder, dispose } = await places.fresh('respostas'));
  await fs.writeFile(join(folder, 'arquivo.xml'), 'um');
  await fs.writeFile(join(folder, 'outro.xml'), 'dois');
  await fs.mkdir(join(folder, 'pasta'));
});
afterAll(() => dispose());

const at = (...names: string[]): string => join(folder, ...names);

/** "ok", or the code that Node gives the failure. */
async function answer(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'ok';
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

async function whileOpen(file: string, flags: string, call: () => Promise<unknown>): Promise<void> {
  const handle = await fs.open(file, flags);
  try {
    await call();
  } finally {
    await handle.close();
  }
}

interface Row {
  readonly call: string;
  readonly make: () => Promise<unknown>;
  readonly answer: string;
  /** What of the code is built on it. */
  readonly because: string;
}

const long = (): string => 'x'.repeat(256);

/** One line a file call: what Windows answers, and who relies on it. */
const TABLE: readonly Row[] = [
  {
    call: 'stat below a file',
    make: () => fs.stat(at('arquivo.xml', 'x')),
    answer: 'ENOENT',
    because: 'POSIX says ENOTDIR: an absent file, and not the root (root-context.ts)',
  },
  {
    call: 'open for writing below a file',
    make: () => fs.open(at('arquivo.xml', 'x'), 'wx'),
    answer: 'ENOENT',
    because: 'the file’s affair while the root is there (local-root.ts)',
  },
  {
    call: 'mkdir below a file',
    make: () => fs.mkdir(at('arquivo.xml', 'x')),
    answer: 'ENOENT',
    because: 'the file’s affair while the root is there (local-root.ts)',
  },
  {
    call: 'mkdir where a file is',
    make: () => fs.mkdir(at('arquivo.xml')),
    answer: 'EEXIST',
    because: 'as on POSIX (folders.ts)',
  },
  {
    call: 'a name of 256 characters',
    make: () => fs.writeFile(at(long()), 'x'),
    answer: 'ENOENT',
    because: 'POSIX says ENAMETOOLONG: the file’s affair (local-root.ts)',
  },
  ...['a?b', 'a*b', 'a<b', 'a>b', 'a|b', 'a"b'].map((name) => ({
    call: `the name ${name}`,
    make: () => fs.writeFile(at(name), 'x'),
    answer: 'ENOENT',
    because: 'refused by paths.ts before it is asked',
  })),
  {
    call: 'link',
    make: () => fs.link(at('arquivo.xml'), at('segundo.xml')),
    answer: 'ok',
    because: 'names a new file without ever overwriting (publish.ts)',
  },
  {
    call: 'link to a name that is taken',
    make: () => fs.link(at('arquivo.xml'), at('outro.xml')),
    answer: 'EEXIST',
    because: 'no look before it (publish.ts)',
  },
  {
    call: 'rename to a name that is taken',
    make: async () => {
      await fs.writeFile(at('novo.xml'), 'tres');
      await fs.rename(at('novo.xml'), at('outro.xml'));
      expect(await fs.readFile(at('outro.xml'), 'utf8')).toBe('tres');
    },
    answer: 'ok',
    because: 'replaces (replace-file.ts)',
  },
  {
    call: 'rename over a file that is open',
    make: async () => {
      await fs.writeFile(at('mais-novo.xml'), 'quatro');
      await whileOpen(at('outro.xml'), 'r', () => fs.rename(at('mais-novo.xml'), at('outro.xml')));
    },
    answer: 'EPERM',
    because: 'whoever replaces a file has patience (replace-file.ts)',
  },
  {
    call: 'rename onto a folder',
    make: () => fs.rename(at('arquivo.xml'), at('pasta')),
    answer: 'EPERM',
    because: 'the same word as for an open file: patience ends (replace-file.ts)',
  },
  {
    call: 'rename of a file that is open',
    make: () => whileOpen(at('segundo.xml'), 'r', () => fs.rename(at('segundo.xml'), at('terceiro.xml'))),
    answer: 'ok',
    because: 'a reader that shares deletion, as Node does, does not hinder (publish.ts)',
  },
  {
    call: 'open of a folder for reading',
    make: async () => (await fs.open(at('pasta'), 'r')).close(),
    answer: 'ok',
    because: 'only its flush is refused (folders.ts)',
  },
  {
    call: 'fsync of a folder',
    make: async () => {
      const handle = await fs.open(at('pasta'), 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    answer: 'EPERM',
    because: 'not asked for on Windows (folders.ts)',
  },
  {
    call: 'readFile of a folder',
    make: () => fs.readFile(at('pasta')),
    answer: 'EISDIR',
    because: 'as on POSIX (errors.ts)',
  },
  {
    call: 'readdir of a file',
    make: () => fs.readdir(at('arquivo.xml')),
    answer: 'ENOTDIR',
    because: 'a folder that is none has no files (fs-port.ts)',
  },
  {
    call: 'rmdir of a folder that is not empty',
    make: async () => {
      await fs.writeFile(at('pasta', 'x'), 'x');
      await fs.rmdir(at('pasta'));
    },
    answer: 'ENOTEMPTY',
    because: 'whoever tidies up leaves it (root-context.ts)',
  },
  {
    call: 'a drive that is not there',
    make: () => fs.stat('Q:\\'),
    answer: 'ENOENT',
    because: 'the root’s affair, told by the guard (root-guard.ts)',
  },
];

describe('Windows answers', () => {
  it.each(TABLE)('$call: $answer ($because)', async ({ make, answer: wanted }) => {
    expect(await answer(make)).toBe(wanted);
  });

  it('one file under names that differ in case', async () => {
    await fs.writeFile(at('CaSo.xml'), 'x');
    expect(await fs.readFile(at('cAsO.XML'), 'utf8')).toBe('x');
  });

  it('the same number for both names of one file', async () => {
    await fs.link(at('arquivo.xml'), at('quarto.xml'));
    const [one, other] = await Promise.all(
      ['arquivo.xml', 'quarto.xml'].map((name) => fs.stat(at(name), { bigint: true })),
    );
    expect(one?.ino).toBe(other?.ino);
    expect(one?.ino).not.toBe(0n);
  });

  it('paths of more than 260 characters, in their long form', async () => {
    const deep = Array.from({ length: 8 }, (_, index) => `${'pasta comprida ã '.repeat(2)}${String(index)}`);
    const path = `\\\\?\\${at(...deep)}`;
    await fs.mkdir(path, { recursive: true });
    await fs.writeFile(`${path}\\a.xml`, 'x');
    expect(path.length).toBeGreaterThan(260);
    expect(await fs.readdir(path)).toEqual(['a.xml']);
  });
});

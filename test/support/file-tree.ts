import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface TreeFile {
  readonly sha256: string;
  readonly modifiedMs: number;
}

/** Every file below a folder, by its path with `/`; in order of path. */
export async function fileTree(root: string): Promise<Map<string, TreeFile>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const tree = new Map<string, TreeFile>();
  for (const file of files.sort()) {
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    tree.set(relative(root, file).split(sep).join('/'), { sha256, modifiedMs: (await stat(file)).mtimeMs });
  }
  return tree;
}

/** Path → content. A spreadsheet carries the moment of its making, so only its presence is told. */
export function contents(tree: ReadonlyMap<string, TreeFile>): Record<string, string> {
  return Object.fromEntries([...tree].map(([path, { sha256 }]) => [path, path.endsWith('.xlsx') ? 'xlsx' : sha256]));
}

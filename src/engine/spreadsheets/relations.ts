import { posix } from 'node:path';
import type { PackageParts } from './package-parts';
import { readWhole } from './read-xml';

/** A relationship of a part to another part of the package. */
export interface Relation {
  readonly id: string;
  /** The last step of its type: `worksheet`, `sharedStrings`, `officeDocument`. */
  readonly kind: string;
  /** Name of the part, from the root of the package. */
  readonly target: string;
}

function decoded(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

/** Targets are absolute (`/xl/tables/table1.xml`) or seen from the folder of the part (`worksheets/sheet1.xml`). */
function resolve(part: string, target: string): string {
  const path = decoded(target.replaceAll('\\', '/'));
  return path.startsWith('/') ? posix.normalize(path.slice(1)) : posix.join(posix.dirname(part), path);
}

/** The relationships of a part, `''` being the package; empty where it has none. Links out of the package are left out. */
export async function relationsOf(parts: PackageParts, part: string): Promise<Relation[]> {
  const [folder, file] = part === '' ? ['', ''] : [posix.dirname(part), posix.basename(part)];
  const name = posix.join(folder, '_rels', `${file}.rels`);
  const relations: Relation[] = [];
  if (!parts.has(name)) return relations;
  await readWhole(parts.read(name), {
    open(element, { Id, Type, Target, TargetMode }, depth) {
      if (depth !== 1 || element !== 'Relationship' || TargetMode === 'External') return;
      relations.push({ id: Id ?? '', kind: posix.basename(Type ?? ''), target: resolve(part, Target ?? '') });
    },
    close: () => undefined,
  });
  return relations;
}

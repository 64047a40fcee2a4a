import { isObject, type JsonObject } from './json';
import { plainPath } from './path-text';

const PATH_FIELDS: Readonly<Record<string, readonly string[]>> = {
  archive: ['root'],
  importShare: ['root', 'cancelledRoot'],
  companies: ['workbook'],
  backup: ['folder'],
};

function plainFields(group: string, fields: JsonObject): JsonObject {
  const names = PATH_FIELDS[group] ?? [];
  const isPath = (name: string, value: unknown): value is string => typeof value === 'string' && names.includes(name);
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isPath(name, value) ? plainPath(value) : value]),
  );
}

/** The same settings with paths as `plainPath` gives them: whoever looks at a draft sees what will hold. */
export function withPlainPaths(draft: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(draft).map(([group, fields]) => [group, isObject(fields) ? plainFields(group, fields) : fields]),
  );
}

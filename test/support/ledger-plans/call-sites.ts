import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** Where a statement is handed to the database. */
export interface CallSite {
  /** Path below the ledger's folder, line. */
  readonly place: string;
  /** The method around it. */
  readonly method: string;
}

export const LEDGER = join(import.meta.dirname, '../../../src/engine/ledger');
const VERBS: ReadonlySet<string> = new Set(['all', 'get', 'value', 'run']);

/** Every call of the ledger's code on its database, by reading the code: no statement can be written without one. */
export function callSites(): CallSite[] {
  return readdirSync(LEDGER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('migrations') && !name.endsWith('database.ts'))
    .flatMap((name) => sitesIn(join(LEDGER, name)));
}

function sitesIn(file: string): CallSite[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const sites: CallSite[] = [];
  const visit = (node: ts.Node, method: string): void => {
    const within =
      ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node) ? (node.name?.getText() ?? '') : method;
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: of, name } = node.expression;
      if (VERBS.has(name.text) && /(^|[.#])db$/.test(of.getText())) {
        const { line } = source.getLineAndCharacterOfPosition(name.getStart());
        sites.push({ place: `${relative(LEDGER, file).replaceAll('\\', '/')}:${String(line + 1)}`, method: within });
      }
    }
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(source, '');
  return sites;
}

const placeOfFrame = new Map<string, string>();

/** The call site that has led here, as `callSites` has it. */
export function currentSite(): string {
  const frame = rawFrame();
  let place = placeOfFrame.get(frame);
  if (place === undefined) {
    // a stack by the lines of the source costs a hundred times as much as a bare one
    place = siteOf(new Error().stack ?? '') ?? '';
    placeOfFrame.set(frame, place);
  }
  return place;
}

function rawFrame(): string {
  const mapped = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  Error.prepareStackTrace = (_, frames) =>
    frames
      .map((one) => [one.getFileName(), one.getLineNumber(), one.getColumnNumber()].join(':'))
      .find((one) => one.includes('engine/ledger/') && !one.includes('database.ts'));
  try {
    return new Error().stack ?? '';
  } finally {
    if (mapped === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Object.defineProperty(Error, 'prepareStackTrace', mapped);
  }
}

function siteOf(stack: string): string | null {
  for (const line of stack.split('\n')) {
    const found = /src\/engine\/ledger\/((?:writers\/)?[\w-]+\.ts):(\d+):\d+/.exec(line.replaceAll('\\', '/'));
    if (found !== null && found[1] !== 'database.ts') return `${String(found[1])}:${String(found[2])}`;
  }
  return null;
}

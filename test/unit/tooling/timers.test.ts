import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

/**
 * An error that leaves a timer's callback ends the process, with a stack on the screen of whoever was waiting. So whatever such a
 * callback does beyond settling a promise stands within a `try` whose `catch` throws nothing, or in a promise with a `catch`.
 */
const src = resolve(import.meta.dirname, '..', '..', '..', 'src');
const AREAS = ['engine', 'cli', 'engine-link', 'engine-process', 'demonstration'];

/** What else is right, by file, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  'engine-link/listen.ts': 'ends a socket, which tells by an event',
  'engine-link/socket-port.ts': 'likewise',
  'engine/console/publisher.ts': 'tells what is in memory; nothing of it is read',
  'engine/console/console.ts': 'begins a look whose promise has its catch',
  'engine/gaps/gaps-keeper.ts': 'asks what is in memory, and begins a look whose promise has its catch',
  'engine/shares/agent/agent-client.ts': 'a share’s own process: speaks to it and reads nothing',
  'engine/shares/agent/call.ts': 'likewise',
  'engine/shares/agent/serve-root.ts': 'likewise, from the other side',
  'engine/shares/deadline.ts': 'settles a promise',
};

/** Calls that cannot throw. */
const HARMLESS =
  /^(resolve|reject|end|done|clearTimeout|clearInterval|[\w.#]*\b(abort|removeEventListener)|giveUp|settle|onLate)$/;

function isSafe(callback: ts.Expression | undefined): boolean {
  if (callback === undefined) return true;
  if (ts.isIdentifier(callback) || ts.isPropertyAccessExpression(callback)) return true;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return false;
  return ts.isBlock(callback.body) ? callback.body.statements.every(isSafeStatement) : isSafeExpression(callback.body);
}

function isSafeStatement(statement: ts.Statement): boolean {
  if (ts.isTryStatement(statement)) {
    const caught = statement.catchClause?.block;
    return caught !== undefined && !contains(caught, ts.isThrowStatement);
  }
  return ts.isExpressionStatement(statement) && isSafeExpression(statement.expression);
}

function isSafeExpression(expression: ts.Expression): boolean {
  if (ts.isBinaryExpression(expression)) return !contains(expression.right, ts.isCallExpression);
  if (!ts.isCallExpression(expression)) return false;
  const called = expression.expression;
  const isCaught = ts.isPropertyAccessExpression(called) && called.name.text === 'catch';
  return isCaught || HARMLESS.test(called.getText().replaceAll(/\bthis\.|\?/g, ''));
}

function contains(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || ts.forEachChild(node, (child) => contains(child, test) || undefined) === true;
}

/** What a timer calls: Node's own take it first, those of `base` second. None where it is no timer. */
function callbackOf({ expression, arguments: given }: ts.CallExpression): (ts.Expression | undefined)[] {
  const name = expression.getText();
  if (/^set(Timeout|Interval)$/.test(name)) return [given[0]];
  return /^(after|every)$/.test(name) ? [given[1]] : [];
}

function unsafeTimers(text: string, name = 'x.ts'): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && callbackOf(node).some((callback) => !isSafe(callback))) {
      found.push(`${name}:${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it('no timer of the engine may throw', () => {
  const files = AREAS.flatMap((area) =>
    readdirSync(join(src, area), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(area, file).replaceAll('\\', '/'),
    ),
  ).filter((file) => file.endsWith('.ts'));
  const unsafe = files.flatMap((file) => unsafeTimers(readFileSync(join(src, file), 'utf8'), file));
  expect(unsafe.filter((place) => ALLOWED[place.replace(/:\d+$/, '')] === undefined)).toEqual([]);
});

it('one that may would be found', () => {
  expect(unsafeTimers('setInterval(() => this.#beat(), 9)')).toHaveLength(1);
  expect(unsafeTimers('setTimeout(() => { try { a(); } catch (error) { if (x) throw error; } }, 9)')).toHaveLength(1);
  expect(unsafeTimers('setTimeout(() => { this.#timer = null; this.#look(); }, 9)')).toHaveLength(1);
  expect(unsafeTimers('setTimeout(() => { this.#timer = null; this.#look().catch(tell); }, 9)')).toEqual([]);
  expect(unsafeTimers('setInterval(() => { try { a(); } catch { return; } }, 9)')).toEqual([]);
  expect(unsafeTimers('new Promise((resolve) => setTimeout(resolve, 9))')).toEqual([]);
  expect(unsafeTimers('every(9, () => this.#beat())')).toHaveLength(1);
  expect(unsafeTimers('after(9, () => { this.#timer = null; this.#look(); }, { keepsProcess: false })')).toHaveLength(
    1,
  );
  expect(unsafeTimers('after(9, () => { this.#timer = null; this.#look().catch(tell); })')).toEqual([]);
  expect(unsafeTimers('every(9, () => { try { a(); } catch { return; } })')).toEqual([]);
});

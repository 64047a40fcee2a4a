const SPEAKS_TO_A_DATABASE = new Set(['run', 'all', 'get', 'value', 'exec', 'prepare', 'transaction']);
/** What who has it keeps to itself: TypeScript lets a private member be taken by its name in brackets all the same. */
const KEPT_PRIVATE = new Set(['db', 'writer', 'writers', 'options']);
const OF_THE_ENGINE = /[\\/]src[\\/]engine[\\/]/;
const SQL =
  /^\s*(?:(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|WITH|PRAGMA|ATTACH|DETACH|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|BEGIN)\s+\S|(?:BEGIN|COMMIT|ROLLBACK|END|VACUUM|ANALYZE|REINDEX)\s*;?\s*$)/i;

/**
 * The text with which an expression begins, as far as the file itself says it; undefined when it does not.
 * @param {any} node
 * @param {import('eslint').Scope.Scope | null} scope
 * @returns {string | undefined}
 */
function headOf(node, scope) {
  if (node === undefined) return undefined;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'TemplateLiteral') {
    /** @type {{ value: { cooked: string } }[]} */
    const quasis = node.quasis;
    // what is put in between is some word of the statement
    return quasis.map(({ value }) => value.cooked).join('x');
  }
  if (node.type === 'TaggedTemplateExpression') return headOf(node.quasi, scope);
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const head = headOf(node.left, scope);
    return head === undefined ? undefined : `${head}${headOf(node.right, scope) ?? 'x'}`;
  }
  if (node.type !== 'Identifier') return undefined;
  for (let place = scope; place !== null; place = place.upper) {
    const definition = place.set.get(node.name)?.defs[0];
    if (definition === undefined) continue;
    const { init } = /** @type {any} */ (definition.node);
    return definition.type === 'Variable' && init?.type !== 'Identifier' ? headOf(init ?? undefined, null) : undefined;
  }
  return undefined;
}

/**
 * No SQL outside the ledger: refuses calls of what a database answers to (`run`, `all`, `get` …) whose first argument reads like a
 * statement, under whatever name the database is at hand, and ways round the privacy of those who have a database or a writer.
 * @type {import('eslint').Rule.RuleModule}
 */
export const rule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      sql: 'SQL belongs into the ledger.',
      kept: 'What is private stays so: whoever may write is handed a writer.',
    },
  },
  create: (context) => ({
    CallExpression: (node) => {
      const { callee } = node;
      const name = /** @type {any} */ (callee.type === 'MemberExpression' ? callee.property : callee).name;
      if (!SPEAKS_TO_A_DATABASE.has(name)) return;
      const head = headOf(node.arguments[0], context.sourceCode.getScope(node));
      if (head !== undefined && SQL.test(head)) context.report({ node, messageId: 'sql' });
    },
    MemberExpression: (node) => {
      const { property, computed } = node;
      if (!OF_THE_ENGINE.test(context.filename)) return;
      const isNamed = computed && property.type === 'Literal' && KEPT_PRIVATE.has(String(property.value));
      if (isNamed) context.report({ node, messageId: 'kept' });
    },
  }),
};

import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { rule as boundaries } from './scripts/eslint/boundaries.mjs';
import { rule as portuguese } from './scripts/eslint/portuguese.mjs';
import { rule as sql } from './scripts/eslint/sql.mjs';

const FILE_SYSTEM = ['fs', 'node:fs', 'fs/promises', 'node:fs/promises'];

// Windows refuses a rename over a file that somebody has open: src/engine/files/replace-file.ts is patient
const RENAMES = FILE_SYSTEM.map((name) => ({
  name,
  importNames: ['default', 'promises', 'rename', 'renameSync'],
  message: 'Use renameFile or replaceFile of src/engine/files/replace-file.ts, or a FileRoot.',
}));

// A pipe in the place of a file never ends, and a large one takes the memory: src/engine/files/regular-file.ts looks first
const WHOLE_READS = FILE_SYSTEM.map((name) => ({
  name,
  importNames: ['readFile', 'readFileSync', 'createReadStream', 'open', 'openSync'],
  message: 'Use src/engine/files/regular-file.ts, or a FileRoot.',
}));

const SPREAD_FIELDS = {
  selector: 'ObjectExpression > SpreadElement > ObjectExpression',
  message: 'Name the fields where they stand: `a, b` for `...{ a, b }`.',
};

// electron-vite adds a `require` of its own to bundled modules: a second one would not load
const OWN_REQUIRE = {
  selector: 'VariableDeclarator[id.name="require"]',
  message: 'Give it another name: the bundle has a `require`.',
};

// Portuguese that is no sentence of the program's
const PORTUGUESE_DATA = [
  // folders of the archive's contract
  'src/engine/archive/layout.ts',
  'src/engine/jobs/audit/classifier.ts',
  // titles as other people's workbooks have them
  'src/engine/companies/titles.ts',
  // the official names of municipalities
  'src/engine/fiscal/municipal/ibge-municipalities.ts',
  // letters that prove an encoding
  'src/engine/ledger/probe.ts',
  // a program in PowerShell, which says its own texts and reads its own record by them, on a computer without Malote
  'src/engine/jobs/recovery/export/powershell-frame.ts',
  // what the stand-in of the engine answers in the tests of the page
  'src/shared/ipc/double.ts',
];

// What needs no types: who may import what. Everything else is .oxlintrc.json's (docs/decisions/0033-oxlint.md).
export default defineConfig(
  globalIgnores(['node_modules/', 'out/', 'dist/', 'coverage/', 'test-results/', 'playwright-report/', '.cache/']),
  {
    files: ['**/*.{ts,tsx,mts,js,mjs}'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser },
    rules: { 'no-restricted-syntax': ['error', SPREAD_FIELDS] },
  },
  {
    files: ['src/**/*.{ts,mts,js,mjs,tsx}'],
    plugins: { malote: { rules: { boundaries, portuguese, sql } } },
    rules: {
      'malote/boundaries': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', { paths: [...RENAMES, ...WHOLE_READS] }],
      'no-restricted-syntax': ['error', SPREAD_FIELDS, OWN_REQUIRE],
    },
  },
  {
    // what the system, the program itself or a moment ago this process has put there
    files: [
      'src/cli/main.ts',
      'src/engine/ledger/sqlite.ts',
      'src/engine/jobs/recovery/log-file.ts',
      'src/engine/reports/month-report.ts',
      'src/engine/reports/report-folder.ts',
      'src/engine/shares/network-path.ts',
      'src/main/security/protocol.ts',
    ],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: RENAMES }] },
  },
  {
    files: ['src/engine/files/{regular-file,replace-file}.ts', 'src/engine/shares/{fs-port,prompt-fs}.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/engine/ledger/**'],
    rules: { 'malote/sql': 'error' },
  },
  {
    // every sentence stands once; the simulator speaks for SIEG
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/shared/messages/**', 'src/shared/errors/**', 'src/simulator/**', ...PORTUGUESE_DATA],
    rules: { 'malote/portuguese': 'error' },
  },
  {
    // No SQL outside the ledger, which does not show its database: a room that got hold of one may not speak to it.
    files: ['src/engine/**/*.ts'],
    ignores: ['src/engine/ledger/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.object.property.name='db']", message: 'SQL belongs into the ledger.' },
        SPREAD_FIELDS,
        OWN_REQUIRE,
      ],
    },
  },
);

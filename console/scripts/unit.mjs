// Bundles the unit tests, so that every Node runs them, and runs them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = new URL('..', import.meta.url).pathname;
const folder = join(root, 'test/unit');
const out = mkdtempSync(join(tmpdir(), 'console-unit-'));
const entry = Object.fromEntries(
  readdirSync(folder).filter((name) => name.endsWith('.test.ts')).map((name) => [name.slice(0, -3), join(folder, name)]),
);
try {
  await build({
    root, configFile: false, logLevel: 'warn', oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { ssr: true, outDir: out, emptyOutDir: false, rollupOptions: { input: entry, output: { entryFileNames: '[name].mjs' } } },
    ssr: { noExternal: true },
  });
  const files = Object.keys(entry).map((name) => join(out, name + '.mjs'));
  process.exitCode = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}

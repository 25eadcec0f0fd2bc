// Writes what of other people goes into the page, and under which licence: LICENCES.md beside package.json.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const lines = Object.keys(dependencies).sort().map((name) => {
  const found = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, root), 'utf8'));
  return `| ${name} | ${found.version} | ${found.license} |`;
});
const text = `# What of other people goes into the console

| package | version | licence |
|---|---|---|
${lines.join('\n')}

What builds and tests it is in package-lock.json and goes into nothing.
`;
const file = new URL('LICENCES.md', root);
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('LICENCES.md is not what package.json says: npm run licences');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}

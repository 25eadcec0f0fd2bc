// The same as driver.js, with the clients in a page of Chromium: the SDKs find a real browser there.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { launch } from '../build/chromium.mjs';

const require = createRequire(import.meta.url);
const PACKAGES = ['agora-chat', 'easemob-websdk'];

// A page has an origin, and calls the server from it.
const pages = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'));
await new Promise((ready) => pages.listen(0, '127.0.0.1', ready));

const { browser, end } = await launch(chromium);
const page = await browser.newPage();
const say = (line) => process.stdout.write(`${line}\n`);
await page.exposeFunction('sayLine', say);
await page.goto(`http://127.0.0.1:${pages.address().port}/`);
for (const name of PACKAGES) {
  // As published, byte for byte; around it what a bundler puts around a module.
  const source = await readFile(require.resolve(name), 'utf8');
  await page.addScriptTag({
    content: `(() => { const module = { exports: {} }; const exports = module.exports;\n${source}\n;(globalThis.sdks ??= {})['${name}'] = module.exports.default ?? module.exports; })();`,
  });
}
await page.addScriptTag({ path: new URL('operations.js', import.meta.url).pathname });
await page.evaluate(() => {
  const say = (value) => globalThis.sayLine(globalThis.plainJson(value));
  const made = globalThis.makeOperations({ sdk: (name) => globalThis.sdks[name], say, cut: (socket) => socket.close() });
  globalThis.runRequest = made.run;
  addEventListener('unhandledrejection', ({ reason }) => say({ event: 'unhandledRejection', args: [made.errorOf(reason)] }));
  addEventListener('error', ({ error, message }) => say({ event: 'uncaughtException', args: [made.errorOf(error ?? message)] }));
});

const lines = createInterface({ input: process.stdin });
// What a request gives is said by the page itself: an SDK may take its time, and others go on.
lines.on('line', (line) => page.evaluate((request) => void globalThis.runRequest(request), JSON.parse(line)));
lines.on('close', async () => {
  await end();
  process.exit(0);
});

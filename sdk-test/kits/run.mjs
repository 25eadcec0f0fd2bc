// Two people chat with the vendor's UI kit against the server at WEFT_URL. Prints a line for each flow.
import { join } from 'node:path';
import { AppServer } from './app-server.mjs';
import { chromium } from 'playwright-core';
import { launch } from '../../build/chromium.mjs';
import { flows } from './flows.mjs';
import { servePages } from './pages.mjs';
import { PATIENCE, Window } from './window.mjs';

const [kit] = process.argv.slice(2);
const { WEFT_URL: url, PAGES: folder, SCREENSHOTS: pictures } = process.env;
const api = new AppServer({ url, org: 'easemob-demo', app: 'easeim' });
await api.logIn('test-client-id', 'test-client-secret');
const suffix = kit + (process.env.SUFFIX ?? '');
const names = { ada: 'Ada', bob: 'Bob', cyd: 'Cyd' };
const shown = Object.fromEntries(Object.entries(names).map(([id, name]) => [name, `${name}|${id + suffix}`]));
const users = [];
for (const [id, name] of Object.entries(names)) {
  await api.register(id + suffix, name);
  users.push({ id: id + suffix, name, token: await api.tokenOf(id + suffix) });
}
await api.befriend('ada' + suffix, 'bob' + suffix);
const group = await api.makeGroup('Office', 'ada' + suffix, ['bob' + suffix, 'cyd' + suffix]);
await api.sendToGroup('ada' + suffix, group, 'Where shall we eat?');
await api.sendToUser('bob' + suffix, 'ada' + suffix, 'Hello Ada');

const session = { app_key: 'easemob-demo#easeim', rest_url: url, msync_url: `${url.replace('http', 'ws')}/ws`, users };
const pages = await servePages(folder, session);
const { browser, end } = await launch(chromium);
const accidents = [];
// Paths that are asked on purpose for what is refused.
const refused = [];

async function window(id, note = '') {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const heard = { reactions: 0, calls: 0, parts: 0 };
  page.on('request', (request) => {
    heard.calls++;
    heard.parts += request.method() === 'PUT' && request.url().includes('/part-upload/') ? 1 : 0;
  });
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => {
    heard.reactions += payload.includes('"type":"reaction"') ? 1 : 0;
  }));
  page.on('pageerror', (error) => accidents.push(`${id}: ${error.stack ?? error}`));
  page.on('response', (response) => {
    if (response.status() === 403 && refused.some((path) => response.url().includes(path))) return;
    // The Agora kit shows a film that is on its way before it knows where it will be.
    if (response.status() >= 400 && !response.url().startsWith(`${pages.url}/undefined?`)) {
      accidents.push(`${id}: ${response.status()} ${response.request().method()} ${response.url()} ${response.request().postData() ?? ''}`);
    }
  });
  page.on('requestfailed', (request) => {
    // The Easemob kit adds a query to the address of a film that is still in the page.
    const kits = request.url().startsWith('blob:');
    if (!kits && request.failure()?.errorText !== 'net::ERR_ABORTED') accidents.push(`${id}: ${request.failure()?.errorText} ${request.method()} ${request.url()}`);
  });
  await page.goto(`${pages.url}/chat.html?kit=${kit}&user=${id + suffix}`);
  return new Window(page, id + note, shown, heard);
}

const scene = { api, group, kit, id: (name) => name + suffix, window, refused, ada: await window('ada'), bob: await window('bob') };
let failed = 0;
for (const [name, flow] of Object.entries(flows)) {
  const begun = Date.now();
  try {
    await flow(scene);
    console.log(`ok      ${kit}: ${name} (${Date.now() - begun} ms)`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${kit}: ${name}\n${error.stack}`);
    if (pictures) {
      for (const who of ['ada', 'bob']) await scene[who].page.screenshot({ path: join(pictures, `${kit}-${failed}-${who}.png`) });
    }
    if (process.env.STOP) break;
  }
}
if (pictures) {
  for (const who of ['ada', 'bob']) await scene[who].page.screenshot({ path: join(pictures, `${kit}-${who}.png`) });
}
for (const accident of accidents) console.log(`        ${kit}: ${accident}`);
console.log(`${kit}: ${Object.keys(flows).length} flows, ${failed} failed, ${accidents.length} accidents`);
await end();
pages.end();
process.exit(failed + accidents.length === 0 ? 0 : 1);

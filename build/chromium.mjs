// Starts the machine's Chromium, which no package downloads. Who calls brings the playwright-core of
// the own package.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATHS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function launch(chromium) {
  const executablePath = PATHS.find((path) => path && existsSync(path));
  const profile = mkdtempSync(join(tmpdir(), 'weft-chromium-'));
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--force-color-profile=srgb',
    ],
    env: { ...process.env, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  });
  return {
    browser,
    end: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const page = (name) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  base: './',
  logLevel: 'warn',
  build: {
    target: 'es2022',
    // The kits are large and on this machine: to minify them takes longer than to load them.
    minify: false,
    chunkSizeWarningLimit: 10_000,
    rolldownOptions: { input: { index: page('index.html'), chat: page('chat.html') } },
  },
});

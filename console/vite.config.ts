import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { parse } from 'yaml';

/** Gives the document of the API to the page as JSON: `import document from 'virtual:openapi'`. */
function openapi(): Plugin {
  const file = new URL('../docs/api/openapi.yaml', import.meta.url).pathname;
  return {
    name: 'openapi',
    resolveId: (id) => (id === 'virtual:openapi' ? '\0openapi' : null),
    load: (id) =>
      id === '\0openapi' ? `export default ${JSON.stringify(parse(readFileSync(file, 'utf8')))}` : null,
  };
}

/** Writes a .gz and a .br beside every file that gets smaller by it. */
function compressed(): Plugin {
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) {
        visit(path);
      } else if (/\.(js|css|html|svg|json)$/.test(name)) {
        const bytes = readFileSync(path);
        writeFileSync(path + '.gz', gzipSync(bytes, { level: 9 }));
        writeFileSync(
          path + '.br',
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        );
      }
    }
  };
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle: () => visit(new URL('./dist/console', import.meta.url).pathname),
  };
}

export default defineConfig({
  base: '/console/',
  plugins: [openapi(), compressed()],
  build: {
    target: 'es2023',
    outDir: 'dist/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    rollupOptions: {
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { proxy: { '/console/api': process.env['WEFT'] ?? 'http://127.0.0.1:8080' } },
});

import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** What a phone loads before the first chart, gzip; measured from the template without any chart: 213.6 kB. */
const budgetKilobytes = 190;

/** Prints how much the first chart costs, and fails the build above the budget. */
function sizeBudget(): Plugin {
  return {
    name: 'size-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      let bytes = 0;
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') bytes += gzipSync(file.code).length;
        else if (file.fileName.endsWith('.css')) bytes += gzipSync(file.source).length;
      }
      const kilobytes = Math.round(bytes / 100) / 10;
      this.info(`JavaScript and CSS to the first chart: ${kilobytes} kB gzip (budget ${budgetKilobytes} kB)`);
      if (kilobytes > budgetKilobytes) this.error('The Mini App is over its size budget.');
    },
  };
}

/** The Mini App: sources in `miniapp/`, built into `dist/miniapp` for the root of an origin of its own. */
export default defineConfig(({ command }) => {
  // A build started by a test runner inherits NODE_ENV=test, and React would bring its development half.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    root: 'miniapp',
    base: '/',
    plugins: [react(), sizeBudget()],
    build: { outDir: '../dist/miniapp', emptyOutDir: true, reportCompressedSize: false },
  };
});

// pm2: `npx pm2 start ecosystem.config.cjs`. One instance of each per machine in fork mode, because tsx does not work in
// pm2's cluster mode and the gateway must own its sessions alone; more machines, or a second process with its own PORT
// and METRICS_PORT, scale it. The processes read .env by themselves: pm2 would write it in plain text to its dump.

const { mkdirSync } = require('node:fs');
const { join } = require('node:path');

const logs = join(__dirname, '.data', 'logs');
mkdirSync(logs, { recursive: true });

/** @returns one application of pm2; bootstrap.ts makes an unhandled rejection end the process with its reason. */
function application(name, main, port, metricsPort, nodeOptions = '') {
  return {
    name: `channel-pulse-${name}`,
    cwd: __dirname,
    script: join(__dirname, 'server', 'bootstrap.ts'),
    args: main,
    exec_mode: 'fork',
    instances: 1,
    interpreter: 'node',
    node_args: `--import tsx ${nodeOptions}`.trim(),
    wait_ready: true,
    listen_timeout: 15000,
    kill_timeout: 10000,
    exp_backoff_restart_delay: 200,
    max_memory_restart: '500M',
    out_file: join(logs, `${name}.log`),
    error_file: join(logs, `${name}.error.log`),
    merge_logs: true,
    env: {
      NODE_ENV: 'production',
      METRICS_PORT: String(metricsPort),
      ...(port === null ? {} : { PORT: String(port) }),
    },
  };
}

module.exports = {
  apps: [
    application('bot', 'bot/main.ts', 3001, 8000),
    application('api', 'server/api/main.ts', 3002, 8002),
    // The smaller a heap may grow, the earlier V8 collects what a back-fill leaves behind.
    application('gateway', 'server/gateway/main.ts', 8001, 8003, '--max-old-space-size=400'),
    application('worker', 'server/worker/main.ts', null, 8004),
  ],
};

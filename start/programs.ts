import type { Program } from './processes/child.ts';
import type { Variables } from './settings/env-file.ts';

export interface ProductPorts {
  gateway: number;
  api: number;
  bot: number;
  metrics: { gateway: number; api: number; bot: number; worker: number };
}

/** The ports that the Caddyfile and ecosystem.config.cjs name, for running against Telegram. */
export const usualPorts: ProductPorts = {
  gateway: 8001,
  api: 3002,
  bot: 3001,
  metrics: { gateway: 8003, api: 8002, bot: 8000, worker: 8004 },
};

/**
 * Options of Node for single processes, as in ecosystem.config.cjs. A back-fill makes short-lived objects without end,
 * and V8 collects them the later the larger its heap may grow: with the usual limit the gateway peaks above 250 MB, with
 * 400 MB, of which it needs a fraction, below 200 (docs/performance.md).
 */
const nodeOptions: Record<string, string[]> = { gateway: ['--max-old-space-size=400'] };

/** The four processes of the product, in the order in which they start. */
export function productPrograms(variables: Variables, ports: ProductPorts): Program[] {
  const program = (name: string, main: string, port: number, metricsPort: number): Program => ({
    name,
    command: [...(nodeOptions[name] ?? []), 'server/bootstrap.ts', main],
    variables: { ...variables, PORT: String(port), METRICS_PORT: String(metricsPort) },
  });
  return [
    program('gateway', 'server/gateway/main.ts', ports.gateway, ports.metrics.gateway),
    program('api', 'server/api/main.ts', ports.api, ports.metrics.api),
    program('bot', 'bot/main.ts', ports.bot, ports.metrics.bot),
    program('worker', 'server/worker/main.ts', 0, ports.metrics.worker),
  ];
}

/** A command of the operator's tool, as a program that runs to its end. */
export function cliProgram(name: string, args: string[], variables: Variables): Program {
  return { name, command: ['server/cli/main.ts', ...args], variables };
}

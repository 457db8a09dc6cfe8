import type { ProductCommand } from './command.ts';

/** Brings the schema up to date; run once before the processes start. */
export const migrate: ProductCommand = {
  usage: 'migrate',
  summary: 'bring the database schema up to date',
  positionals: 0,
  async run({ migrate: apply }) {
    const applied = await apply();
    return {
      json: { applied },
      lines: applied.length === 0 ? ['The schema is up to date.'] : applied.map((name) => `applied ${name}`),
    };
  },
};

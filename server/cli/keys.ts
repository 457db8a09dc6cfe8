import { type ListedKey, listKeys } from '#server/vault/list-keys.ts';
import { type Pruned, pruneKeys } from '#server/vault/prune-keys.ts';
import type { StuckRecord } from '#server/vault/rewrap-records.ts';
import { rotateKeys } from '#server/vault/rotate-keys.ts';
import type { CommandContext, CommandResult, ProductCommand } from './command.ts';
import { CommandError } from './command-error.ts';

/** The keys that seal what is stored of accounts. It prints names and dates of keys, never a key. */
export const keys: ProductCommand = {
  usage: 'keys list|rotate|prune',
  summary: 'list the keys that seal accounts, seal with a new one, or remove those nobody needs',
  positionals: 1,
  async run(context, { positionals: [wanted = ''] }) {
    switch (wanted) {
      case 'list':
        return list(await listKeys(context.database, context.environment.encryptionKeysFile));
      case 'rotate':
        return await rotate(context);
      case 'prune':
        return prune(
          await pruneKeys(context.database, context.environment.encryptionKeysFile, context.now()),
        );
      default:
        throw new CommandError(`There is no "keys ${wanted}": list, rotate or prune.`);
    }
  },
};

function list(found: ListedKey[]): CommandResult {
  return {
    json: { keys: found.map((key) => ({ ...key, createdAt: key.createdAt?.toISOString() ?? null })) },
    lines: found.map(({ id, createdAt, isCurrent, records }) =>
      [
        id,
        createdAt === null ? 'MISSING from the file of keys' : `made ${createdAt.toISOString()}`,
        countRecords(records),
        ...(isCurrent ? ['current'] : []),
      ].join('  '),
    ),
  };
}

async function rotate({ environment, database, now, progress }: CommandContext): Promise<CommandResult> {
  const say = (_: object, sentence: string): void => progress(sentence);
  const { currentKeyId, isNewKey, count, stuck } = await rotateKeys(database, {
    file: environment.encryptionKeysFile,
    log: { warn: say, error: say },
    now: now(),
    onBatch: (done) => progress(`${countRecords(done)} ${done === 1 ? 'has' : 'have'} the current key now`),
  });
  const ended = 'An earlier rotation had not ended and is ended now; rotate again for another key.';
  return {
    json: { currentKeyId, isNewKey, records: count, stuck },
    lines: [
      ...(isNewKey ? [] : [ended]),
      `The current key is ${currentKeyId}: ${countRecords(count)} ${count === 1 ? 'was' : 'were'} given it.`,
      ...stuck.map(stuckLine),
      ...(isNewKey ? [`Back up ${environment.encryptionKeysFile} again.`] : []),
    ],
    exitCode: stuck.length === 0 ? 0 : 1,
  };
}

function countRecords(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}

function stuckLine({ table, row, reason }: StuckRecord): string {
  const why = reason === 'key-missing' ? 'its key is missing' : 'it was changed or belongs elsewhere';
  return `${table} ${row} cannot be opened: ${why}.`;
}

function prune({ removed, kept }: Pruned): CommandResult {
  const reasons = kept.map(({ id, reason, records }) =>
    reason === 'in-use'
      ? `${id} stays: ${countRecords(records)} ${records === 1 ? 'needs' : 'need'} it: rotate first.`
      : `${id} stays: it was replaced less than ten minutes ago.`,
  );
  return {
    json: { removed, kept },
    lines: [removed.length === 0 ? 'No key was removed.' : `Removed: ${removed.join(', ')}.`, ...reasons],
    exitCode: kept.some(({ reason }) => reason === 'in-use') ? 1 : 0,
  };
}

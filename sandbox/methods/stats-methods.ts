import type { MethodTable } from './method.ts';
import { getBroadcastStats } from './stats-channel.ts';
import { loadAsyncGraph } from './stats-graphs.ts';
import { getMegagroupStats } from './stats-group.ts';
import { getMessagePublicForwards, getMessageStats } from './stats-message.ts';
import { createGraphTokens } from './stats-tokens.ts';

/** Statistics for administrators, on the statistics' own data centre. Tokens of graphs belong to one handler. */
export function statsMethods(): MethodTable {
  const tokens = createGraphTokens();
  return {
    'stats.getBroadcastStats': { for: 'people', answer: (call) => getBroadcastStats(call, tokens) },
    'stats.getMegagroupStats': { for: 'people', answer: (call) => getMegagroupStats(call, tokens) },
    'stats.getMessageStats': { for: 'people', answer: (call) => getMessageStats(call, tokens) },
    'stats.getMessagePublicForwards': { for: 'people', answer: getMessagePublicForwards },
    'stats.loadAsyncGraph': { for: 'people', answer: (call) => loadAsyncGraph(call, tokens) },
  };
}

import { dailyGraphs, shownColumns } from '#sandbox/graphs/channel-graphs.ts';
import { groupHoursGraph, messagesGraph, messagesOf, weekdaysGraph } from '#sandbox/graphs/group-graphs.ts';
import { topPosters } from '#sandbox/graphs/group-people.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { buildUsers } from './build/build-page.ts';
import type { UserCall } from './method.ts';
import { findStatistics } from './stats-access.ts';
import { buildEmptyGraph, buildGraph, createGraphMaker } from './stats-graphs.ts';
import { buildPeriod, compare, currentPeriod } from './stats-period.ts';
import type { GraphTokens } from './stats-tokens.ts';

/** `stats.getMegagroupStats`: figures of the last seven days, graphs, and who wrote the most. */
export function getMegagroupStats(call: UserCall, tokens: GraphTokens): TlObject {
  const { world, caller } = call;
  const { id } = findStatistics(call, 'megagroup');
  const graphs = createGraphMaker(call, tokens, id);
  const period = currentPeriod(world.now());
  const columns = shownColumns(world, id);
  const from = columns[0]?.from ?? period.from;
  const messages = messagesOf(world, id, { from, to: period.to });
  const within = (of: { from: number; to: number }) =>
    messages.filter(({ date }) => date > of.from && date <= of.to);
  const posters = topPosters(within(period));
  const authors = (of: { from: number; to: number }): number =>
    new Set(within(of).map(({ fromId }) => fromId)).size;
  return {
    _: 'stats.megagroupStats',
    period: buildPeriod(period),
    members: compare(period, ({ to }) => world.subscribers(id, to) ?? 0),
    messages: compare(period, (of) => within(of).length),
    // Nobody counts here who only reads; at least those do who write.
    viewers: compare(period, authors),
    posters: compare(period, authors),
    growth_graph: graphs.ready('growth'),
    members_graph: buildGraph(dailyGraphs.followers(world, id, columns)),
    new_members_by_source_graph: graphs.async('newFollowersBySource'),
    languages_graph: graphs.async('languages'),
    messages_graph: buildGraph(messagesGraph(messages, columns)),
    actions_graph: buildEmptyGraph(),
    top_hours_graph: buildGraph(groupHoursGraph(within(period))),
    weekdays_graph: buildGraph(weekdaysGraph(messages, columns)),
    top_posters: posters.map((poster) => ({
      _: 'statsGroupTopPoster',
      user_id: BigInt(poster.userId),
      messages: poster.messages,
      avg_chars: poster.averageLength,
    })),
    // Nobody is thrown out and nobody is invited by name in this world.
    top_admins: [],
    top_inviters: [],
    users: buildUsers(
      world,
      caller.id,
      posters.map(({ userId }) => userId),
    ),
  };
}

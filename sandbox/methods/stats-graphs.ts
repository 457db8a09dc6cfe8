import { type DailyGraphName, dailyGraphs, shownColumns } from '#sandbox/graphs/channel-graphs.ts';
import { type Graph, writeGraph } from '#sandbox/graphs/graph.ts';
import { hoursOf } from '#sandbox/graphs/instants.ts';
import { type MessageGraphName, messageColumns, messageGraphs } from '#sandbox/graphs/message-graphs.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { longField, stringField } from './fields.ts';
import type { UserCall } from './method.ts';
import { requireStatsDc } from './stats-access.ts';
import type { GraphReference, GraphTokens } from './stats-tokens.ts';

/** A graph that is there at once; one with `zoomToken` can be looked at closer. */
export function buildGraph(graph: Graph, zoomToken?: string): TlObject {
  return { _: 'statsGraph', json: { _: 'dataJSON', data: writeGraph(graph) }, zoom_token: zoomToken };
}

/** Telegram's words where there is nothing to draw. */
export function buildEmptyGraph(): TlObject {
  return { _: 'statsGraphError', error: 'Not enough data to display.' };
}

/** What graphs of one channel are made with. */
export interface GraphMaker {
  /** A daily graph at once. */
  ready(graph: DailyGraphName): TlObject;
  /** A token for a daily graph, or for one of a post. */
  async(graph: DailyGraphName | MessageGraphName): TlObject;
}

export function createGraphMaker(
  call: UserCall,
  tokens: GraphTokens,
  channelId: string,
  messageId: number | null = null,
): GraphMaker {
  const { world, caller } = call;
  return {
    ready(graph) {
      return buildDailyGraph(call, tokens, { channelId, messageId, graph, isZoom: false }, graph);
    },
    async(graph) {
      const reference = { channelId, messageId, graph, isZoom: false };
      return { _: 'statsGraphAsync', token: tokens.issue(caller.id, reference, world.now()) };
    },
  };
}

/** `stats.loadAsyncGraph`: what a token stands for, or with `x` one of its columns hour by hour. */
export function loadAsyncGraph(call: UserCall, tokens: GraphTokens): TlObject {
  requireStatsDc(call);
  const { world, caller, request } = call;
  const reference = tokens.read(caller.id, stringField(request, 'token'), world.now());
  const { graph, channelId, messageId } = reference;
  if (isDaily(graph)) {
    if (!reference.isZoom) return buildDailyGraph(call, tokens, reference, graph);
    const day = request.x === undefined ? 0 : Number(longField(request, 'x')) / 1000;
    const isShown = shownColumns(world, channelId).some(({ from }) => from === day);
    if (!isShown) throw new RpcError(400, 'GRAPH_INVALID_RELOAD');
    return buildGraph(dailyGraphs[graph](world, channelId, hoursOf(day, Math.floor(world.now()))));
  }
  const message = messageId === null ? null : world.message(channelId, messageId);
  if (message === null || !isOfMessage(graph)) throw new RpcError(400, 'GRAPH_INVALID_RELOAD');
  const columns = messageColumns(message.date, world.now());
  return buildGraph(messageGraphs[graph](world, channelId, message.id, columns));
}

function buildDailyGraph(
  { world, caller }: UserCall,
  tokens: GraphTokens,
  reference: GraphReference,
  graph: DailyGraphName,
): TlObject {
  const { channelId } = reference;
  const zoomToken = tokens.issue(caller.id, { ...reference, isZoom: true }, world.now());
  return buildGraph(dailyGraphs[graph](world, channelId, shownColumns(world, channelId)), zoomToken);
}

function isDaily(graph: string): graph is DailyGraphName {
  return Object.hasOwn(dailyGraphs, graph);
}

function isOfMessage(graph: string): graph is MessageGraphName {
  return Object.hasOwn(messageGraphs, graph);
}

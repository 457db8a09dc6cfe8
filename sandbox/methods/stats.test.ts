import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '#sandbox/conformance/caller.ts';
import { createScene } from '#sandbox/conformance/scene.ts';
import { isTlObject } from '#sandbox/conformance/spelling.ts';
import {
  clientNames,
  startStation,
  type TestStation,
} from '#sandbox/conformance/start-station.test-client.ts';

const ownerMainId = '2200000105';
const daySeconds = 86_400;

describe.each(clientNames)('statistics through %s', (clientName) => {
  let station: TestStation;
  let owner: Caller;
  beforeAll(async () => {
    station = await startStation(clientName);
    owner = await station.caller('owner', station.setting.statsDcId);
  });
  afterAll(() => station.close());

  /** A graph of the owner's channel by the name of its field. */
  async function askForGraph(name: string): Promise<Record<string, unknown>> {
    const channel = createScene(station.setting, 'owner').channel(ownerMainId);
    const outcome = await owner.call({ _: 'stats.getBroadcastStats', channel });
    if (outcome.kind === 'error' || !isTlObject(outcome.answer)) throw new Error('there are no statistics');
    return Object(outcome.answer[name]);
  }

  async function load(token: unknown, x?: number) {
    return owner.call({ _: 'stats.loadAsyncGraph', token, ...(x !== undefined && { x: BigInt(x) }) });
  }

  it('give a graph on a second request for an hour, as often as one likes', async () => {
    const { token } = await askForGraph('languages_graph');
    expect(await load(token)).toMatchObject({ kind: 'answer', answer: { _: 'statsGraph' } });
    station.setting.clock.move(3600);
    expect(await load(token)).toMatchObject({ kind: 'answer', answer: { _: 'statsGraph' } });
    station.setting.clock.move(1);
    expect(await load(token)).toEqual({ kind: 'error', code: 400, text: 'GRAPH_EXPIRED_RELOAD' });
  });

  it('call a graph outdated when a new day has begun since', async () => {
    const now = station.setting.clock.now();
    station.setting.clock.move(daySeconds - (now % daySeconds) - 60);
    const { token } = await askForGraph('interactions_graph');
    station.setting.clock.move(120);
    expect(await load(token)).toEqual({ kind: 'error', code: 400, text: 'GRAPH_OUTDATED_RELOAD' });
  });

  it('lead from a graph that was fetched to its hours, whose joins are those of the day', async () => {
    const { token } = await askForGraph('new_followers_by_source_graph');
    const outcome = await load(token);
    const daily = readGraph(outcome.kind === 'answer' ? outcome.answer : null);
    const day = daily.columns[0]?.at(-2) ?? 0;
    const hours = await load(daily.zoomToken, day);
    const hourly = readGraph(hours.kind === 'answer' ? hours.answer : null);
    expect(hourly.zoomToken).toBeUndefined();
    expect(hourly.columns[0]).toHaveLength(24);
    daily.columns.slice(1).forEach((values, index) => {
      const sum = (hourly.columns[index + 1] ?? []).reduce((total, value) => total + value, 0);
      expect(sum).toBe(values.at(-2));
    });
  });

  it('say of every window that joins minus leaves are the change of the count', async () => {
    const growth = readGraph(await askForGraph('growth_graph')).columns[1] ?? [];
    const [, joined = [], left = []] = readGraph(await askForGraph('followers_graph')).columns;
    for (let from = 0; from < growth.length; from += 1) {
      let change = 0;
      for (let to = from + 1; to < growth.length; to += 1) {
        change += (joined[to] ?? 0) - (left[to] ?? 0);
        expect((growth[to] ?? 0) - (growth[from] ?? 0)).toBe(change);
      }
    }
    expect(growth).toHaveLength(90);
  });
});

/** Columns without their labels, and the token for a closer look. */
function readGraph(graph: unknown): { columns: number[][]; zoomToken: unknown } {
  const { json, zoom_token } = Object(graph);
  const { columns }: { columns: [string, ...number[]][] } = JSON.parse(json.data);
  return { columns: columns.map(([, ...values]) => values), zoomToken: zoom_token };
}

import { describe, expect, it } from 'vitest';
import { aPostCurve, noon } from './a-post-curve.ts';
import { alertObservations } from './alert-observations.ts';

const hour = 3_600;
const instant = (at: number): string => new Date(at * 1_000).toISOString();

describe('alertObservations', () => {
  const curves = [
    aPostCurve(
      [
        [0, 5],
        [1, null],
        [2, 50],
      ],
      { postId: 1 },
    ),
    aPostCurve(
      [
        [1, 7],
        [30, 90],
      ],
      { postId: 2, publishedAt: noon + 2 * hour },
    ),
  ];

  it('puts everything in the order of time, a post before its views', () => {
    const counts = [
      { capturedAt: instant(noon + 2 * hour), subscribers: 10 },
      { capturedAt: instant(noon - 2 * hour), subscribers: 9 },
    ];
    expect(alertObservations(counts, curves, { from: noon, to: noon + 3 * hour }, null)).toEqual([
      { kind: 'published', at: noon, postId: 1 },
      { kind: 'views', at: noon, postId: 1, views: 5, velocity: null },
      { kind: 'published', at: noon + 2 * hour, postId: 2 },
      { kind: 'views', at: noon + 2 * hour, postId: 1, views: 50, velocity: null },
      { kind: 'subscribers', at: noon + 2 * hour, subscribers: 10 },
      { kind: 'views', at: noon + 3 * hour, postId: 2, views: 7, velocity: null },
      { kind: 'tick', at: noon + 3 * hour },
    ]);
  });

  it('asks for velocities at the age of each reading, and nothing of posts from before', () => {
    const within = { from: noon + hour, to: noon + 40 * hour };
    expect(alertObservations([], curves, within, (_curve, age) => age / hour)).toEqual([
      { kind: 'published', at: noon + 2 * hour, postId: 2 },
      { kind: 'views', at: noon + 3 * hour, postId: 2, views: 7, velocity: 1 },
      { kind: 'views', at: noon + 32 * hour, postId: 2, views: 90, velocity: 30 },
      { kind: 'tick', at: noon + 40 * hour },
    ]);
  });
});

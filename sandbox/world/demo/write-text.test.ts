import { describe, expect, it } from 'vitest';
import { aHistoryRequest, aWorld } from '../a-world.ts';
import { createRandom } from '../random.ts';
import type { VisibleMessage, World } from '../world.ts';
import { type Theme, vocabularies } from './texts.ts';
import { headlineOf, writePostText } from './write-text.ts';

const themes = Object.keys(vocabularies) as Theme[];

/** The posts a channel wrote itself and has not deleted, oldest first; the later items of albums have no text. */
function ownPosts(world: World, channelId: string): VisibleMessage[] {
  const { messages } = world.history(channelId, aHistoryRequest({ limit: 1_000_000 }));
  return messages.filter(({ forward, text }) => forward === null && text !== '').toReversed();
}

describe('the texts of the demo world', () => {
  it.each(themes)('have enough different lines for %s', (theme) => {
    const { headlines, sentences } = vocabularies[theme];
    expect(new Set(headlines).size).toBe(headlines.length);
    expect(new Set(sentences).size).toBe(sentences.length);
    expect(headlines.length).toBeGreaterThanOrEqual(10);
    expect(sentences.length).toBeGreaterThanOrEqual(10);
  });

  it('never say a sentence twice in one post, nor use one of a channel’s last three headlines again', async () => {
    const world = await aWorld();
    let counted = 0;
    for (const { id, kind } of world.channels()) {
      if (kind !== 'broadcast') continue;
      const posts = ownPosts(world, id);
      const headlines = posts.map((post) => headlineOf(post));
      posts.forEach(({ text }, index) => {
        const known = Object.values(vocabularies).flatMap(({ sentences }) => sentences);
        const said = known.filter((sentence) => text.split(sentence).length > 2);
        expect(said, text).toEqual([]);
        expect(headlines.slice(Math.max(0, index - 3), index)).not.toContain(headlines[index]);
        counted += 1;
      });
    }
    expect(counted).toBeGreaterThan(1000);
  });

  it('draw as many numbers whatever was used before, so that nothing else of the world moves', () => {
    const [first = '', second = '', third = ''] = vocabularies.tech.headlines;
    const [fresh, remembering] = [createRandom('7'), createRandom('7')];
    writePostText(fresh, 'tech', false, []);
    const { text } = writePostText(remembering, 'tech', false, [first, second, third]);
    expect([first, second, third].some((headline) => text.startsWith(headline))).toBe(false);
    expect(remembering.next()).toBe(fresh.next());
  });
});

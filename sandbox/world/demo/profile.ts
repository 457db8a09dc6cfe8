/**
 * The generated world: what its channels are like (`channels`), what they say (`texts`), who comes and goes
 * (`member-flow`) and what is published on one day (`write-day`). Everything follows from the seed and the epoch.
 */
import type { PersonRole } from '../people.ts';
import type { ReactionKind } from '../stored-message.ts';
import type { Theme } from './texts.ts';

/** The character of one generated channel. Shares and rates are 0…1. */
export interface DemoProfile {
  id: string;
  /** null: private. */
  username: string | null;
  title: string;
  about: string;
  kind: 'broadcast' | 'megagroup';
  theme: Theme;
  /** null: nobody of the four people. */
  creator: PersonRole | null;
  admins: readonly PersonRole[];
  members: readonly PersonRole[];
  /** The channel's discussion group, or the group's channel. */
  linkedChatId: string | null;
  isVerified: boolean;
  /** At the beginning of the history. */
  subscribers: number;
  joinsPerDay: number;
  leavesPerDay: number;
  /** Crowds that were bought: so many within so many hours, counted in days before the epoch. */
  purchases: readonly { daysBeforeEpoch: number; members: number; hours: number }[];
  postsPerDay: number;
  /** Hours of the day (UTC) in which posts appear. */
  hours: readonly [number, ...number[]];
  /** Views of a typical post in the end, per subscriber at publication. */
  viewShare: number;
  /** Spread of the logarithm of views from post to post. */
  viewSpread: number;
  paceHours: number;
  forwardRate: number;
  /** null: comments are off. */
  commentRate: number | null;
  /** All reactions per view; 0 with an empty palette: no reactions are allowed. */
  reactionRate: number;
  palette: readonly ReactionKind[];
  photoShare: number;
  albumShare: number;
  pollShare: number;
  repostShare: number;
  repostsFrom: readonly string[];
  editShare: number;
  deleteShare: number;
  adShare: number;
  /** Posts whose views were bought some hours later. */
  boughtViewsShare: number;
  signatures: readonly string[];
}

/** An ordinary public channel; each profile names only what is its own. */
export const ordinary = {
  about: '',
  kind: 'broadcast',
  creator: null,
  admins: [],
  members: [],
  linkedChatId: null,
  isVerified: false,
  purchases: [],
  hours: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
  viewShare: 0.4,
  viewSpread: 0.35,
  paceHours: 7,
  forwardRate: 0.006,
  commentRate: null,
  reactionRate: 0.02,
  palette: [{ emoticon: '👍' }, { emoticon: '❤' }, { emoticon: '🔥' }],
  photoShare: 0.4,
  albumShare: 0.05,
  pollShare: 0.01,
  repostShare: 0,
  repostsFrom: [],
  editShare: 0.06,
  deleteShare: 0.01,
  adShare: 0.03,
  boughtViewsShare: 0,
  signatures: [],
} satisfies Partial<DemoProfile>;

import { getChannelReport } from './channel-report.ts';
import { getChannels } from './channels.ts';
import { getConfig } from './config.ts';
import type { Route } from './route.ts';
import { deleteSession, postSession } from './session.ts';
import { getMe } from './users-me.ts';

/** Every route there is. The test of authorizations is made from this table and fails for a route it has no cells for. */
export const routes: readonly Route[] = [
  getConfig,
  postSession,
  deleteSession,
  getMe,
  getChannels,
  getChannelReport,
];

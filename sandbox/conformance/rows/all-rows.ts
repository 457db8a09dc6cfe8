import type { RowTable } from '../row.ts';
import { aroundChannelRows } from './around-channel-rows.ts';
import { channelRows } from './channel-rows.ts';
import { codeRows } from './code-rows.ts';
import { dialogRows } from './dialog-rows.ts';
import { graphRows } from './graph-rows.ts';
import { helpRows } from './help-rows.ts';
import { historyRows } from './history-rows.ts';
import { inviteRows } from './invite-rows.ts';
import { loginRows } from './login-rows.ts';
import { memberRows } from './member-rows.ts';
import { nativeStatsRows } from './native-stats-rows.ts';
import { participantRows } from './participant-rows.ts';
import { searchRows } from './search-rows.ts';
import { sessionRows } from './session-rows.ts';
import { threadRows } from './thread-rows.ts';
import { tokenRows } from './token-rows.ts';
import { updateRows } from './update-rows.ts';
import { userRows } from './user-rows.ts';

/** Every row there is, by method. */
export const allRows: RowTable = {
  ...helpRows,
  ...codeRows,
  ...loginRows,
  ...tokenRows,
  ...sessionRows,
  ...userRows,
  ...channelRows,
  ...participantRows,
  ...historyRows,
  ...searchRows,
  ...dialogRows,
  ...updateRows,
  ...aroundChannelRows,
  ...threadRows,
  ...memberRows,
  ...inviteRows,
  ...nativeStatsRows,
  ...graphRows,
};

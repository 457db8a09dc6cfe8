import { useQuery } from '@tanstack/react-query';
import { List, Section } from '@telegram-apps/telegram-ui';
import type { ReactElement } from 'react';
import { useServices } from '../../app.tsx';
import { channelListQuery } from '../../queries.ts';
import { useText } from '../../text.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { ListSkeleton } from '../../ui/skeletons.tsx';
import { ChannelRow } from './channel-row.tsx';
import { NoChannels } from './no-channels.tsx';

/** The channels the viewer tracks. */
export function ChannelListScreen(): ReactElement {
  const { say } = useText();
  const { api } = useServices();
  const list = useQuery(channelListQuery(api));
  return (
    <main className="page" data-testid="channel-list" aria-busy={list.isPending}>
      <h1 className="visually-hidden">{say('app-channels')}</h1>
      {list.data === undefined ? (
        list.isError ? (
          <ProblemView error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <ListSkeleton />
        )
      ) : list.data.channels.length === 0 ? (
        <NoChannels />
      ) : (
        <List>
          <Section
            header={<SectionHead>{say('app-channels')}</SectionHead>}
            footer={<p className="section-footer">{say('app-channels-footer')}</p>}
          >
            {list.data.channels.map((channel) => (
              <ChannelRow channel={channel} key={channel.channelId} />
            ))}
          </Section>
        </List>
      )}
    </main>
  );
}

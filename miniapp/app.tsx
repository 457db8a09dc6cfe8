import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { AppRoot } from '@telegram-apps/telegram-ui';
import { createContext, type ReactElement, useContext, useEffect, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import type { ChannelId } from '#contract/channel-id.ts';
import type { MiniAppConfig } from '#contract/mini-app-config.ts';
import type { Api } from './api.ts';
import { ChannelScreen } from './screens/channel/channel-screen.tsx';
import { ChannelListScreen } from './screens/channels/channel-list-screen.tsx';
import { announceReady, useAppearance } from './telegram/client.ts';
import { channelOfStartParameter } from './telegram/start-channel.ts';

interface AppProps {
  api: Api;
  queryClient: QueryClient;
  startChannelId: ChannelId | null;
  loadConfig(): Promise<MiniAppConfig>;
}

/** What screens ask questions with. */
export interface AppServices {
  api: Api;
  loadConfig(): Promise<MiniAppConfig>;
}

const ServicesContext = createContext<AppServices | null>(null);

/** The services of the running app; screens are always inside it. */
export function useServices(): AppServices {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('a screen was drawn outside the app');
  return services;
}

/**
 * The app as Telegram opened it: a link to a channel begins on that channel, everything else with the list. The look with
 * inset grouped lists is taken on every platform.
 */
export function App({ api, queryClient, startChannelId, loadConfig }: AppProps): ReactElement {
  const appearance = useAppearance();
  useEffect(() => {
    announceReady();
  }, []);
  useEffect(() => {
    document.documentElement.dataset.appearance = appearance;
  }, [appearance]);
  return (
    <AppRoot appearance={appearance} platform="ios">
      <QueryClientProvider client={queryClient}>
        <ServicesContext value={{ api, loadConfig }}>
          <Screens startChannelId={startChannelId} />
        </ServicesContext>
      </QueryClientProvider>
    </AppRoot>
  );
}

function Screens({ startChannelId }: { startChannelId: ChannelId | null }): ReactElement | null {
  const [path, navigate] = useLocation();
  const [isPlaced, setIsPlaced] = useState(startChannelId === null || path.startsWith('/channels/'));
  useEffect(() => {
    if (isPlaced) return;
    navigate(`/channels/${startChannelId}`, { replace: true });
    setIsPlaced(true);
  }, [isPlaced, navigate, startChannelId]);
  if (!isPlaced) return null;
  return (
    <Switch>
      <Route path="/channels/:channelId">
        {({ channelId }) => {
          const known = channelOfStartParameter(`c${channelId}`);
          return known === null ? (
            <Redirect to="/" replace />
          ) : (
            <ChannelScreen channelId={known} key={known} />
          );
        }}
      </Route>
      <Route path="/">
        <ChannelListScreen />
      </Route>
      <Route>
        <Redirect to="/" replace />
      </Route>
    </Switch>
  );
}

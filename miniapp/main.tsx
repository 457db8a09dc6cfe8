/**
 * The Mini App. `telegram/` finds out who opened it; `api.ts` asks our server; `screens/` show what came, each with four
 * visible branches (loading, empty, problem, ready); `charts/` draws the descriptions of the top-level folder `charts/`.
 * Contract types come from `contract/` as types only, numbers are written by `format/`, sentences by `locales/`.
 */
import '@telegram-apps/telegram-ui/dist/styles.css';
import 'uplot/dist/uPlot.min.css';
import './styles/base.css';
import './styles/channel-list.css';
import './styles/channel.css';
import './styles/chart.css';
import './styles/sheet.css';
import './styles/placeholders.css';
import './styles/skeletons.css';
import { createRoot } from 'react-dom/client';
import { toLanguage } from '#format/language.ts';
import { createApi } from './api.ts';
import { App } from './app.tsx';
import { createConfig } from './config.ts';
import { loadMessages } from './load-messages.ts';
import { createQueryClient, prefetchFirstScreen } from './queries.ts';
import { OutsideScreen } from './screens/outside/outside-screen.tsx';
import { launch } from './telegram/launch.ts';
import { createText, TextContext } from './text.ts';

async function start(root: HTMLElement): Promise<void> {
  const fetch = window.fetch.bind(window);
  const loadConfig = createConfig(fetch);
  const launched = await launch(async () => (await loadConfig()).miniAppHosts);
  const language = toLanguage(launched.languageCode);
  document.documentElement.lang = language;
  const api = createApi(launched.kind === 'inside' ? launched.initData : '', fetch);
  const queryClient = createQueryClient();
  // The first screen's figures travel while the sentences do.
  if (launched.kind === 'inside') void prefetchFirstScreen(queryClient, api, launched.startChannelId);
  const text = createText(await loadMessages(language), language);
  createRoot(root).render(
    <TextContext value={text}>
      {launched.kind === 'inside' ? (
        <App
          api={api}
          queryClient={queryClient}
          startChannelId={launched.startChannelId}
          loadConfig={loadConfig}
        />
      ) : (
        <OutsideScreen isInTelegram={launched.kind === 'without-init-data'} loadConfig={loadConfig} />
      )}
    </TextContext>,
  );
}

const root = document.getElementById('root');
if (root !== null) {
  start(root).catch(() => {
    // The sentences themselves may be what could not be loaded, so this one is here, in both languages.
    root.textContent =
      'Channel Pulse could not start: check the connection and open it again. · Не получилось запуститься: проверьте связь и откройте снова.';
  });
}

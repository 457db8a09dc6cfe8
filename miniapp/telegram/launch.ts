import {
  bindThemeParamsCssVars,
  bindViewportCssVars,
  expandViewport,
  init,
  mountBackButton,
  mountMiniAppSync,
  mountViewport,
  retrieveLaunchParams,
  retrieveRawInitData,
  setMiniAppBackgroundColor,
  setMiniAppHeaderColor,
  targetOrigin,
} from '@telegram-apps/sdk-react';
import type { ChannelId } from '#contract/channel-id.ts';
import { askUntilAnswered } from './ask-until-answered.ts';
import { chooseHost, parentOrigin } from './host.ts';
import { channelOfStartParameter, findStartParameter } from './start-channel.ts';

/** How the app was opened. */
export type Launch =
  | { kind: 'inside'; initData: string; languageCode: string; startChannelId: ChannelId | null }
  | { kind: 'outside'; languageCode: string }
  | { kind: 'without-init-data'; languageCode: string };

/** A client that does not answer must not keep the first screen away. */
const viewportDeadlineMs = 1_000;

/**
 * Finds out whether Telegram opened us and, if so, connects to its client: theme and safe areas become CSS variables.
 * `loadAllowedHosts` is asked only inside a frame that is not Telegram Web's. Never throws.
 */
export async function launch(loadAllowedHosts: () => Promise<readonly string[]>): Promise<Launch> {
  const parameters = readParameters();
  if (parameters === null) return { kind: 'outside', languageCode: navigator.language };
  const { languageCode } = parameters;
  const frame = await connectToFrame(loadAllowedHosts);
  if (frame === 'foreign') return { kind: 'outside', languageCode };
  if (!connectToClient()) return { kind: 'outside', languageCode };
  const initData = retrieveRawInitData();
  if (initData === undefined || !parameters.hasUser) return { kind: 'without-init-data', languageCode };
  const startParameter = findStartParameter(parameters.startParameter, window.location.search);
  return { kind: 'inside', initData, languageCode, startChannelId: channelOfStartParameter(startParameter) };
}

interface Parameters {
  languageCode: string;
  /** False: opened from a reply keyboard, where Telegram signs nobody's name. */
  hasUser: boolean;
  startParameter: string | undefined;
}

function readParameters(): Parameters | null {
  try {
    const { tgWebAppData, tgWebAppStartParam } = retrieveLaunchParams(false);
    const user = tgWebAppData?.user;
    const languageCode = user?.language_code ?? navigator.language;
    return { languageCode, hasUser: user !== undefined, startParameter: tgWebAppStartParam };
  } catch {
    // No launch parameters in the address or the session's storage: this is an ordinary browser.
    return null;
  }
}

/**
 * `foreign`: a page that the operator did not name frames us. Until our server has said which pages may, nothing is
 * posted to the frame and the first screen waits: a client that has not heard from us would go on covering it.
 */
async function connectToFrame(
  loadAllowedHosts: () => Promise<readonly string[]>,
): Promise<'connected' | 'foreign'> {
  const origin = parentOrigin({
    isFramed: window.self !== window.top,
    ancestorOrigins: 'ancestorOrigins' in window.location ? [...window.location.ancestorOrigins] : [],
    referrer: document.referrer,
  });
  const usual = chooseHost(origin, [targetOrigin()]);
  if (usual !== null) return 'connected';
  const host = chooseHost(origin, await askUntilAnswered(loadAllowedHosts));
  if (host === null) return 'foreign';
  targetOrigin.set(host);
  return 'connected';
}

/**
 * Connects to the client; false when there is none, because somebody opened a copied address in an ordinary browser.
 * After that each step stands alone: an old client that lacks one still gets the others.
 */
function connectToClient(): boolean {
  try {
    init();
  } catch {
    // Nobody takes the events of this window.
    return false;
  }
  const steps = [
    () => mountMiniAppSync(),
    () => bindThemeParamsCssVars(),
    () => setMiniAppHeaderColor.ifAvailable('secondary_bg_color'),
    () => setMiniAppBackgroundColor.ifAvailable('secondary_bg_color'),
    () => mountBackButton.ifAvailable(),
    () => expandViewport.ifAvailable(),
  ];
  for (const step of steps) {
    try {
      step();
    } catch {
      // This client does not know the method; the screens have defaults for what it would have told.
    }
  }
  void bindViewport();
  return true;
}

async function bindViewport(): Promise<void> {
  try {
    await mountViewport({ timeout: viewportDeadlineMs });
    bindViewportCssVars();
  } catch {
    // The client did not answer in time: the browser's own viewport and no insets are used.
  }
}

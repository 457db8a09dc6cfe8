import {
  hapticFeedbackSelectionChanged,
  hideBackButton,
  isMiniAppDark,
  miniAppReady,
  onBackButtonClick,
  openTelegramLink,
  showBackButton,
  useSignal,
} from '@telegram-apps/sdk-react';
import { useEffect, useEffectEvent } from 'react';
import { createBackStack } from './back-stack.ts';

/** Tells the client something where it can hear it; a client that cannot is no reason to lose the screen. */
function tell(event: () => unknown): void {
  try {
    event();
  } catch {
    // The client does not know this event, or is gone: what is on the screen does not depend on it.
  }
}

/** Tells Telegram's client that the first screen is there, so that it takes its placeholder away. */
export function announceReady(): void {
  tell(() => miniAppReady.ifAvailable());
}

const pushBack = createBackStack({
  show: () => tell(() => showBackButton.ifAvailable()),
  hide: () => tell(() => hideBackButton.ifAvailable()),
  listen: (onClick) => (onBackButtonClick.isAvailable() ? onBackButtonClick(onClick) : () => undefined),
});

/** The client's back button takes this component back, while it is there and nothing newer lies over it. */
export function useBackButton(goBack: () => void): void {
  const onClick = useEffectEvent(goBack);
  useEffect(() => pushBack(() => onClick()), []);
}

/** The client's theme, followed while the app is open. */
export function useAppearance(): 'light' | 'dark' {
  return useSignal(isMiniAppDark) ? 'dark' : 'light';
}

/** A light tap in the hand, where the device can. */
export function tapSelection(): void {
  tell(() => hapticFeedbackSelectionChanged.ifAvailable());
}

/** Opens a `t.me` address in Telegram itself. */
export function openInTelegram(address: string): void {
  if (openTelegramLink.isAvailable()) tell(() => openTelegramLink(address));
  else window.open(address, '_blank', 'noopener');
}

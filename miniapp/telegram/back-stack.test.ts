import { describe, expect, it } from 'vitest';
import { createBackStack } from './back-stack.ts';

function aButton(): { press(): void; isShown: boolean; button: Parameters<typeof createBackStack>[0] } {
  const listeners = new Set<() => void>();
  const state = {
    isShown: false,
    press: () => [...listeners].forEach((listener) => void listener()),
    button: {
      show: () => {
        state.isShown = true;
      },
      hide: () => {
        state.isShown = false;
      },
      listen: (onClick: () => void) => {
        listeners.add(onClick);
        return () => listeners.delete(onClick);
      },
    },
  };
  return state;
}

describe('createBackStack', () => {
  it('takes back what came last and nothing else, and hides the button with the last of all', () => {
    const button = aButton();
    const push = createBackStack(button.button);
    const pressed: string[] = [];
    const leaveScreen = push(() => pressed.push('screen'));
    const closeSheet = push(() => pressed.push('sheet'));
    button.press();
    expect(pressed).toEqual(['sheet']);
    closeSheet();
    expect(button.isShown).toBe(true);
    button.press();
    expect(pressed).toEqual(['sheet', 'screen']);
    leaveScreen();
    leaveScreen();
    expect(button.isShown).toBe(false);
    button.press();
    expect(pressed).toEqual(['sheet', 'screen']);
  });

  it('keeps the newest on top when an older one goes first, as screens do that replace each other', () => {
    const button = aButton();
    const push = createBackStack(button.button);
    const pressed: string[] = [];
    const leaveFirst = push(() => pressed.push('first'));
    push(() => pressed.push('second'));
    leaveFirst();
    button.press();
    expect(pressed).toEqual(['second']);
    expect(button.isShown).toBe(true);
  });
});

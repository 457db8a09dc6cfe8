import { SegmentedControl } from '@telegram-apps/telegram-ui';
import type { ReactElement } from 'react';
import type { Period } from '#contract/channel.ts';
import { tapSelection } from '../../telegram/client.ts';
import { useText } from '../../text.ts';

const periods: readonly Period[] = ['7d', '30d', '90d', '365d', 'all'];

interface PeriodSwitchProps {
  period: Period;
  onChange: (period: Period) => void;
}

/** The five periods; one is always chosen. */
export function PeriodSwitch({ period, onChange }: PeriodSwitchProps): ReactElement {
  const { say } = useText();
  return (
    <div className="period-switch">
      <SegmentedControl aria-label={say('app-period')}>
        {periods.map((one) => (
          <SegmentedControl.Item
            key={one}
            selected={one === period}
            aria-selected={one === period}
            aria-label={say(`app-period-${one}-label`)}
            data-testid={`period-${one}`}
            onClick={() => {
              tapSelection();
              onChange(one);
            }}
          >
            {say(`app-period-${one}`)}
          </SegmentedControl.Item>
        ))}
      </SegmentedControl>
    </div>
  );
}

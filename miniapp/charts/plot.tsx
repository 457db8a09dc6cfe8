import { type ReactElement, useEffectEvent, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { ChartDescription } from '#charts/chart.ts';
import { type PlotLook, plotOptions } from './plot-options.ts';

interface PlotProps {
  description: ChartDescription;
  height: number;
  appearance: 'light' | 'dark';
  /** What the chart shows, in one sentence; the table beside it has all numbers. */
  label: string;
  formatValue(value: number): string;
  formatSecond(second: number): string;
  /** The place under the finger or pointer; null when there is none. */
  onPoint(place: number | null): void;
}

/** Draws a description with uPlot, as wide as its container, in the theme's colours; it follows both. */
export function Plot(props: PlotProps): ReactElement {
  const { description, height, appearance, label } = props;
  const container = useRef<HTMLDivElement>(null);
  const onPoint = useEffectEvent(props.onPoint);
  const formatValue = useEffectEvent(props.formatValue);
  const formatSecond = useEffectEvent(props.formatSecond);
  useLayoutEffect(() => {
    const place = container.current;
    if (place === null) return;
    const style = getComputedStyle(place);
    const look: PlotLook = {
      width: Math.max(place.clientWidth, 100),
      height,
      appearance,
      textColour: style.getPropertyValue('--chart-text') || style.color,
      gridColour: style.getPropertyValue('--chart-grid') || style.color,
      groundColour: style.getPropertyValue('--card') || '#ffffff',
      fontFamily: style.fontFamily,
      formatValue: (value) => formatValue(value),
      formatSecond: (second) => formatSecond(second),
    };
    const { options, columns } = plotOptions(description, look);
    options.hooks = { ...options.hooks, setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)] };
    const plot = new uPlot(options, columns, place);
    const stopScrubbing = followFinger(plot);
    const resizing = new ResizeObserver(() => {
      if (place.clientWidth > 0 && place.clientWidth !== plot.width)
        plot.setSize({ width: place.clientWidth, height });
    });
    resizing.observe(place);
    return () => {
      resizing.disconnect();
      stopScrubbing();
      plot.destroy();
    };
  }, [description, height, appearance]);
  return (
    <div
      className="plot"
      ref={container}
      role="img"
      aria-label={label}
      style={{ height }}
      data-testid="plot"
    />
  );
}

/**
 * uPlot listens to a mouse only. A finger that moves sideways moves the cursor too; one that moves up or down scrolls
 * the page, as `touch-action: pan-y` says.
 */
function followFinger(plot: uPlot): () => void {
  const { over } = plot;
  const move = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') return;
    const box = over.getBoundingClientRect();
    plot.setCursor({ left: event.clientX - box.left, top: event.clientY - box.top });
  };
  over.addEventListener('pointerdown', move);
  over.addEventListener('pointermove', move);
  return () => {
    over.removeEventListener('pointerdown', move);
    over.removeEventListener('pointermove', move);
  };
}

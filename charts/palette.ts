/** Telegram's own names for the colours of series. */
export type ColourName =
  | 'blue'
  | 'green'
  | 'red'
  | 'golden'
  | 'light-blue'
  | 'light-green'
  | 'orange'
  | 'indigo';

const palette: Record<ColourName, { light: string; dark: string }> = {
  blue: { light: '#3497ED', dark: '#5CAFFA' },
  green: { light: '#3CC23F', dark: '#4BD964' },
  red: { light: '#F34C44', dark: '#F7655D' },
  golden: { light: '#DEAC1F', dark: '#F0B419' },
  'light-blue': { light: '#58A8ED', dark: '#7EC4FF' },
  'light-green': { light: '#8FCF39', dark: '#A0D951' },
  orange: { light: '#E3B727', dark: '#F2994A' },
  indigo: { light: '#7F79F3', dark: '#9088FF' },
};

/** The colour of a series in a theme, `#RRGGBB`. */
export function colourOf(name: ColourName, appearance: 'light' | 'dark'): string {
  return palette[name][appearance];
}

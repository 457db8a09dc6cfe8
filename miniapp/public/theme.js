/*
 * Runs before the first paint: takes Telegram's colours out of the launch parameters, so that the shell already has the
 * person's theme. It stands alone, because the application itself arrives later; then the SDK keeps the colours fresh.
 */
(() => {
  try {
    const parameters = new URLSearchParams(window.location.hash.slice(1));
    const colours = JSON.parse(parameters.get('tgWebAppThemeParams') ?? '{}');
    for (const [name, colour] of Object.entries(colours)) {
      if (!/^[a-z_]{1,40}$/.test(name) || !/^#[0-9a-f]{6}$/i.test(String(colour))) continue;
      document.documentElement.style.setProperty(`--tg-theme-${name.replaceAll('_', '-')}`, colour);
    }
  } catch {
    // Broken parameters: the defaults of the style sheet are used.
  }
})();

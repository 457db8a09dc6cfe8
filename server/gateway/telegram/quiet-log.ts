import { Logger } from 'telegram/extensions/index.js';
import { LogLevel } from 'telegram/extensions/Logger.js';

/** Symptoms of the library that are worth counting; everything else it says is dropped, as it may hold raw data. */
export type LibrarySymptom =
  | 'unknown-type'
  | 'bad-auth-key'
  | 'security'
  | 'server-trouble'
  | 'background-error';

/**
 * Creates the log given to GramJS: it prints nothing (GramJS writes undecoded bytes of answers into its log) and turns
 * the few lines that mean something into symptoms, which become a metric.
 */
export function createQuietLog(onSymptom: (symptom: LibrarySymptom) => void): Logger {
  class QuietLog extends Logger {
    override info(message: string): void {
      if (message.startsWith('Type ')) onSymptom('unknown-type');
    }

    override warn(message: string): void {
      if (message.startsWith('Broken authorization key')) onSymptom('bad-auth-key');
      else if (message.startsWith('Security error')) onSymptom('security');
      else if (message.startsWith('Telegram is having internal issues')) onSymptom('server-trouble');
    }

    override error(): void {
      onSymptom('background-error');
    }

    override debug(): void {
      // Debug lines hold the content of calls; they are never wanted.
    }
  }
  return new QuietLog(LogLevel.NONE);
}

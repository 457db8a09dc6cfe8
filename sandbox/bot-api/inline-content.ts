import { badRequest } from './api-error.ts';
import type { BotMessage } from './bot-objects.ts';
import { maxCaptionLength, maxTextLength, readFormattedText } from './entities/format-text.ts';
import type { JsonFields } from './json-fields.ts';
import { createParameters } from './parameters.ts';

/** The message a result sends, besides its author and its place. */
export type InlineContent = Partial<BotMessage>;

/**
 * `input_message_content`: a text, a place, a venue or a contact; null: none was given, so the result sends itself. In the
 * order in which `Client::get_input_message_content` of the Bot API server looks for them.
 */
export function readInputContent(entry: JsonFields, isRequired: boolean): InlineContent | null {
  const given = entry.object('input_message_content');
  if (given === null) {
    // The form of the first days, which is still taken and which the refusals speak of.
    const text = isRequired ? entry.requiredText('message_text') : entry.text('message_text');
    if (isRequired && text === '') throw refuse('Message text is empty');
    return text === '' ? null : readText(entry);
  }
  if (given.text('message_text') !== '') return readText(given);
  if (given.has('latitude') && given.has('longitude')) return readPlace(given);
  if (given.has('phone_number')) return readContact(given);
  if (isRequired) throw refuse('Input message content is not specified');
  return null;
}

function refuse(why: string): Error {
  return badRequest(`can't parse inline query result: ${why}`);
}

function readText(given: JsonFields): InlineContent {
  const { text, entities } = readFormattedText(createParameters(given.raw), 'message_text', 'entities');
  if (text === '') throw badRequest('message text is empty');
  if (text.length > maxTextLength) throw badRequest('MESSAGE_TOO_LONG');
  return { text, ...(entities.length > 0 && { entities }) };
}

/** `caption` of a result with a file. */
export function readInlineCaption(entry: JsonFields): InlineContent {
  const { text, entities } = readFormattedText(createParameters(entry.raw), 'caption', 'caption_entities');
  if (text === '') return {};
  if (text.length > maxCaptionLength) throw badRequest('MEDIA_CAPTION_TOO_LONG');
  return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
}

function readLocation(given: JsonFields, what = 'location'): { latitude: number; longitude: number } {
  const location = {
    latitude: given.requiredNumber('latitude'),
    longitude: given.requiredNumber('longitude'),
  };
  const isOnEarth = Math.abs(location.latitude) <= 90 && Math.abs(location.longitude) <= 180;
  if (!isOnEarth) throw badRequest(`wrong ${what} specified`);
  return location;
}

/** A location, or a venue where it has a title and an address. */
function readPlace(given: JsonFields): InlineContent {
  return given.has('title') && given.has('address') ? readVenue(given) : { location: readLocation(given) };
}

/** The field `location` is set too, as with every venue of the Bot API. */
function readVenue(given: JsonFields): InlineContent {
  const location = readLocation(given, 'venue location');
  const title = given.requiredText('title');
  return { location, venue: { location, title, address: given.requiredText('address') } };
}

function readContact(given: JsonFields): InlineContent {
  const phone = given.requiredText('phone_number').trim();
  const firstName = given.requiredText('first_name').trim();
  if (phone === '') throw badRequest('field "phone_number" must contain a valid phone number');
  if (firstName === '') throw badRequest('field "first_name" must be non-empty');
  const lastName = given.text('last_name').trim();
  return {
    contact: { phone_number: phone, first_name: firstName, ...(lastName !== '' && { last_name: lastName }) },
  };
}

/** How a result that is no file stands in the list, and what it sends by itself. */
export interface PlainResult {
  title: string;
  description: string;
  content: InlineContent;
}

/** Results that need no file, by type; each reads the fields of the result itself. */
export const plainResults: Record<string, (entry: JsonFields) => PlainResult> = {
  location(entry) {
    const location = readLocation(entry);
    const description = `${location.latitude} ${location.longitude}`;
    return { title: entry.requiredText('title'), description, content: { location } };
  },
  venue(entry) {
    const content = readVenue(entry);
    const { title, address } = content.venue ?? { title: '', address: '' };
    return { title, description: address, content };
  },
  contact(entry) {
    const content = readContact(entry);
    const { phone_number, first_name, last_name } = content.contact ?? { phone_number: '', first_name: '' };
    const title = [first_name, last_name].filter(Boolean).join(' ');
    return { title, description: phone_number, content };
  },
};

import { unzipSync } from 'node:zlib';
import { readTl } from '#sandbox/tl/read-tl.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { RpcError } from './rpc-error.ts';

/** A request with everything its wrappers said beside it. */
export interface UnwrappedRequest {
  request: TlObject;
  /** From `invokeWithLayer`; null: not named here. */
  layer: number | null;
  /** From `initConnection`; null: not sent here. */
  connection: { apiId: number; deviceModel: string; systemVersion: string; appVersion: string } | null;
  /** False inside `invokeWithoutUpdates`. */
  wantsUpdates: boolean;
  /** Message ids to be answered before, from `invokeAfterMsg` and `invokeAfterMsgs`. */
  after: bigint[];
}

const MAX_UNZIPPED_BYTES = 4 * 1024 * 1024;
/** Wrappers whose meaning nothing here depends on. */
const transparent = new Set([
  'invokeWithMessagesRange',
  'invokeWithTakeout',
  'invokeWithBusinessConnection',
  'invokeWithGooglePlayIntegrity',
  'invokeWithApnsSecret',
  'invokeWithReCaptcha',
]);

/** Takes the wrappers off a request. Throws `RpcError` where a zipped part does not open. */
export function unwrapRequest(wrapped: TlObject): UnwrappedRequest {
  const unwrapped: UnwrappedRequest = {
    request: wrapped,
    layer: null,
    connection: null,
    wantsUpdates: true,
    after: [],
  };
  for (let next: TlObject | null = wrapped; next; next = takeOff(next, unwrapped)) unwrapped.request = next;
  return unwrapped;
}

/** Opens `gzip_packed`, which some clients fill with a zlib stream. */
export function unzip(packed: Buffer): Buffer {
  try {
    return unzipSync(packed, { maxOutputLength: MAX_UNZIPPED_BYTES });
  } catch {
    throw new RpcError(400, 'INPUT_FETCH_ERROR');
  }
}

function takeOff(wrapper: TlObject, unwrapped: UnwrappedRequest): TlObject | null {
  const { query } = wrapper;
  switch (wrapper._) {
    case 'gzip_packed':
      return readTl(unzip(wrapper.packed_data as Buffer));
    case 'invokeWithLayer':
      unwrapped.layer = wrapper.layer as number;
      break;
    case 'initConnection':
      unwrapped.connection = {
        apiId: wrapper.api_id as number,
        deviceModel: wrapper.device_model as string,
        systemVersion: wrapper.system_version as string,
        appVersion: wrapper.app_version as string,
      };
      break;
    case 'invokeWithoutUpdates':
      unwrapped.wantsUpdates = false;
      break;
    case 'invokeAfterMsg':
      unwrapped.after.push(wrapper.msg_id as bigint);
      break;
    case 'invokeAfterMsgs':
      unwrapped.after.push(...(wrapper.msg_ids as bigint[]));
      break;
    default:
      if (!transparent.has(wrapper._)) return null;
  }
  return query as TlObject;
}

/** One webhook to one URL, as it travels through a lane. */
export interface Hook {
  /** `^[A-Za-z0-9_-]{1,64}$`; the `webhook-id` of every attempt. Receivers drop duplicates by it. */
  readonly id: string;
  readonly partnerId: string;
  /** Where it is POSTed. */
  readonly url: string;
  /** What happened, such as `invoice.paid`: 1 to 128 of `A-Za-z0-9._:/-`. */
  readonly type: string;
  /** The exact text that is signed and POSTed. */
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Further request headers, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A hook as the host hands it in. */
export interface HookInput {
  /** @default a new one, `msg_` and 32 hex digits. Pass your own to make publishing idempotent. */
  readonly id?: string;
  readonly partnerId: string;
  readonly url: string;
  readonly type: string;
  /** Text, or the bytes of well-formed UTF-8. */
  readonly body: string | Uint8Array;
  /** Milliseconds since the epoch. @default now */
  readonly createdAt?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The forms of a hook's fields, which the wire and the input share. */
export const hookIdPattern: RegExp = /^[A-Za-z0-9_-]{1,64}$/;
export const hookTypePattern: RegExp = /^[A-Za-z0-9._:/-]{1,128}$/;

/** What every sender is told. */
export interface Setting {
  /** Where it POSTs, without its own path. */
  readonly partnerUrl: string;
  readonly sqsEndpoint: string;
  readonly queueUrl: string;
  readonly resultsQueueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** POSTs under way at the same time. */
export const concurrency = 10;
export const partnerId = 'acme';
export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const hookType = 'invoice.paid';
/** 1,024 bytes, the same for all. */
export const hookBody = JSON.stringify({ type: hookType, note: 'x'.repeat(987) });

/** A sender, in its own process. */
export interface Sender {
  /** Makes ready what is not measured; hooks have ids of their own. */
  readonly prepare?: (hooks: number) => void;
  /** Resolves when all have been delivered. */
  readonly send: (hooks: number) => Promise<void>;
  /** Ends what `send` leaves under way, such as deletions; its processor time counts, its duration does not. */
  readonly finish?: () => Promise<void>;
}

/** Makes a sender; `path` is where it POSTs. */
export type CreateSender = (setting: Setting, path: string) => Sender;

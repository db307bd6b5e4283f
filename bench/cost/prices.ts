/**
 * What AWS asks in us-east-1, in dollars, without the free tier, as of 2026-06. Read on pages that quote AWS's price
 * lists, not from the price lists themselves.
 */
export const prices = {
  date: '2026-06',
  /** Of a standard queue; each 64 KB of a request count as one (aws.amazon.com/sqs/pricing). */
  millionSqsRequests: 0.4,
  /** aws.amazon.com/lambda/pricing */
  millionInvocations: 0.2,
  /** aws.amazon.com/lambda/pricing, of the first tier. */
  gbSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 },
  /** Decrypting a SecureString of SSM: a request to KMS (aws.amazon.com/kms/pricing). */
  millionKmsRequests: 3,
  /** What is written into CloudWatch Logs (aws.amazon.com/cloudwatch/pricing). */
  logGigabyte: 0.5,
} as const;

/** What a function runs on. */
export type Architecture = keyof typeof prices.gbSecond;

/** What was used, of everything that AWS bills. */
export interface Usage {
  readonly architecture: Architecture;
  readonly sqsRequests: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly kmsRequests: number;
  readonly logBytes: number;
}

/** Dollars for requests and compute. */
export function costOf(usage: Usage): number {
  const { sqsRequests, invocations, kmsRequests, gbSeconds, architecture } = usage;
  return (
    (sqsRequests * prices.millionSqsRequests) / 1e6 +
    (invocations * prices.millionInvocations) / 1e6 +
    (kmsRequests * prices.millionKmsRequests) / 1e6 +
    gbSeconds * prices.gbSecond[architecture]
  );
}

/** Dollars for logs. */
export function costOfLogs({ logBytes }: Usage): number {
  return (logBytes / 1e9) * prices.logGigabyte;
}

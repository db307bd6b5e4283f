// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
const pathPattern = /^\/[^/]+\/[A-Za-z0-9_-]{1,80}(\.fifo)?$/;

/** Tells whether a text is the URL of a queue: `https://<host>/<account>/<name>`. */
export function isQueueUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && pathPattern.test(url.pathname);
}

/** One queue may be reached by several hosts, so account and name decide. */
export function isSameQueue(one: string, other: string): boolean {
  return new URL(one).pathname === new URL(other).pathname;
}

/** Tells whether two queues are reached by one host; its port may change with a restart. */
export function isSameHost(one: string, other: string): boolean {
  const [first, second] = [new URL(one), new URL(other)];
  return first.protocol === second.protocol && first.hostname === second.hostname;
}

/** SQS asks that the names of FIFO queues, and only theirs, end like this. */
export function isFifoQueue(url: string): boolean {
  return url.endsWith('.fifo');
}

type Deviations = Readonly<Record<string, string>>;

const everywhere: Deviations = {
  'refuses to create a queue that was deleted within 60 seconds': 'creates it',
  'refuses a second purge within 60 seconds': 'purges again',
  'refuses a message with 11 attributes': 'takes it',
  'refuses a delay of -1 seconds': 'takes the message without delay',
  'fails the entry whose message is visible again, and only that': 'hides the message again',
  'refuses a maxReceiveCount of 0': 'takes it',
};

/** Where fauxqs 2.4.1, as `startEmbeddedSqs` runs it in memory, differs from SQS. */
export const fauxqsDeviations: Deviations = {
  ...everywhere,
  'refuses a delay of 901 seconds': 'delays for 901 seconds',
  'refuses a hold that ends more than 12 hours after the receive': 'holds the message',
  'refuses to delete by what is no receipt handle': 'deletes nothing and succeeds',
  'refuses an id of 81 characters': 'takes it',
  'sends the other messages of a batch when one has too long a delay': 'sends all of them',
  'goes on counting the receives of a dead letter': 'counts the move as a receive',
  'refuses a redrive policy to a queue that is not there': 'takes it',
};

/** Where fauxqs 2.4.1 with a `dataDir` differs from SQS. */
export const fauxqsOnDiskDeviations: Deviations = {
  ...fauxqsDeviations,
  'releases a message by a visibility of 0 seconds':
    'fails with HTTP 500 and loses the message until it is started again',
};

/** Where moto 5.2.1 differs from SQS. */
export const motoDeviations: Deviations = {
  ...everywhere,
  'lists the queues of a prefix, page by page': 'gives all queues in one page',
  'refuses a message with the raw character U+FFFE': 'takes it',
  'refuses a message with the raw character U+FFFF': 'takes it',
  'refuses a message with the raw character U+0000': 'takes it',
  'refuses a message with the raw character U+001B': 'takes it',
  'refuses a message that only its attributes make longer than 1 MiB': 'counts no attributes',
  'refuses a message whose bytes, not characters, are more than 1 MiB': 'counts characters',
  'counts the 12 hours from the receive, not from the send': 'counts from the send',
  'leaves a message that was received again when its old handle deletes': 'deletes the message',
  'counts bytes, not characters, of a batch': 'counts characters',
  'sends the other messages of a batch when one has a refused character': 'sends all of them',
  'sends the other messages of a batch when one has too long a delay':
    'fails the entry, but with a SenderFault that is a text',
  'refuses a redrive policy to a queue that is not there': 'refuses with QueueDoesNotExist',
};

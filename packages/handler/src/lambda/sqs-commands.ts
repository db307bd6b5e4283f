// What stands for `@aws-sdk/client-sqs` in the Lambda bundle: the commands that a lane sends, and no client.

type Command = new (input: object) => { readonly operation: string; readonly input: object };

function commandOf(operation: string): Command {
  return class {
    readonly operation: string = operation;
    readonly input: object;

    constructor(input: object) {
      this.input = input;
    }
  };
}

export const SendMessageBatchCommand: Command = commandOf('SendMessageBatch');
export const ChangeMessageVisibilityBatchCommand: Command = commandOf(
  'ChangeMessageVisibilityBatch',
);
export const DeleteMessageBatchCommand: Command = commandOf('DeleteMessageBatch');
export const GetQueueAttributesCommand: Command = commandOf('GetQueueAttributes');
export const GetQueueUrlCommand: Command = commandOf('GetQueueUrl');
export const ReceiveMessageCommand: Command = commandOf('ReceiveMessage');

/** The bundle gives its client to all that sends. */
export class SQSClient {
  constructor() {
    throw new Error('The Lambda bundle has no default client of SQS');
  }
}

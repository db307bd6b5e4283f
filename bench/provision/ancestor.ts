import type { CountedCall } from './quota-minimum.ts';

const once = (service: string, operation: string): CountedCall => ({
  service,
  operation,
  count: 1,
});

/**
 * The calls that the system which Hooklane continues makes for a new lane when nothing goes wrong: there each error is
 * tried again 15 times, every 5 seconds. It keeps no queue for dead letters and no secret of a lane, publishes no alias,
 * and makes three alarms for each lane.
 */
export const ancestorCalls: readonly CountedCall[] = [
  once('lambda', 'ListEventSourceMappings'),
  { service: 'sqs', operation: 'GetQueueUrl', count: 2 },
  { service: 'sqs', operation: 'GetQueueAttributes', count: 3 },
  once('sqs', 'CreateQueue'),
  once('sqs', 'TagQueue'),
  once('s3', 'ListObjectsV2'),
  once('logs', 'CreateLogGroup'),
  once('logs', 'PutRetentionPolicy'),
  once('logs', 'DescribeLogGroups'),
  once('logs', 'PutMetricFilter'),
  once('iam', 'CreateRole'),
  once('iam', 'CreatePolicy'),
  once('iam', 'AttachRolePolicy'),
  once('lambda', 'CreateFunction'),
  once('lambda', 'PutFunctionConcurrency'),
  once('lambda', 'CreateEventSourceMapping'),
  once('sns', 'CreateTopic'),
  { service: 'cloudwatch', operation: 'PutMetricAlarm', count: 3 },
];

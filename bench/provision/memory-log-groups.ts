import { Refusal } from '../../test/setup/strict-aws/answers.ts';
import { accountId, type Operations, region } from './memory-account.ts';

interface LogGroup {
  readonly logGroupName: string;
  readonly arn: string;
  readonly tags: unknown;
  retentionInDays?: unknown;
}

/** Log groups without logs. */
export function memoryLogGroups(): Operations {
  const groups = new Map<string, LogGroup>();
  const find = (name: unknown): LogGroup => {
    const group = groups.get(String(name));
    if (group !== undefined) return group;
    throw new Refusal('ResourceNotFoundException', `Log group ${name} does not exist.`);
  };
  return {
    'logs CreateLogGroup': ({ logGroupName, tags }) => {
      const name = String(logGroupName);
      if (groups.has(name)) {
        throw new Refusal('ResourceAlreadyExistsException', `Log group ${name} exists`);
      }
      const arn = `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
      groups.set(name, { logGroupName: name, arn, tags });
      return {};
    },
    'logs PutRetentionPolicy': ({ logGroupName, retentionInDays }) => {
      find(logGroupName).retentionInDays = retentionInDays;
      return {};
    },
    'logs DescribeLogGroups': ({ logGroupNamePrefix, limit }) => {
      const prefix = String(logGroupNamePrefix);
      const found: LogGroup[] = [];
      for (const [name, group] of groups) if (name.startsWith(prefix)) found.push(group);
      const logGroups = found
        .toSorted((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1))
        .slice(0, Number(limit));
      return { logGroups };
    },
    'logs ListTagsForResource': ({ resourceArn }) => ({
      tags: find(String(resourceArn).split(':log-group:')[1]).tags,
    }),
  };
}

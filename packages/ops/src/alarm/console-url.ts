import type { Alarm } from './alarm.ts';

/** Where the console of a partition is; it leads on to the region. */
const hosts: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The page of an alarm in the console of CloudWatch; `undefined` where its place is not known. */
export function consoleUrl({ name, place: { region, partition } }: Alarm): string | undefined {
  const host = Object.hasOwn(hosts, partition) ? hosts[partition] : undefined;
  if (host === undefined || region === undefined) return undefined;
  const query = encodeURIComponent(region.toWellFormed());
  const page = encodeURIComponent(name.toWellFormed());
  return `https://${host}/cloudwatch/home?region=${query}#alarmsV2:alarm/${page}`;
}

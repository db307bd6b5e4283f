import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { CallContext } from '../call-context.ts';
import type { Resource, Tags } from '../resource.ts';
import type { Site } from '../site.ts';
import { type AlarmSetSettings, type AlarmSettings, alarmRequest } from './alarm-settings.ts';
import { asTagList, fromTagList } from './tag-list.ts';

/** Alarms of CloudWatch that come and go together: up to 100 (DeleteAlarms). */
export function alarmSet(
  alarmNames: readonly string[],
  site: Site,
  { aws: { alarmReads, alarmWrites, metrics } }: CallContext,
): Resource<AlarmSetSettings> {
  const AlarmNames = [...alarmNames];
  const [name = ''] = AlarmNames;
  const arnOf = (alarm: string): string => site.arnOf('cloudwatch', `alarm:${alarm}`);
  const putAll = async (alarms: Partial<AlarmSetSettings>, tags: Tags): Promise<void> => {
    for (const [alarm, settings] of Object.entries(alarms)) {
      if (settings === undefined) continue;
      await alarmWrites.send(
        new PutMetricAlarmCommand({ ...alarmRequest(alarm, settings), Tags: asTagList(tags) }),
      );
    }
  };
  const readTags = async (alarm: string): Promise<Tags> => {
    const { Tags } = await metrics.send(
      new ListTagsForResourceCommand({ ResourceARN: arnOf(alarm) }),
    );
    return fromTagList(Tags);
  };
  return {
    kind: 'alarms',
    name,
    read: async () => {
      const { MetricAlarms = [] } = await alarmReads.send(
        new DescribeAlarmsCommand({ AlarmNames, AlarmTypes: ['MetricAlarm'] }),
      );
      if (MetricAlarms.length === 0) return undefined;
      const tags = await Promise.all(MetricAlarms.map(({ AlarmName = '' }) => readTags(AlarmName)));
      const settings = MetricAlarms.map((alarm) => [alarm.AlarmName, fromAlarm(alarm)]);
      return { settings: Object.fromEntries(settings), tags: commonTags(tags) };
    },
    create: async (wanted, tags) => {
      await putAll(wanted, tags);
      return undefined;
    },
    update: async ({ wanted, settings, tags, allTags }) => {
      // All of them: an alarm that was missing has none yet. On one that is there CloudWatch leaves them (PutMetricAlarm).
      await putAll(settings, allTags);
      if (Object.keys(tags).length === 0) return;
      for (const alarm of Object.keys(wanted)) {
        const ResourceARN = arnOf(alarm);
        await metrics.send(new TagResourceCommand({ ResourceARN, Tags: asTagList(tags) }));
      }
    },
    remove: async () => {
      await alarmWrites.send(new DeleteAlarmsCommand({ AlarmNames }));
    },
  };
}

/** The tags that all of them have: what one lacks is written on all, and one that is a stranger's is in the way. */
function commonTags([first = {}, ...others]: readonly Tags[]): Tags {
  const isOnAll = ([name, value]: [string, string]): boolean =>
    others.every((tags) => tags[name] === value);
  return Object.fromEntries(Object.entries(first).filter(isOnAll));
}

function fromAlarm(found: MetricAlarm): AlarmSettings {
  return {
    description: found.AlarmDescription ?? '',
    namespace: found.Namespace ?? '',
    metric: found.MetricName ?? '',
    dimensions: Object.fromEntries(
      (found.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]),
    ),
    statistic: found.Statistic ?? '',
    threshold: Number(found.Threshold),
    periodSeconds: Number(found.Period),
    periods: Number(found.EvaluationPeriods),
    topicArn: found.AlarmActions?.[0] ?? '',
  };
}

import { platformNames } from '@hooklane/core';
import { alarmRequest, fleetAlarms, type Site } from '@hooklane/provisioner/definitions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { tagAsOwned } from './stage-place.ts';

/** Adds the alarms that watch all lanes of a stage. */
export function addFleetAlarms(platform: Construct, site: Site, topic: ITopic): void {
  const alarms = fleetAlarms(site.stage, site.arnOf('sns', platformNames(site.stage).alarmTopic));
  const scope = new Construct(platform, 'Alarms');
  // It is named, not referred to.
  scope.node.addDependency(topic);
  for (const [name, settings] of Object.entries(alarms)) {
    const request = alarmRequest(name, settings);
    const alarm = new cloudwatch.CfnAlarm(scope, name, {
      alarmName: request.AlarmName,
      alarmDescription: request.AlarmDescription,
      namespace: request.Namespace,
      metricName: request.MetricName,
      dimensions: request.Dimensions.map(({ Name, Value }) => ({ name: Name, value: Value })),
      statistic: request.Statistic,
      comparisonOperator: request.ComparisonOperator,
      threshold: request.Threshold,
      period: request.Period,
      evaluationPeriods: request.EvaluationPeriods,
      treatMissingData: request.TreatMissingData,
      alarmActions: request.AlarmActions,
      okActions: request.OKActions,
    });
    // The provisioner takes the alarms for one resource: its hash is that of all of them.
    tagAsOwned(alarm, site.stage, alarms);
  }
}

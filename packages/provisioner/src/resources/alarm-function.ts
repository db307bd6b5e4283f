import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import type { CallContext } from '../call-context.ts';
import type { Change, Resource } from '../resource.ts';
import type { Site } from '../site.ts';
import type { AlarmFunctionSettings } from './alarm-function-settings.ts';
import { changeOnce } from './function-change.ts';
import type { FunctionCode } from './function-settings.ts';
import {
  type FoundFunction,
  type FunctionSettings,
  laneFunction,
  untilIdle,
  untilUsable,
} from './lane-function.ts';

/** The function that tells Slack of alarms. */
export function alarmFunction(
  name: string,
  site: Site,
  code: FunctionCode | undefined,
  context: CallContext,
): Resource<AlarmFunctionSettings> {
  const base = laneFunction(name, site, code, context);
  return {
    ...base,
    read: async () => {
      const found = (await base.read()) as FoundFunction | undefined;
      if (found === undefined) return undefined;
      return { ...found, settings: { ...found.settings, codeSha256: found.codeSha256 } };
    },
    create: async ({ codeSha256: _, ...wanted }, tags) => {
      await base.create(wanted, tags);
      return undefined;
    },
    update: async (change) => {
      await base.update(withoutCode(change));
      const { isUsable, codeSha256 } = change.settings;
      // What was made anew has the code already.
      if (code === undefined || codeSha256 === undefined || isUsable !== undefined) return;
      await writeCode(name, code, context);
    },
  };
}

function withoutCode({
  wanted,
  settings,
  ...tags
}: Change<AlarmFunctionSettings>): Change<FunctionSettings> {
  const { codeSha256: _, ...wantedRest } = wanted;
  const { codeSha256: __, ...settingsRest } = settings;
  return { wanted: wantedRest, settings: settingsRest, ...tags };
}

async function writeCode(
  FunctionName: string,
  code: FunctionCode,
  context: CallContext,
): Promise<void> {
  const { RevisionId } = await untilIdle(FunctionName, context);
  const command = new UpdateFunctionCodeCommand({
    FunctionName,
    ZipFile: code.zip,
    Architectures: ['arm64'],
    RevisionId,
  });
  await changeOnce({
    functionName: FunctionName,
    send: () => context.aws.lambda.create(command),
    isDone: async () => (await untilIdle(FunctionName, context)).CodeSha256 === code.sha256,
  });
  await untilUsable(FunctionName, context);
}

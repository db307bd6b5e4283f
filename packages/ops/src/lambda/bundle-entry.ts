import { type AlarmHandler, createAlarmHandler } from '../lambda.ts';

/** The handler of the alarms' function; its code is this file and all that it needs. */
export const handler: AlarmHandler = makeHandler();

/** The one function that reads the environment of the process. */
function makeHandler(): AlarmHandler {
  return createAlarmHandler(process.env);
}

export type { AlarmToSlackOptions } from './alarm/alarm-options.ts';
export { type AlarmReport, alarmToSlack } from './alarm/alarm-to-slack.ts';
export type { LogLinesQuery, ReadLogLines } from './alarm/log-lines.ts';
export type { Fetch } from './alarm/post-message.ts';
export { moveMessages } from './move/move-messages.ts';
export type { MoveMessagesOptions } from './move/move-options.ts';
export type { MoveFailure, MoveProgress, MoveReport } from './move/move-report.ts';
export type { MessageToMove } from './move/moved-message.ts';

/** Actions that a request needs beside its own, where it carries tags or a role: AWS asks for each of them. */
export const furtherActions: Readonly<Record<string, readonly string[]>> = {
  'cloudwatch:PutMetricAlarm': ['cloudwatch:TagResource'],
  'iam:CreatePolicy': ['iam:TagPolicy'],
  'iam:CreateRole': ['iam:TagRole'],
  'lambda:CreateEventSourceMapping': ['lambda:TagResource'],
  'lambda:CreateFunction': ['lambda:TagResource', 'iam:PassRole'],
  'lambda:UpdateFunctionConfiguration': ['iam:PassRole'],
  'logs:CreateLogGroup': ['logs:TagResource'],
  'sns:CreateTopic': ['sns:TagResource'],
  'sqs:CreateQueue': ['sqs:TagQueue'],
  'ssm:PutParameter': ['ssm:AddTagsToResource'],
};

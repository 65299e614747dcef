import { BY_NAME, type Shapes } from './shape.js';

const FUNCTION_ARN = 'arn:{partition}:lambda:{region}:{account}:function:{name}';
const invokeArn = (functionArn: string): string =>
  `arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
const STATE_MACHINE_ARN = 'arn:{partition}:states:{region}:{account}:stateMachine:{name}';
const TRAIL_ARN = 'arn:{partition}:cloudtrail:{region}:{account}:trail/{name}';
const LOGS = 'arn:{partition}:logs:{region}:{account}';
const FUNCTION_URL = 'https://{hex:32}.lambda-url.{region}.on.aws/';

export const COMPUTE_SHAPES: Shapes = {
  'aws:lambda/function:Function': {
    named: BY_NAME,
    id: '{name}',
    outputs: {
      arn: FUNCTION_ARN,
      invokeArn: invokeArn(FUNCTION_ARN),
      qualifiedArn: `${FUNCTION_ARN}:$LATEST`,
      qualifiedInvokeArn: invokeArn(`${FUNCTION_ARN}:$LATEST`),
      version: '$LATEST',
    },
  },
  'aws:lambda/alias:Alias': {
    named: BY_NAME,
    id: '{functionArn}:{name}',
    outputs: { arn: '{functionArn}:{name}', invokeArn: invokeArn('{functionArn}:{name}') },
  },
  'aws:lambda/permission:Permission': { named: { property: 'statementId' }, id: '{name}' },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    id: '{uuid}',
    outputs: {
      uuid: '{uuid}',
      arn: 'arn:{partition}:lambda:{region}:{account}:event-source-mapping:{uuid}',
      functionArn: '{functionArn}',
      state: 'Enabled',
    },
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': { id: '{input.functionName}' },
  'aws:lambda/functionUrl:FunctionUrl': {
    id: '{input.functionName}',
    outputs: { functionUrl: FUNCTION_URL, functionArn: '{functionArn}' },
  },
  'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig': {
    id: '{input.functionName},{input.qualifier}',
  },
  'aws:sfn/stateMachine:StateMachine': {
    named: BY_NAME,
    id: STATE_MACHINE_ARN,
    outputs: { arn: STATE_MACHINE_ARN, status: 'ACTIVE' },
  },
  'aws:cloudtrail/trail:Trail': {
    named: BY_NAME,
    id: TRAIL_ARN,
    outputs: { arn: TRAIL_ARN, homeRegion: '{region}' },
  },
  'aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration': { id: '{region}' },
  'aws:cloudwatch/logGroup:LogGroup': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${LOGS}:log-group:{name}` },
  },
  'aws:cloudwatch/logStream:LogStream': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: `${LOGS}:log-group:{input.logGroupName}:log-stream:{name}` },
  },
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': { named: BY_NAME, id: 'cwlsf-{hex:10}' },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': { named: BY_NAME, id: '{name}' },
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': { named: { property: 'policyName' }, id: '{name}' },
  'aws:cloudwatch/queryDefinition:QueryDefinition': {
    named: BY_NAME,
    id: '{uuid}',
    outputs: { queryDefinitionId: '{uuid}' },
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: 'arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}' },
  },
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': {
    named: { property: 'alarmName' },
    id: '{name}',
    outputs: { arn: 'arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}' },
  },
  'aws:cloudwatch/dashboard:Dashboard': {
    named: { property: 'dashboardName' },
    id: '{name}',
    outputs: { dashboardArn: 'arn:{partition}:cloudwatch::{account}:dashboard/{name}' },
  },
};

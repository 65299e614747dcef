import { formOf, limitsOf, type Limits } from './limit.js';

const LAMBDA = 'Lambda API, CreateFunction';
const LAMBDA_QUOTAS = 'Lambda Developer Guide, quotas';
const MAPPINGS = 'Lambda API, CreateEventSourceMapping';
const STEP_FUNCTIONS = 'Step Functions Developer Guide, quotas';
const EC2 = 'EC2 API';

/** Lambda, Step Functions and VPC. */
export const COMPUTE_LIMITS: Readonly<Record<string, Limits>> = {
  'aws:lambda/function:Function': {
    limits: [
      ...limitsOf(
        LAMBDA,
        ['name', 64, 'characters'],
        ['description', 256, 'characters'],
        ['handler', 128, 'characters'],
      ),
      ...limitsOf(
        LAMBDA_QUOTAS,
        ['environment.variables', 4096, 'bytes of names and values'],
        ['timeout', 900, 'units'],
        ['memorySize', 10_240, 'units'],
        ['layers', 5, 'entries'],
      ),
      ...limitsOf(LAMBDA, ['vpcConfig.subnetIds', 16, 'entries'], ['vpcConfig.securityGroupIds', 5, 'entries']),
    ],
    forms: [
      formOf(LAMBDA, 'name', /^[\w-]+$/),
      formOf(`${LAMBDA}, Environment`, 'environment.variables.~', /^[a-zA-Z]\w+$/),
    ],
  },
  'aws:lambda/permission:Permission': {
    limits: limitsOf('Lambda API, AddPermission', ['statementId', 100, 'characters']),
    forms: [],
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': {
    limits: limitsOf(
      'Lambda API, PutFunctionEventInvokeConfig',
      ['maximumEventAgeInSeconds', 21_600, 'units'],
      ['maximumRetryAttempts', 2, 'units'],
      ['destinationConfig.onFailure.destination', 350, 'characters'],
    ),
    forms: [],
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    limits: limitsOf(
      MAPPINGS,
      ['batchSize', 10_000, 'units'],
      ['maximumBatchingWindowInSeconds', 300, 'units'],
      ['maximumRecordAgeInSeconds', 604_800, 'units'],
      ['maximumRetryAttempts', 10_000, 'units'],
      ['parallelizationFactor', 10, 'units'],
      ['functionName', 140, 'characters'],
    ),
    forms: [],
  },
  'aws:sfn/stateMachine:StateMachine': {
    limits: limitsOf(STEP_FUNCTIONS, ['name', 80, 'characters'], ['definition', 1_048_576, 'bytes']),
    forms: [formOf('Step Functions API, CreateStateMachine', 'name', /^[\w-]+$/)],
  },
  'aws:ec2/securityGroup:SecurityGroup': {
    limits: limitsOf(
      `${EC2}, CreateSecurityGroup`,
      ['name', 255, 'characters'],
      ['description', 255, 'characters'],
      ['ingress', 60, 'entries'],
      ['egress', 60, 'entries'],
    ),
    forms: [],
  },
  'aws:ec2/vpcEndpoint:VpcEndpoint': {
    limits: limitsOf('VPC User Guide, quotas', ['policy', 20_480, 'characters without white space']),
    forms: [],
  },
};

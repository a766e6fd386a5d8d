/** A Lambda that cannot be deployed without a variable which its code parses, with a role and a log group of its own. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type * as z from 'zod'
import { bundled } from './bundle.ts'

export type TypedFunctionProps<Env extends z.ZodObject> = {
  name: string
  /** in AWS; without it CloudFormation chooses one */
  functionName?: string
  /** from the root of the project */
  entry: string
  /** what the function's code parses `process.env` with */
  env: Env
  environment: NoInfer<z.input<Env>>
  description: string
  /** MB */
  memory: number
  /** seconds */
  timeout: number
}

const logGroup = (scope: Construct, id: string): LogGroup =>
  new LogGroup(scope, id, { retention: RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY })

const ownRole = (scope: Construct, id: string, logs: LogGroup): Role => {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logs.logGroupArn],
    }),
  )
  return role
}

export class TypedFunction<Env extends z.ZodObject = z.ZodObject> extends LambdaFunction {
  constructor(scope: Construct, id: string, props: TypedFunctionProps<Env>) {
    const logs = logGroup(scope, `${id}Logs`)
    super(scope, id, {
      code: bundled(props.entry),
      handler: 'index.handler',
      ...(props.functionName ? { functionName: props.functionName } : {}),
      description: props.description.slice(0, 256),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memory,
      timeout: Duration.seconds(props.timeout),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup: logs,
      role: ownRole(scope, `${id}Role`, logs),
      environment: {
        ...(props.environment as Record<string, string>),
        POWERTOOLS_SERVICE_NAME: props.name,
      },
    })
  }
}

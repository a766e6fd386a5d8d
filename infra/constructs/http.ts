/** The HTTP API: staff are proved by the gateway, contractors, forms and links by the function that they reach. */
import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Auth, Route } from '../function-spec.ts'
import type { Landlord } from '../landlord/schema.ts'

/** No address, path or agent of a person: a path may hold a link's token. */
const logged = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
  refused: '$context.authorizer.error',
}

const open: { [A in Exclude<Auth, 'staff'>]: string } = {
  contractor: 'The function proves the sender by the contractor’s own key, over the body as it came.',
  source: 'The function proves the sender by the source’s own key, over the body as it came.',
  link: 'The path is a signed, expiring token for one job or one notice; reading it changes nothing.',
  session: 'The function proves the person by its own signed session, which begins with the landlord’s issuer.',
  none: 'It tells nothing about anybody: that the service lives, and what its contract is.',
}

export class Gateway extends Construct {
  readonly api: HttpApi
  private readonly staff: HttpJwtAuthorizer
  private readonly scope: string

  constructor(parent: Construct, id: string, { oidc, name }: Landlord) {
    super(parent, id)
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false, description: `Dutyholder of ${name}` })
    this.staff = new HttpJwtAuthorizer('Staff', oidc.issuer, { jwtAudience: [oidc.audience] })
    this.scope = oidc.scope
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(JSON.stringify(logged)),
      },
    })
  }

  serves(id: string, fn: IFunction, routes: readonly Route[]): void {
    const integration = new HttpLambdaIntegration(id, fn)
    for (const { method, path, auth } of routes) {
      const proof =
        auth === 'staff'
          ? { authorizer: this.staff, authorizationScopes: [this.scope] }
          : { authorizer: new HttpNoneAuthorizer() }
      const added = this.api.addRoutes({ path, methods: [HttpMethod[method]], integration, ...proof })
      if (auth === 'staff') continue
      for (const route of added) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: open[auth] })
    }
  }
}

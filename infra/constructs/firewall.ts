/**
 * A web ACL where it can attach: to a CloudFront distribution before the HTTP API, which caches nothing and answers for
 * the host of the landlord's address. Whoever knows the API's own address goes past it, and meets the stage's throttle.
 */
import { CfnOutput, Fn, type Stack, Validations } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { Landlord } from '../landlord/schema.ts'

export const behindFirewall = (
  stack: Stack,
  api: HttpApi,
  baseUrl: string,
  { webAclArn, certificateArn }: NonNullable<Landlord['firewall']>,
): void => {
  const host = Fn.select(2, Fn.split('/', api.apiEndpoint))
  const distribution = new Distribution(stack, 'Firewall', {
    comment: 'Dutyholder: the web ACL before the HTTP API',
    webAclId: webAclArn,
    domainNames: [new URL(baseUrl).host],
    certificate: Certificate.fromCertificateArn(stack, 'FirewallCertificate', certificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: HttpVersion.HTTP2_AND_3,
    defaultBehavior: {
      origin: new HttpOrigin(host, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // The API knows itself by its own host; everything else is as the sender sent it, signatures included.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    },
  })
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'Residents write from where they are; the web ACL may refuse countries.' },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'Its logs would hold addresses and paths with links’ tokens; the API’s own log holds neither.',
    },
  )
  new CfnOutput(stack, 'FirewallHost', {
    value: distribution.distributionDomainName,
    description: 'Point baseUrl here',
  })
}
